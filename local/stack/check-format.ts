import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInError } from '../kit';
import { LOCK_FILE } from './claim-folder';

/**
 * Version of what the stand-ins and the app keep in a data folder: names of tables, properties, blobs and metadata.
 * Raise it with a change that older data does not follow. Folders from before the first version have no file.
 */
const FORMAT = '2';
const NAME = 'format';

/**
 * Makes sure that this version of Sluice can read the data folder. An empty folder is marked with its format.
 *
 * @throws StandInError `option_invalid` where another version wrote the folder; the message names `--fresh`
 */
export function checkFormat(directory: string): void {
  const path = join(directory, NAME);
  const found = existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  if (found === FORMAT) return;
  const isEmpty = readdirSync(directory).every((name) => name === LOCK_FILE);
  if (found !== undefined || !isEmpty) {
    throw new StandInError(
      'option_invalid',
      `another version of Sluice wrote ${directory} (format ${found ?? '1'}; this version needs ${FORMAT}); ` +
        'start with --fresh, which deletes its data, or choose another folder with --data',
    );
  }
  writeFileSync(path, `${FORMAT}\n`);
}
