import Ajv2020 from 'ajv/dist/2020';
import { _ } from 'ajv';
import { formats } from '../../src/lib/contracts/formats';

export interface CompilerOptions {
  /** Module path from which the generated code requires the formats. */
  readonly formatsModule?: string;
}

/**
 * Creates Ajv for contracts: strict, with our formats only, keeping its source for standalone code. Warnings of Ajv
 * are errors here.
 */
export function createCompiler({ formatsModule = '../formats' }: CompilerOptions = {}): Ajv2020 {
  return new Ajv2020({
    strict: true,
    strictTypes: true,
    strictTuples: true,
    allowUnionTypes: true,
    allErrors: true,
    validateFormats: true,
    formats,
    code: { source: true, lines: true, optimize: 2, formats: _`require(${formatsModule}).formats` },
  });
}
