import braces from 'braces';
import globby from 'globby';

/**
 * Returns the files under `directory` that match `pattern`. Files of one alternative are sorted; alternatives
 * keep their order: `dist/{index.js,functions/*.js}` returns the index before the functions. Paths have
 * forward slashes.
 *
 * The Node worker of Azure Functions also uses `globby`, so a pattern has the same meaning in both. `globby`
 * guarantees no order, so each alternative is a separate call.
 *
 * @see https://github.com/Azure/azure-functions-nodejs-worker/blob/v3.x/src/startApp.ts
 */
export async function glob(pattern: string, directory: string): Promise<string[]> {
  const found = new Set<string>();
  for (const alternative of braces(pattern.replace(/^\.\//, ''), { expand: true })) {
    const paths = await globby(alternative, { cwd: directory });
    for (const path of paths.sort()) found.add(path);
  }
  return [...found];
}
