import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { ENVIRONMENT } from './environment';
import { FakeClouds, type HookResult, type Rule } from './fake-clouds';

const KEY = 'a-function-key';
const keys: Rule = { on: 'az functionapp keys list', says: KEY };

/** An app in which each further look at the status finds one event more in Bronze. */
class FakeApp {
  readonly server: Server;
  landed = 1;
  notReady = 2;
  ingestStatus = 202;
  isStuck = false;
  readonly seen: { readonly path: string; readonly key: string | undefined; readonly body: string }[] = [];

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const path = request.url ?? '';
        const key = request.headers['x-functions-key'];
        this.seen.push({ path, body, key: typeof key === 'string' ? key : undefined });
        const [status, answer] = this.#answer(path);
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
  }

  #answer(path: string): readonly [number, unknown] {
    if (path === '/api/health') return [200, { status: 'healthy' }];
    if (path === '/api/ready') {
      this.notReady -= 1;
      return this.notReady >= 0 ? [503, { detail: 'Not reachable: lake.' }] : [200, { status: 'ready' }];
    }
    if (path === '/api/ingest/iot/telemetry') return [this.ingestStatus, { detail: 'the rule is broken' }];
    if (!this.isStuck) this.landed += 1;
    return [200, { sources: [{ source: 'iot', hub: { received: 4 }, bronze: { landed: this.landed } }] }];
  }
}

let app: FakeApp;
let clouds: FakeClouds;

beforeEach(async () => {
  app = new FakeApp();
  clouds = new FakeClouds([keys]);
  await new Promise<void>((done) => app.server.listen(0, '127.0.0.1', done));
});
afterEach(async () => {
  clouds.close();
  app.server.closeAllConnections();
  await new Promise((done) => app.server.close(done));
});

const test = (within = '30'): Promise<HookResult> => {
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return clouds.run('smoke-test.mjs', ENVIRONMENT, ['--url', url, '--within-seconds', within]);
};

it('waits until the app is ready, ingests an event with a function key, and sees it land', async () => {
  const { code, output } = await test();
  expect(code).toBe(0);
  expect(output).toContain('all 4 events of the hub have landed');
  expect(output).not.toContain(KEY);
  const ingested = app.seen.find(({ path }) => path.startsWith('/api/ingest'));
  expect(ingested?.key).toBe(KEY);
  expect(JSON.parse(ingested?.body ?? '')).toMatchObject({ deviceId: 'smoke-test', status: 'ok' });
});

it('fails at once where the event is refused', async () => {
  app.ingestStatus = 422;
  const { code, output } = await test();
  expect(code).toBe(1);
  expect(output).toContain('the event is refused: 422');
});

it('fails where the event does not land in time, and says how far it is', async () => {
  app.isStuck = true;
  app.notReady = 0;
  const { code, output } = await test('0.1');
  expect(code).toBe(1);
  expect(output).toContain('all 4 events of the hub have landed: not in time; 1 have');
});
