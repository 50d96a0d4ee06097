import { createServer } from 'node:net';
import { StandInError } from '../kit';

/** A port that can be listened on now: the preferred one, or any where that is taken. */
export async function choosePort(preferred: number, host = '127.0.0.1'): Promise<number> {
  return (await tryPort(preferred, host)) ?? (await tryPort(0, host)) ?? preferred;
}

/** @throws StandInError `option_invalid` where the port that a person asked for is taken. */
export async function requirePort(port: number, option: string, host = '127.0.0.1'): Promise<number> {
  const free = await tryPort(port, host);
  if (free === undefined) {
    throw new StandInError(
      'option_invalid',
      `port ${port} is taken; choose another with ${option}, or stop what listens there`,
    );
  }
  return free;
}

function tryPort(port: number, host: string): Promise<number | undefined> {
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
