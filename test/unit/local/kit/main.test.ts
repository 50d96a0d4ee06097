import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadService, SERVICES } from '../../../../local/main';

const LOCAL = join(__dirname, '../../../../local');

/** Identity starts the fastest. */
const run = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), join(LOCAL, 'main.ts'), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });

async function readyOf({ stdout }: ChildProcess): Promise<unknown> {
  const [line] = (await once(createInterface({ input: stdout ?? process.stdin }), 'line')) as [string];
  return JSON.parse(line);
}

test.each(SERVICES)('%s is a folder that exports a service of this name', (name) => {
  expect(loadService(name).name).toBe(name);
});

test('every folder with support rows and a service is in the list and has its own default port', () => {
  const folders = readdirSync(LOCAL).filter((folder) => existsSync(join(LOCAL, folder, 'support.ts')));
  // App Service runs inside the stack's process; the kit is not a service.
  expect(folders.filter((folder) => folder !== 'app-service' && folder !== 'kit')).toEqual([...SERVICES]);
  const ports = SERVICES.map((name) => loadService(name).support.defaultPort);
  expect(new Set(ports).size).toBe(ports.length);
});

test('prints one ready line, and stops when its standard input ends', async () => {
  const child = run('identity', '--token-key', 'k', '--identity-header', 'h', '--port', '0');
  const exited = once(child, 'exit');
  expect(await readyOf(child)).toEqual({
    ready: {
      port: expect.any(Number) as number,
      identityEndpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/msi\/token$/) as string,
      identityHeader: 'h',
    },
  });
  child.stdin?.end();
  expect(await exited).toEqual([0, null]);
});

test('stops on SIGTERM', async () => {
  const child = run('identity', '--token-key', 'k', '--port', '0');
  const exited = once(child, 'exit');
  await readyOf(child);
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test.each([
  [[], /There is no stand-in ""/],
  [['cosmos'], /There is no stand-in "cosmos".\nusage: main\.js data-factory\|/],
  [['identity'], /--token-key is missing\nusage: main\.js identity --token-key KEY/],
])('ends with exit code 1 for %j', async (args, why) => {
  const child = run(...args);
  let errors = '';
  child.stderr?.on('data', (chunk) => (errors += String(chunk)));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(errors).toMatch(why);
});
