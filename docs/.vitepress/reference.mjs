import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeApiReference } from '../../tools/docs/write-api-reference';
import { writeContractReference } from '../../tools/docs/write-contract-reference';

/** The build runs in `docs/`. */
const REPOSITORY = join(process.cwd(), '..');

const readJson = (path) => JSON.parse(readFileSync(join(REPOSITORY, path), 'utf8'));

/** A page for each tag of the OpenAPI document. */
export const apiPages = () => writeApiReference(readJson('src/lib/openapi/generated/openapi.json'));

/** A page for each version of each contract. */
export const contractPages = () =>
  readdirSync(join(REPOSITORY, 'schemas'), { recursive: true })
    .map(String)
    .filter((path) => /\.v\d+\.json$/.test(path))
    .sort()
    .map((path) => {
      const schema = readJson(join('schemas', path));
      const { type, version } = schema['x-contract'];
      return { contract: `${type}.v${version}`, text: writeContractReference(schema) };
    });
