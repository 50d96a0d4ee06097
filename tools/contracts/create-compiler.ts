import Ajv2020 from 'ajv/dist/2020';
import { _ } from 'ajv';
import { formats } from '../../src/lib/contracts/formats';

export interface CompilerOptions {
  /** Module path that the written code requires the formats from. */
  readonly formatsModule?: string;
}

/**
 * Ajv as contracts are compiled: strict, with our formats and no others, keeping its source for standalone code.
 * The generator refuses what Ajv would only warn of.
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
