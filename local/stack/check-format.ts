import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInError } from '../kit';
import { LOCK_FILE } from './claim-folder';
import { CERTIFICATES } from './trust';

/**
 * Version of the data format: names of tables, properties, blobs and metadata. Raise it with each change that
 * cannot read older data. Folders from before the first version have no file.
 */
const FORMAT = '3';
const NAME = 'format';

/**
 * Checks that this version of Sluice can read the data folder. Writes the format into an empty folder.
 *
 * @throws StandInError `option_invalid` if another version wrote the folder; the message names `--fresh`
 */
export function checkFormat(directory: string): void {
  const path = join(directory, NAME);
  const found = existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  if (found === FORMAT) return;
  const isEmpty = readdirSync(directory).every((name) => name === LOCK_FILE || name === CERTIFICATES);
  if (found !== undefined || !isEmpty) {
    throw new StandInError(
      'option_invalid',
      `another version of Sluice wrote ${directory} (format ${found ?? '1'}; this version needs ${FORMAT}); ` +
        'start with --fresh, which deletes its data, or choose another folder with --data',
    );
  }
  writeFileSync(path, `${FORMAT}\n`);
}
