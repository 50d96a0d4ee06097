import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checkContracts } from '../../../tools/contracts/check-contracts';
import { createStructureCheck } from '../../../tools/contracts/check-structure';
import { formatProblem } from '../../../tools/contracts/problem';
import { readSchemaFolder } from '../../../tools/contracts/schema-file';

export const ROOT = resolve(__dirname, '../../..');

export type Schema = Record<string, unknown>;

/**
 * A copy of `schemas/`, or of one of its sources, in a separate folder with a place for generated files and their
 * dependencies.
 */
export class SchemaCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'sluice-contracts-'));
  readonly schemas = join(this.folder, 'schemas');
  readonly out = join(this.folder, 'generated');

  constructor(source = '') {
    this.add(source);
    for (const meta of ['contract.meta.json', 'source.meta.json'])
      cpSync(join(ROOT, 'schemas', meta), join(this.schemas, meta));
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'), 'junction');
  }

  /** Adds another source of the project. */
  add(source: string): void {
    cpSync(join(ROOT, 'schemas', source), join(this.schemas, source), { recursive: true });
  }

  read(file: string): Schema {
    return JSON.parse(readFileSync(join(this.schemas, file), 'utf8')) as Schema;
  }

  write(file: string, schema: unknown): void {
    mkdirSync(dirname(join(this.schemas, file)), { recursive: true });
    writeFileSync(join(this.schemas, file), typeof schema === 'string' ? schema : JSON.stringify(schema));
  }

  removeFile(file: string): void {
    rmSync(join(this.schemas, file));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Structure checks by their meta-schema and wording. */
const knownChecks = new Map<string, ReturnType<typeof createStructureCheck>>();

/** Problems that `generate` finds in a folder of schemas. All copies of a test file have the same meta-schemas, so each is compiled once. */
export function problemsOf(schemas: string): string[] {
  const createKnownCheck: typeof createStructureCheck = (metaSchema, wording) => {
    const key = JSON.stringify([metaSchema, wording]);
    const check = knownChecks.get(key) ?? createStructureCheck(metaSchema, wording);
    knownChecks.set(key, check);
    return check;
  };
  return checkContracts(readSchemaFolder(schemas), createKnownCheck).map(formatProblem);
}

/** Sets the value at a JSON Pointer, or removes it for `undefined`. */
export function setAt(schema: Schema, pointer: string, value: unknown): void {
  const steps = pointer.split('/').slice(1);
  const last = steps.pop() ?? '';
  let node = schema;
  for (const step of steps) node = node[step] as Schema;
  if (value === undefined) Reflect.deleteProperty(node, last);
  else node[last] = value;
}
