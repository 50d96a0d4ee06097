import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programArguments } from '../../testing/program';
import { HostBench } from './host-under-test';

const MAIN = 'local/main.ts';

describe('the functions host as a process', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  const run = (...flags: readonly string[]): ChildProcess =>
    spawn(process.execPath, [...programArguments(MAIN), 'functions-host', ...flags], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  const textOf = async (stream: NodeJS.ReadableStream | null): Promise<string> => {
    let text = '';
    for await (const chunk of stream ?? []) text += String(chunk);
    return text;
  };

  test('prints its address, responds, and stops when its standard input ends', async () => {
    const app = await bench.copyApp('http');
    const settings = join(app.directory, 'settings.json');
    await writeFile(settings, JSON.stringify({ GREETING: 'hello' }));
    const child = run(
      '--app',
      app.directory,
      '--data',
      app.dataDirectory,
      '--port',
      '0',
      '--settings',
      settings,
    );
    const exited = once(child, 'exit');
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const { ready } = JSON.parse(line.toString()) as {
      ready: { port: number; baseUrl: string; functions: string[] };
    };
    expect(ready.functions).toContain('echo');
    const response = await fetch(`${ready.baseUrl}/api/environment`);
    expect(await response.json()).toMatchObject({
      GREETING: 'hello',
      WEBSITE_HOSTNAME: `127.0.0.1:${ready.port}`,
    });
    child.stdin?.end();
    expect(await exited).toEqual([0, null]);
  });

  test.each([
    [['--data', 'x'], /usage: .*--app/],
    [['--app', 'x', '--data', 'x', '--colour', 'red'], /--colour/],
    [['--app', '/nowhere', '--data', 'x'], /host\.json cannot be read/],
  ])('refuses %j', async (flags, why) => {
    const child = run(...flags);
    const [errors, exit] = await Promise.all([textOf(child.stderr), once(child, 'exit')]);
    expect(errors).toMatch(why);
    expect(exit).toEqual([1, null]);
  });
});
