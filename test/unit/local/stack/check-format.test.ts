import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFormat } from '../../../../local/stack/check-format';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

let folder: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: folder, remove } = await temporaryDirectory());
});
afterEach(() => remove());

it('writes the format into a folder that has only the lock, and accepts the folder afterwards', () => {
  writeFileSync(join(folder, 'stack.lock'), '1\n');
  checkFormat(folder);
  mkdirSync(join(folder, 'lake'));
  checkFormat(folder);
  expect(readFileSync(join(folder, 'format'), 'utf8')).toBe('3\n');
});

it.each([
  ['has data and no format', undefined, '1'],
  ['has another format', '2', '2'],
])('refuses a folder that %s, with the remedy --fresh', (_, format, shown) => {
  mkdirSync(join(folder, 'lake'));
  if (format !== undefined) writeFileSync(join(folder, 'format'), `${format}\n`);
  expect(() => {
    checkFormat(folder);
  }).toThrow(
    `another version of Sluice wrote ${folder} (format ${shown}; this version needs 3); ` +
      'start with --fresh, which deletes its data, or choose another folder with --data',
  );
});
