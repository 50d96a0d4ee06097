import { createServer } from 'node:net';
import { support as appService } from '../app-service/support';
import { support as dataFactory } from '../data-factory/support';
import { support as databricks } from '../databricks/support';
import { support as eventHubs } from '../event-hubs/support';
import { support as functionsHost } from '../functions-host/support';
import { support as identity } from '../identity/support';
import { support as keyVault } from '../key-vault/support';
import { StandInError } from '../kit';
import { support as lake } from '../lake/support';
import { support as powerBi } from '../power-bi/support';
import { support as rawFiles } from '../raw-files/support';

/** Default port of each stand-in; a port that is in use is replaced by a free one. */
export const DEFAULT_PORTS = {
  appService: appService.defaultPort,
  dataFactory: dataFactory.defaultPort,
  databricks: databricks.defaultPort,
  eventHubs: eventHubs.defaultPort,
  functionsHost: functionsHost.defaultPort,
  identity: identity.defaultPort,
  keyVault: keyVault.defaultPort,
  lake: lake.defaultPort,
  powerBi: powerBi.defaultPort,
  rawFiles: rawFiles.defaultPort,
} as const;

/** Returns a free port: the preferred one, or any port if that one is in use. */
export async function choosePort(preferred: number, host = '127.0.0.1'): Promise<number> {
  return (await findPort(preferred, host)) ?? (await findPort(0, host)) ?? preferred;
}

/** @throws StandInError `option_invalid` if the requested port is in use */
export async function requirePort(port: number, option: string, host = '127.0.0.1'): Promise<number> {
  const free = await findPort(port, host);
  if (free === undefined) {
    throw new StandInError(
      'option_invalid',
      `port ${port} is in use: choose another with ${option}, or stop the program that uses it`,
    );
  }
  return free;
}

/** Returns the port if it is free, a free one for 0, and `undefined` if the port is in use. */
export function findPort(port: number, host = '127.0.0.1'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : undefined);
      });
    });
  });
}
