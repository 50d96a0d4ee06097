import { Server } from 'node:net';

/**
 * While `work` runs, a server that is told to listen nowhere in particular listens on the loopback interface.
 *
 * In HTTP streaming mode the library opens a server of its own with a bare `listen()`, which is every interface.
 * On the platform a sandbox stands around it; here anyone on the network could reach it.
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
