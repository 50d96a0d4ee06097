import { once } from 'node:events';
import { createServer, type RequestListener, type ServerOptions } from 'node:http';
import { type AddressInfo, type Server } from 'node:net';
import { StandInError } from './stand-in-error';

export interface AddressOptions {
  /** What a person calls the service, for the message where the port is taken. */
  readonly name: string;
  /** 0: any free one. */
  readonly port: number;
  /** Address to listen on. */
  readonly host: string;
}

export interface ListenOptions extends AddressOptions {
  /** @default a connection stays for a minute, longer than clients poll: one that closes under a request costs a retry */
  readonly server?: ServerOptions;
}

/** A server that listens. */
export interface HttpServer {
  readonly port: number;
  /** `http://address:port` */
  readonly baseUrl: string;
  /** Takes no new connection and lets go of those without a request. */
  stopAccepting(): void;
  /**
   * Stops accepting, lets running requests end, then cuts what is left.
   *
   * @param graceMilliseconds how long requests may take; Infinity: as long as they need @default 0
   */
  close(graceMilliseconds?: number): Promise<void>;
}

const KEEP_ALIVE_MILLISECONDS = 60_000;

/** Lets a server listen. @throws StandInError `start_failed` where the address cannot be had */
export async function listen(server: Server, { name, port, host }: AddressOptions): Promise<AddressInfo> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StandInError('start_failed', `${name} cannot listen on ${host}:${port}: ${reason}`, error);
  }
  return server.address() as AddressInfo;
}

/** @throws StandInError `start_failed` where the address cannot be had */
export async function listenHttp(
  handle: RequestListener,
  { name, port, host, server: options }: ListenOptions,
): Promise<HttpServer> {
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MILLISECONDS, ...options },
    (request, response) => {
      // A connection that was busy when the server closed must not keep it open for the keep-alive time.
      response.once('close', () => {
        if (!server.listening)
          setImmediate(() => {
            server.closeIdleConnections();
          });
      });
      handle(request, response);
    },
  );
  const address = await listen(server, { name, port, host });
  const closed = new Promise((resolve) => server.once('close', resolve));
  const stopAccepting = (): void => {
    if (server.listening) server.close();
    server.closeIdleConnections();
  };
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    port: address.port,
    baseUrl: `http://${shownHost}:${address.port}`,
    stopAccepting,
    close: async (graceMilliseconds = 0) => {
      stopAccepting();
      if (graceMilliseconds === 0) server.closeAllConnections();
      const cut = Number.isFinite(graceMilliseconds)
        ? setTimeout(() => {
            server.closeAllConnections();
          }, graceMilliseconds)
        : undefined;
      await closed;
      clearTimeout(cut);
    },
  };
}
