import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Option } from 'commander';

/** Name of the data folder that `npm start` makes in the folder of the repository. */
const DATA_FOLDER = '.sluice';
const VARIABLE = 'SLUICE_DATA';

export interface WhereToLook {
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** @default the working directory */
  readonly directory?: string;
}

/**
 * Finds the data folder for a command without `--data`. The variable SLUICE_DATA has priority. Otherwise it is the
 * nearest `.sluice` in this folder or a parent folder. Without both it is a new `.sluice` in this folder.
 */
export function findDataFolder({
  environment = process.env,
  directory = process.cwd(),
}: WhereToLook = {}): string {
  const set = environment[VARIABLE];
  if (set !== undefined && set !== '') return resolve(directory, set);
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    const found = join(folder, DATA_FOLDER);
    if (statSync(found, { throwIfNoEntry: false })?.isDirectory() === true) return found;
    if (folder === dirname(folder)) return join(resolve(directory), DATA_FOLDER);
  }
}

/** The option `--data` of all commands. @param meaning the folder in the words of the command */
export function dataOption(meaning = 'data folder of the stack', where: WhereToLook = {}): Option {
  return new Option('--data <dir>', meaning).default(
    findDataFolder(where),
    `${VARIABLE}, or the nearest ${DATA_FOLDER} in this folder or a parent folder`,
  );
}
