import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createScriptRunner, runBuild } from '../../../../tools/build/run-build.cjs';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

const STEPS = [
  { name: 'the function app', script: 'app' },
  { name: 'the page', script: 'page' },
];

function build(
  results: Readonly<Record<string, { readonly output: string; readonly status: number }>>,
  {
    lastSeconds,
    showsOutput = false,
  }: { readonly lastSeconds?: number; readonly showsOutput?: boolean } = {},
) {
  let time = 0;
  let text = '';
  const seconds = runBuild({
    lastSeconds,
    showsOutput,
    write: (more) => {
      text += more;
    },
    run: (script) => {
      time += 12_300;
      return results[script] ?? { output: '', status: 0 };
    },
    now: () => time,
    steps: STEPS,
  });
  return { seconds, text };
}

it('shows what is built, how long it usually takes, and each step with its time', () => {
  expect(build({ page: { output: 'page.js: 12 bytes\n', status: 0 } })).toEqual({
    seconds: 24.6,
    text: `Building the app, the monitor page and the local services. The first build usually takes 15 to 60 seconds.
  1/2 the function app … 12 s
  2/2 the page … 12 s
Built in 25 s.

`,
  });
});

it('says how long the last build took', () => {
  expect(build({}, { lastSeconds: 9.87 }).text).toContain('The last build took 9.9 s.\n');
});

it('shows the output of the steps on request', () => {
  expect(build({ page: { output: 'page.js: 12 bytes\n', status: 0 } }, { showsOutput: true }).text).toContain(
    '  2/2 the page … 12 s\n      page.js: 12 bytes\n',
  );
});

it('stops at the first step that fails, with its output and the remedy', () => {
  expect(build({ app: { output: 'src/a.ts(1,1): error TS1\n', status: 2 } })).toEqual({
    seconds: undefined,
    text: `Building the app, the monitor page and the local services. The first build usually takes 15 to 60 seconds.
  1/2 the function app … failed

src/a.ts(1,1): error TS1

The build failed at step 1 (the function app). Correct the errors above, then run the command again.
`,
  });
});

it('runs scripts of package.json and returns their output and status', async () => {
  const { path, remove } = await temporaryDirectory();
  try {
    mkdirSync(join(path, 'app'));
    const scripts = { good: 'node -e "console.log(1)"', bad: 'node -e "console.error(2); process.exit(3)"' };
    writeFileSync(join(path, 'app', 'package.json'), JSON.stringify({ name: 'app', scripts }));
    const run = createScriptRunner(join(path, 'app'));
    expect(run('good')).toEqual({ output: '1\n', status: 0 });
    expect(run('bad')).toMatchObject({ output: expect.stringContaining('2\n') as string, status: 3 });
  } finally {
    await remove();
  }
});
