import { Server } from 'node:net';

/**
 * While `work` runs, a server that listens without an address listens on the loopback interface.
 *
 * In HTTP streaming mode the library opens its own server with `listen()`, which listens on every interface.
 * The platform isolates it in a sandbox; here the whole network could reach it.
 */
export async function fenceListening<T>(work: () => Promise<T>): Promise<T> {
  const prototype = Server.prototype as unknown as { listen: (this: unknown, ...args: unknown[]) => unknown };
  const original = prototype.listen;
  prototype.listen = function (...args) {
    const isBare = args.length === 0 || (args.length === 1 && typeof args[0] === 'function');
    return original.apply(this, isBare ? [{ port: 0, host: '127.0.0.1' }, ...args] : args);
  };
  try {
    return await work();
  } finally {
    prototype.listen = original;
  }
}
