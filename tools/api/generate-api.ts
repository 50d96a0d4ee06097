import { join } from 'node:path';
import { type ContractDescription } from '../../src/lib/contracts/contract';
import { API_VERSION } from '../../src/lib/platform/api-version';
import { ROUTES } from './collect-routes';
import { toOpenApi } from './to-openapi';
import { writeApiTypes } from './write-api-types';

export interface GenerateApiOptions {
  /** By type, then by version. */
  readonly contracts: readonly ContractDescription[];
  readonly sources: readonly string[];
  /** The folder of the document, for the paths of the result; nothing is written here. */
  readonly openapi: string;
  /** The folder of the clients' types, for the paths of the result; nothing is written here. */
  readonly types: string;
}

/** Returns the OpenAPI document, and the types that the monitor page and the command line use, as text by path. */
export async function generateApi({
  contracts,
  sources,
  openapi,
  types,
}: GenerateApiOptions): Promise<ReadonlyMap<string, string>> {
  const document = toOpenApi({ routes: ROUTES, contracts, sources, version: API_VERSION });
  const text = `${JSON.stringify(document, undefined, 2)}\n`;
  const typesPath = join(types, 'api.d.ts');
  return new Map([
    [join(openapi, 'openapi.json'), text],
    [typesPath, await writeApiTypes(text, typesPath)],
  ]);
}
