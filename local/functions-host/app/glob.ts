import braces from 'braces';
import globby from 'globby';

/**
 * The files under `directory` that match `pattern`, sorted within each alternative, alternatives in their order:
 * `dist/{index.js,functions/*.js}` gives the index before the functions. Paths have forward slashes.
 *
 * The Node worker of Azure Functions asks `globby` too, so a pattern means the same on both:
 * https://github.com/Azure/azure-functions-nodejs-worker/blob/v3.x/src/startApp.ts
 * `globby` promises no order, so each alternative is asked by itself.
 */
export async function glob(pattern: string, directory: string): Promise<string[]> {
  const found = new Set<string>();
  for (const alternative of braces(pattern.replace(/^\.\//, ''), { expand: true })) {
    const paths = await globby(alternative, { cwd: directory });
    for (const path of paths.sort()) found.add(path);
  }
  return [...found];
}
