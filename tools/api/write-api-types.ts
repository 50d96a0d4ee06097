import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { devDependencies } from '../../package.json';

const NOTICE =
  '// Written by `npm run generate` from the api.ts files of src/lib. Change those, not this file. Check sum: ';

/**
 * The text of `api.d.ts`: the types of an OpenAPI document. Loading the library takes longer than all else that
 * `npm run generate` does, so a file that was made from the same document is taken as it is. Its check sum tells, over the
 * document, the library's version and the types themselves.
 *
 * @param document the text of the document
 * @param path of the file, which may be there already
 * @param makeTypes makes the types of a document
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
    // A member of a request that has a default may be left out.
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
