import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdBuild } from '../../../../local/stack/hold-build';
import { findRunningStacks } from '../../../../tools/build/running-stacks.cjs';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

let app: string;
let remove: () => Promise<void>;
const stacks = (): string => join(app, 'build', 'stacks');

beforeEach(async () => {
  ({ path: app, remove } = await temporaryDirectory());
});
afterEach(() => remove());

it('lets commands find a stack until it is released', () => {
  expect(findRunningStacks(stacks())).toEqual([]);
  const first = holdBuild({ appDirectory: app, dataDirectory: '/data/one' });
  const second = holdBuild({ appDirectory: app, dataDirectory: '/data/two' });
  expect(
    findRunningStacks(stacks())
      .map(({ dataDirectory }) => dataDirectory)
      .sort(),
  ).toEqual(['/data/one', '/data/two']);
  first.release();
  expect(findRunningStacks(stacks())).toEqual([
    { processId: String(process.pid), dataDirectory: '/data/two' },
  ]);
  second.release();
  expect(readdirSync(stacks())).toEqual([]);
});

it('does not count a stack that was killed', () => {
  holdBuild({ appDirectory: app, dataDirectory: '/data' }).release();
  const dead = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(join(stacks(), 'killed'), `${dead} 1\n/data\n`);
  writeFileSync(join(stacks(), 'other-process-with-the-id'), `${process.pid} 0\n/data\n`);
  expect(findRunningStacks(stacks())).toEqual([]);
});
