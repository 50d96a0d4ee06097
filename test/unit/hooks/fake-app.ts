import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly path: string;
  /** The function key. */
  readonly key: string | undefined;
  readonly body: string;
}

/** An app in which each request for the status finds one more event in Bronze. */
export class FakeApp {
  readonly server: Server;
  landed = 1;
  notReady = 2;
  ingestStatus = 202;
  isStuck = false;
  refreshes: { readonly id: string; readonly startedAt: string }[] = [];
  readonly seen: Seen[] = [];

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const path = request.url ?? '';
        const key = request.headers['x-functions-key'];
        const method = request.method ?? '';
        this.seen.push({ method, path, body, key: typeof key === 'string' ? key : undefined });
        const [status, answer] = this.#answer(path, method);
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
  }

  #answer(path: string, method: string): readonly [number, unknown] {
    if (path === '/api/health') return [200, { status: 'healthy' }];
    if (path === '/api/ready') {
      this.notReady -= 1;
      return this.notReady >= 0 ? [503, { detail: 'Not reachable: lake.' }] : [200, { status: 'ready' }];
    }
    if (path === '/api/ingest/iot/telemetry') return [this.ingestStatus, { detail: 'the rule is broken' }];
    if (path.startsWith('/api/refresh')) {
      if (method === 'GET') return [200, { refreshes: this.refreshes, next: null }];
      this.refreshes = [{ id: 'r-1', startedAt: '2026-11-21T08:00:00Z' }];
      return [202, { id: 'r-1', outcome: 'started', url: '/api/refresh/r-1' }];
    }
    if (!this.isStuck) this.landed += 1;
    return [200, { sources: [{ source: 'iot', hub: { received: 4 }, bronze: { landed: this.landed } }] }];
  }

  /** Its address. */
  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
