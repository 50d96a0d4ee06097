import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { devDependencies } from '../../package.json';

const NOTICE =
  '// Written by `npm run generate` from the api.ts files of src/lib. Change those, not this file. Check sum: ';

/**
 * Returns the text of `api.d.ts`: the types of an OpenAPI document. Loading the library takes longer than the rest of
 * `npm run generate`, so an existing file for the same document is reused. Its check sum covers the document, the
 * library's version and the types.
 *
 * @param document the text of the document
 * @param path of the file, which may exist
 * @param makeTypes creates the types of a document
 */
export async function writeApiTypes(
  document: string,
  path: string,
  makeTypes: (document: string) => Promise<string> = makeApiTypes,
): Promise<string> {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const end = before.indexOf('\n') + 1;
  if (before.slice(0, end) === toFirstLine(document, before.slice(end))) return before;
  const types = await makeTypes(document);
  return toFirstLine(document, types) + types;
}

async function makeApiTypes(document: string): Promise<string> {
  const { default: openapiTypescript, astToString } = await import('openapi-typescript');
  const nodes = await openapiTypescript(document, {
    immutable: true,
    // A member of a request with a default is optional.
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
  });
  return astToString(nodes);
}

function toFirstLine(document: string, types: string): string {
  const hash = createHash('sha256');
  for (const part of [document, devDependencies['openapi-typescript'], types]) hash.update(part).update('\0');
  return `${NOTICE}${hash.digest('hex')}\n`;
}
