import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  createServer,
  type RequestListener,
  type Server as PlainServer,
  type ServerOptions,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { type AddressInfo, type Server } from 'node:net';
import { type TlsFiles } from './certificates';
import { StandInError } from './stand-in-error';

export interface AddressOptions {
  /** Name of the service for the error message if the port is in use. */
  readonly name: string;
  /** 0 chooses any free port. */
  readonly port: number;
  /** Address to listen on. */
  readonly host: string;
}

export interface ListenOptions extends AddressOptions {
  /**
   * @default keep-alive of one minute, longer than the interval of polling clients: closing a connection
   *   during a request costs a retry
   */
  readonly server?: ServerOptions;
  /** Certificate and key with which the server speaks HTTPS only. @default plain HTTP */
  readonly tls?: TlsFiles | undefined;
}

/** A server that listens. */
export interface HttpServer {
  readonly port: number;
  /** `http://address:port`, or `https://address:port` with TLS */
  readonly baseUrl: string;
  /** Accepts no new connections and closes idle ones. */
  stopAccepting(): void;
  /**
   * Stops accepting, waits for running requests, then closes the remaining connections.
   *
   * @param graceMilliseconds time for running requests; Infinity waits until they end @default 0
   */
  close(graceMilliseconds?: number): Promise<void>;
}

const KEEP_ALIVE_MILLISECONDS = 60_000;

/** Makes a server listen. @throws StandInError `start_failed` if the address is not available */
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

/**
 * @throws StandInError `start_failed` if the address is not available, or if the certificate cannot be read
 */
export async function listenHttp(
  handle: RequestListener,
  { name, port, host, server: options, tls }: ListenOptions,
): Promise<HttpServer> {
  const server = create({ keepAliveTimeout: KEEP_ALIVE_MILLISECONDS, ...options }, name, tls);
  server.on('request', (request, response) => {
    // Closes connections that were busy when the server closed, which otherwise stay open for the keep-alive
    // time.
    response.once('close', () => {
      if (!server.listening)
        setImmediate(() => {
          server.closeIdleConnections();
        });
    });
    handle(request, response);
  });
  // RFC 9110, section 10.1.1: without content there is nothing to wait for. The C++ SDK of Azure, which Arrow uses,
  // reads a wrong body if `100 Continue` and an error arrive together.
  server.on('checkContinue', (request, response) => {
    if (request.headers['content-length'] !== '0') response.writeContinue();
    server.emit('request', request, response);
  });
  const address = await listen(server, { name, port, host });
  const closed = new Promise((resolve) => server.once('close', resolve));
  const stopAccepting = (): void => {
    if (server.listening) server.close();
    server.closeIdleConnections();
  };
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    port: address.port,
    baseUrl: `${tls === undefined ? 'http' : 'https'}://${shownHost}:${address.port}`,
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

function create(options: ServerOptions, name: string, tls: TlsFiles | undefined): PlainServer | TlsServer {
  if (tls === undefined) return createServer(options);
  try {
    return createTlsServer({
      ...options,
      cert: readFileSync(tls.certFile),
      key: readFileSync(tls.keyFile),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StandInError('start_failed', `${name} cannot use ${tls.certFile}: ${reason}`, error);
  }
}
