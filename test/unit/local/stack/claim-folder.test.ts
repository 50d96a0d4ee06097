import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimFolder } from '../../../../local/stack/claim-folder';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

let folder: string;
let remove: () => Promise<void>;
const lock = (): string => join(folder, 'stack.lock');

beforeEach(async () => {
  ({ path: folder, remove } = await temporaryDirectory());
});
afterEach(() => remove());

/** The id of a process that has ended. */
const deadProcess = (): number => spawnSync(process.execPath, ['--version']).pid;

it('refuses a second claim with the process that holds the first and the remedy', () => {
  const { release } = claimFolder(folder);
  expect(() => claimFolder(folder)).toThrow(
    `a stack already runs over ${folder} (process ${process.pid}); stop it, or choose another folder with --data`,
  );
  release();
  claimFolder(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  ['of a process that was killed', (): string => `${deadProcess()}\n`],
  ['that is incomplete', (): string => ''],
])('takes over a lock %s', (_, text) => {
  writeFileSync(lock(), text());
  const { release } = claimFolder(folder);
  expect(readFileSync(lock(), 'utf8')).toBe(`${process.pid}\n`);
  expect(readdirSync(folder)).toEqual(['stack.lock']);
  release();
});

it('does not remove the lock of another process', () => {
  const { release } = claimFolder(folder);
  writeFileSync(lock(), `${process.ppid}\n`);
  release();
  expect(existsSync(lock())).toBe(true);
});

it('creates the folder', () => {
  claimFolder(join(folder, 'a', 'b')).release();
  expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
});
