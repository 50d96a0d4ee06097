import standaloneCode from 'ajv/dist/standalone';
import { createCompiler } from './create-compiler';
import { GENERATED_NOTICE } from './generated-notice';
import { type SchemaFile } from './schema-file';
import { toCompiled } from './to-compiled';

export interface WriteValidatorsOptions {
  readonly files: readonly SchemaFile[];
  /** Module path from the generated folder to src/lib/contracts/formats. */
  readonly formatsModule: string;
}

/** The text of `validators.js`: one function per contract, as CommonJS that compiles nothing at run time. */
export function writeValidators({ files, formatsModule }: WriteValidatorsOptions): string {
  const compiler = createCompiler({ formatsModule });
  const names: Record<string, string> = {};
  for (const { schema } of files) {
    const id = String(schema['$id']);
    compiler.addSchema(toCompiled(schema), id);
    names[id] = id;
  }
  const code = standaloneCode(compiler, names)
    .replace(/^"use strict";/, '')
    // Ajv exports each function by its name; the registry reads one typed table.
    .replaceAll(/^exports\[/gm, 'validators[');
  return [
    "'use strict';",
    GENERATED_NOTICE,
    "/** @type {Record<string, import('../registry').Validator>} */",
    'const validators = {};',
    'exports.validators = validators;',
    code.trim(),
    '',
  ].join('\n');
}
