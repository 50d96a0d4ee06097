import { join, relative, resolve } from 'node:path';
import { checkContracts } from './check-contracts';
import { type Problem } from './problem';
import { readSchemaFolder } from './schema-file';
import { toDeclaredSources } from './source-file';
import { writeContracts } from './write-contracts';
import { writeReaders } from './write-readers';
import { writeSources } from './write-sources';
import { writeTypes } from './write-types';
import { writeValidators } from './write-validators';

const MODULES = resolve(__dirname, '../../src/lib/contracts');

export interface GenerateContractsOptions {
  /** The folder of schemas. */
  readonly schemas: string;
  /** The folder of the files, for the paths of the result; nothing is written here. */
  readonly out: string;
}

export type GenerateContractsResult =
  | { readonly outcome: 'generated'; /** Text by path. */ readonly files: ReadonlyMap<string, string> }
  | { readonly outcome: 'refused'; readonly problems: readonly Problem[] };

/** Converts a folder of schemas to the texts of src/lib/contracts/generated. The same schemas give the same bytes. */
export async function generateContracts({
  schemas,
  out,
}: GenerateContractsOptions): Promise<GenerateContractsResult> {
  const folder = readSchemaFolder(resolve(schemas));
  const problems = checkContracts(folder);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const { files } = folder;
  const fromOut = (module: string): string =>
    relative(resolve(out), join(MODULES, module)).replaceAll('\\', '/');
  const [formatsModule, readBytesModule] = [fromOut('formats'), fromOut('read-bytes')];
  return {
    outcome: 'generated',
    files: new Map([
      [join(out, 'contracts.js'), writeContracts(files)],
      [join(out, 'readers.js'), writeReaders({ files, formatsModule, readBytesModule })],
      [join(out, 'validators.js'), writeValidators({ files, formatsModule })],
      [join(out, 'sources.ts'), writeSources(toDeclaredSources(folder.sources))],
      [join(out, 'types.ts'), await writeTypes(files)],
    ]),
  };
}
