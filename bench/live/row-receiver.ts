import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

/** Takes the place of Power BI, and records the arrival of a carrier's windows. */
export interface RowReceiver {
  readonly endpoint: string;
  /** Milliseconds since the epoch of a carrier's first window. */
  readonly arrivals: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

interface Rows {
  readonly rows?: readonly { readonly carrier_code?: unknown }[];
}

/** Accepts rows as `POST …/tables/{table}/rows` of the Power BI REST API does, and stores none of them. */
export async function startRowReceiver(): Promise<RowReceiver> {
  const arrivals = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const at = performance.timeOrigin + performance.now();
      const { rows = [] } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Rows;
      for (const { carrier_code: carrier } of rows) {
        if (typeof carrier === 'string' && !arrivals.has(carrier)) arrivals.set(carrier, at);
      }
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
