import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { eventually, ROOT } from '../testing/fixtures/stack';
import { telemetry } from '../testing/fixtures/telemetry';

const LONG_MILLISECONDS = 300_000;

let folder: string;
let app: string;
const running: { readonly child: ChildProcess; readonly stop: () => Promise<void> }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-core-tools-'));
  app = mkdtempSync(join(folder, 'app-'));
  // The app folder links to the repository and has its own local.settings.json.
  const left = ['.git', '.sluice', 'local.settings.json'];
  for (const name of readdirSync(ROOT).filter((one) => !left.includes(one)))
    symlinkSync(join(ROOT, name), join(app, name));
});

afterAll(async () => {
  for (const { stop } of running.reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a command in the app's folder. @returns a function that returns its output so far */
function run(
  command: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): { readonly printed: () => string } {
  const child = spawn(command, args, { cwd: app, env: { ...process.env, ...environment } });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  running.push({
    child,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  });
  return { printed: () => output };
}

const readSettings = () =>
  JSON.parse(readFileSync(join(app, 'local.settings.json'), 'utf8')) as {
    readonly Values: Readonly<Record<string, string>>;
  };

/** Waits for an answer with status 200 and a body that `isGood` accepts. */
async function answer<T>(url: string, isGood: (body: T) => boolean): Promise<T> {
  let body: T | undefined;
  await eventually(
    async () => {
      const response = await fetch(url);
      body = (await response.json()) as T;
      return response.status === 200 && isGood(body);
    },
    `${url} answers as expected`,
    180,
  );
  if (body === undefined) throw new Error('no answer');
  return body;
}

it(
  'runs an app with the Core Tools commands of the documents, refreshes included',
  async () => {
    const page = readFileSync(join(ROOT, 'docs/run-locally.md'), 'utf8');
    const [, lines = ''] = /## Core Tools[^#]*?```sh\n(.*?)```/s.exec(page) ?? [];
    const commands = lines.split('\n').map((line) => line.replace(/\s+#.*/, ''));
    expect(commands).toEqual([
      'npm install --global azure-functions-core-tools@4',
      'npm start -- --no-app',
      'func start',
      '',
    ]);

    writeFileSync(
      join(app, 'local.settings.json'),
      JSON.stringify({
        IsEncrypted: false,
        Values: { EventHubs: 'of the example', MAX_EVENT_BYTES: '2048' },
      }),
    );
    const start = join('build', 'local', 'cli', 'start.js');
    const data = join(folder, 'data');
    const services = run(process.execPath, [start, '--no-app', '--rate', '0', '--data', data]);
    await eventually(
      () => Promise.resolve(services.printed().includes('local.settings.json')),
      `the file is written; printed: ${services.printed()}`,
    );
    expect(services.printed()).toMatch(
      /npm start had not written.*changed: EventHubs; kept: MAX_EVENT_BYTES\./,
    );
    expect(Object.keys(readSettings().Values)).toEqual(
      expect.arrayContaining(['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'AZURE_TOKEN_CREDENTIALS']),
    );

    const func = run('func', ['start'], {
      PATH: [join(ROOT, 'test', 'testing', 'fixtures', 'core-tools-host'), process.env['PATH'] ?? ''].join(
        delimiter,
      ),
      FUNC_HOST: join(ROOT, 'build', 'local'),
      FUNC_DATA: join(folder, 'func'),
    });
    const ready = /\{"ready":.*\}/;
    await eventually(() => Promise.resolve(ready.test(func.printed())), 'func start is up');
    const { baseUrl } = (JSON.parse(ready.exec(func.printed())?.[0] ?? '') as { ready: { baseUrl: string } })
      .ready;

    const ingest = (record: object): Promise<Response> =>
      fetch(`${baseUrl}/api/ingest/iot/telemetry`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(record),
      });
    expect((await ingest(telemetry('r-1'))).status).toBe(202);
    await answer<object>(`${baseUrl}/api/ready`, () => true);
    // Data Factory and Databricks require tokens of the identity.
    const started = await fetch(`${baseUrl}/api/refresh`, { method: 'POST' });
    const { id } = (await started.json()) as { id: string };
    const refresh = await answer<{ state: string }>(
      `${baseUrl}/api/refresh/${id}`,
      ({ state }) => state !== 'running',
    );
    expect(refresh.state).toBe('succeeded');
  },
  LONG_MILLISECONDS,
);

it('refuses --func and names the remedy when local.settings.json is of a deployment', async () => {
  writeFileSync(
    join(app, 'local.settings.json'),
    JSON.stringify({ azdEnvironment: 'dev', IsEncrypted: false, Values: {} }),
  );
  const start = join('build', 'local', 'cli', 'start.js');
  const { printed } = run(process.execPath, [start, '--func', '--data', join(folder, 'other')]);
  await eventually(
    () => Promise.resolve(/azd environment dev.*move the file away/.test(printed())),
    'the file is refused',
  );
});
