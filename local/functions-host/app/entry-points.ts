import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StandInError } from '../../kit';
import { glob } from './glob';

/**
 * Finds the files that the app loads at its start: package.json "main", which may be a pattern.
 *
 * @returns absolute paths, in the order of loading
 * @throws StandInError `option_invalid` if there is no package.json, no "main", or no file that matches it.
 *   Without a match the Functions runtime only warns and serves no function, the most common cause of a 404.
 */
export async function findEntryPoints(appDirectory: string): Promise<string[]> {
  const path = join(appDirectory, 'package.json');
  let main: unknown;
  try {
    ({ main } = JSON.parse(await readFile(path, 'utf8')) as { main?: unknown });
  } catch (cause) {
    throw new StandInError('option_invalid', `${path} cannot be read as JSON`, cause);
  }
  if (typeof main !== 'string' || main === '') {
    throw new StandInError(
      'option_invalid',
      `${path} has no "main": it must name the files that register functions`,
    );
  }
  const files = await glob(main, appDirectory);
  if (files.length === 0) {
    throw new StandInError(
      'option_invalid',
      `no file in ${appDirectory} matches package.json "main": "${main}". Is the app built?`,
    );
  }
  return files.map((file) => join(appDirectory, file));
}
