import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const TABLE_MAIN = join(__dirname, '../../../node_modules/azurite/dist/src/table/main.js');

/** Azurite's public development account. */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface AzuriteTables {
  readonly connectionString: string;
  close(): Promise<void>;
}

/** Starts Azurite's Table service in memory, in its own process. */
export async function startAzuriteTables(): Promise<AzuriteTables> {
  // Azurite does not print the port that it gets for 0. Another process may take the free port first, so this tries three times.
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const child = spawn(
      process.execPath,
      [
        TABLE_MAIN,
        '--inMemoryPersistence',
        '--disableTelemetry',
        '--skipApiVersionCheck',
        '--tableHost',
        '127.0.0.1',
        '--tablePort',
        String(port),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(child, 'exit');
    const ready = (async () => {
      for await (const line of createInterface(child.stdout)) if (line.includes('successfully')) return true;
      return false;
    })();
    if (await ready) {
      child.stdout.resume();
      return {
        connectionString:
          `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};` +
          `TableEndpoint=http://127.0.0.1:${port}/${ACCOUNT};`,
        close: async () => {
          child.kill();
          await ended;
        },
      };
    }
    await ended;
    if (attempt === 3) throw new Error('Azurite does not start');
  }
}

/** @returns a port that no process listens on */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
