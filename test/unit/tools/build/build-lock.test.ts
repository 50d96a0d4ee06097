import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeBuildLock } from '../../../../tools/build/build-lock.cjs';
import { describeProcess } from '../../../../tools/build/processes.cjs';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

let folder: string;
let remove: () => Promise<void>;
const file = (): string => join(folder, 'build', '.building');
const failIfAsked = (): never => {
  throw new Error('the lock was waited for');
};

beforeEach(async () => {
  ({ path: folder, remove } = await temporaryDirectory());
});
afterEach(() => remove());

it('waits while another process builds, and says so once with its id', () => {
  const first = takeBuildLock({ file: file(), onWait: failIfAsked });
  const told: string[] = [];
  let pauses = 0;
  const second = takeBuildLock({
    file: file(),
    onWait: (processId) => told.push(processId),
    pause: () => {
      pauses += 1;
      if (pauses === 3) first.release();
    },
  });
  expect(told).toEqual([String(process.pid)]);
  expect(pauses).toBe(3);
  expect(second.waited).toBe(true);
  second.release();
  expect(readdirSync(join(folder, 'build'))).toEqual([]);
});

it('takes over the lock of a build that was killed', () => {
  takeBuildLock({ file: file(), onWait: failIfAsked }).release();
  const dead = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(file(), `${dead} 1`);
  const { waited, release } = takeBuildLock({ file: file(), onWait: failIfAsked });
  expect(waited).toBe(false);
  expect(readFileSync(file(), 'utf8')).toBe(describeProcess(process.pid));
  release();
});

it('takes over the lock of a killed build whose process id another process has now', () => {
  takeBuildLock({ file: file(), onWait: failIfAsked }).release();
  writeFileSync(file(), `${process.pid} 0`);
  takeBuildLock({ file: file(), onWait: failIfAsked }).release();
  expect(readdirSync(join(folder, 'build'))).toEqual([]);
});

it('does not remove a lock that another process has taken', () => {
  const { release } = takeBuildLock({ file: file(), onWait: failIfAsked });
  writeFileSync(file(), '1 1');
  release();
  expect(readFileSync(file(), 'utf8')).toBe('1 1');
});
