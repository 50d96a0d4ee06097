import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from '../../../../tools/build/prepare.cjs';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

let folder: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: folder, remove } = await temporaryDirectory());
});
afterEach(() => remove());

interface Scene {
  /** Results of `isBuilt`, one a call; the last one stays. */
  readonly built: readonly boolean[];
  readonly hasOutput?: boolean;
  readonly stacks?: readonly { readonly processId: string; readonly dataDirectory: string }[];
  readonly otherBuild?: string;
  readonly seconds?: number | undefined;
}

function run(scene: Scene, options: { readonly always?: boolean; readonly onlyNew?: boolean } = {}) {
  const { built, hasOutput = true, stacks = [], otherBuild } = scene;
  const seconds = 'seconds' in scene ? scene.seconds : 12.34;
  const looks = [...built];
  const builds: (number | undefined)[] = [];
  const calls: string[] = [];
  let text = '';
  const stamp = join(folder, '.built');
  const exitCode = prepare(
    {
      isBuilt: () => (looks.length > 1 ? looks.shift() : looks[0]) ?? false,
      hasOutput: () => hasOutput,
      findStacks: () => stacks,
      lock: (onWait) => {
        calls.push('lock');
        if (otherBuild !== undefined) onWait(otherBuild);
        return { release: () => calls.push('release') };
      },
      build: (lastSeconds) => {
        builds.push(lastSeconds);
        return seconds;
      },
      stamp,
      write: (more) => {
        text += more;
      },
    },
    options,
  );
  return { exitCode, text, builds, calls, stamp };
}

it('says nothing and builds nothing when the output is as new as the sources', () => {
  expect(run({ built: [true] })).toMatchObject({ exitCode: 0, text: '', builds: [], calls: [] });
});

it('builds under the lock when a source has changed, and notes how long it took', () => {
  const { exitCode, builds, calls, stamp } = run({ built: [false] });
  expect({ exitCode, builds, calls }).toEqual({
    exitCode: 0,
    builds: [undefined],
    calls: ['lock', 'release'],
  });
  expect(readFileSync(stamp, 'utf8')).toBe('12.3\n');
  expect(run({ built: [false] }).builds).toEqual([12.3]);
});

it('builds after a stamp without a time, as an earlier version wrote it', () => {
  writeFileSync(join(folder, '.built'), '');
  expect(run({ built: [false] }).builds).toEqual([undefined]);
});

it('waits for the build of another command and does not build a second time', () => {
  const { exitCode, builds, text } = run({ built: [false, true], otherBuild: '4711' });
  expect({ exitCode, builds }).toEqual({ exitCode: 0, builds: [] });
  expect(text).toBe('Another command builds at the moment (process 4711). This one waits for it.\n');
});

it('fails without a stamp when a step of the build fails, and releases the lock', () => {
  const { exitCode, calls, stamp } = run({ built: [false], seconds: undefined });
  expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: ['lock', 'release'] });
  expect(existsSync(stamp)).toBe(false);
});

describe('under a running stack', () => {
  const stacks = [{ processId: '4711', dataDirectory: '/data/.sluice' }];

  it('does not build, and says that a restart of the stack builds the changes', () => {
    const { exitCode, builds, text } = run({ built: [false], stacks });
    expect({ exitCode, builds }).toEqual({ exitCode: 0, builds: [] });
    expect(text).toBe(
      'The sources have changed, but a stack runs on the last build (process 4711, /data/.sluice), so this command uses that build. Restart the stack to build the changes.\n',
    );
  });

  it('refuses a command that must not run on older output, with the remedy', () => {
    const { exitCode, builds, text } = run({ built: [false], stacks }, { onlyNew: true });
    expect({ exitCode, builds }).toEqual({ exitCode: 1, builds: [] });
    expect(text).toBe(
      'The sources have changed, and a stack runs on the last build (process 4711, /data/.sluice). Stop the stack, then run this command again.\n',
    );
  });

  it('builds on request', () => {
    expect(run({ built: [true], stacks }, { always: true }).builds).toHaveLength(1);
  });

  it('builds when there is no output to run', () => {
    expect(run({ built: [false], hasOutput: false, stacks }).builds).toHaveLength(1);
  });
});
