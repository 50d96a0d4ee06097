import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { programArguments } from '../../../testing/program';
import { JobsFixture, task, token, TOKEN_KEY } from './jobs-fixture';

const MAIN = 'local/main.ts';

describe('the workspace as a process', () => {
  const fixture = new JobsFixture();
  afterEach(() => fixture.cleanup());

  const run = (...flags: readonly string[]): ChildProcess =>
    spawn(process.execPath, [...programArguments(MAIN), 'databricks', ...flags], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, THE_PEPPER: 'salt' },
    });
  const textOf = async (stream: NodeJS.ReadableStream | null): Promise<string> => {
    let text = '';
    for await (const chunk of stream ?? []) text += String(chunk);
    return text;
  };

  test('prints its address and its jobs, and stops when its standard input ends', async () => {
    await fixture.writeBundle([task('one', [])]);
    const child = run(
      '--data',
      fixture.path('data'),
      '--bundle',
      fixture.path('bundle'),
      '--token-key',
      TOKEN_KEY,
      '--port',
      '0',
      '--target',
      'only',
      '--secret',
      'vault/pepper=THE_PEPPER',
      '--parallel-tasks',
      '1',
      '--keep-runs',
      '5',
      '--models',
      fixture.path('models'),
    );
    const exited = once(child, 'exit');
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const { ready } = JSON.parse(line.toString()) as {
      ready: { port: number; baseUrl: string; jobs: Record<string, number> };
    };
    expect(ready.baseUrl).toBe(`http://127.0.0.1:${ready.port}`);
    const response = await fetch(`${ready.baseUrl}/api/2.2/jobs/list`, {
      headers: { authorization: `Bearer ${token()}` },
    });
    expect(await response.json()).toMatchObject({ jobs: [{ job_id: ready.jobs['job'] }] });
    child.stdin?.end();
    expect(await exited).toEqual([0, null]);
  });

  const paths = ['--data', 'x', '--bundle', '/nowhere', '--token-key', 'k'];
  test.each([
    [['--data', 'x'], /--bundle or --token-key is missing\nusage: main\.js databricks --data/],
    [[...paths, '--colour', 'red'], /--colour/],
    [[...paths, '--var', 'lake'], /--var must be NAME=VALUE/],
    [[...paths, '--secret', 'a/b=NOT_SET'], /NOT_SET is not set/],
    [[...paths, '--port', 'x'], /port must be a port number/],
    [[...paths, '--keep-runs', '0'], /keepRuns must be a whole number from 1/],
    [paths, /cannot read .*databricks\.yml/],
  ])('refuses %j', async (flags, why) => {
    const child = run(...flags);
    const [errors, exit] = await Promise.all([textOf(child.stderr), once(child, 'exit')]);
    expect(errors).toMatch(why);
    expect(exit).toEqual([1, null]);
  });

  test('refuses a port in use, and releases the directory', async () => {
    await fixture.start([task('one', [])]);
    const other = new JobsFixture();
    await other.writeBundle([task('one', [])]);
    try {
      const { port } = fixture.databricks;
      await expect(other.restart({ port })).rejects.toMatchObject({ code: 'start_failed' });
      await other.restart();
    } finally {
      await other.cleanup();
    }
  });
});
