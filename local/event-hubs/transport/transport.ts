import { createServer, type Server, type Socket } from 'node:net';
import { type Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';

import { listen, type RequestGuard } from '../../kit';
import { readProtocol } from './first-bytes';
import { WebSockets } from './web-sockets';

/** Certificate and private key of a server, in PEM. */
export interface ServerCertificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface TransportOptions {
  /** Without one, the connection of a client that begins with TLS is closed without an answer. */
  readonly certificate: ServerCertificate | undefined;
  /** Checks the upgrades to WebSockets. */
  readonly guard: RequestGuard;
  /** Time from the accepted socket until AMQP begins, TLS and the upgrade to a WebSocket included. */
  readonly handshakeMilliseconds: number;
  /** Serves AMQP to one client, whichever transport brings its bytes. */
  readonly serve: (stream: Duplex) => void;
}

/** The answer to any other protocol; then the connection is ended (AMQP 1.0 part 2, section 2.2). */
const AMQP_HEADER = Buffer.from('AMQP\0\x01\0\0', 'latin1');

/** An accepted socket. TLS and WebSockets are further layers over it. */
interface Client {
  readonly socket: Socket;
  /** Destroys the socket if `serve` is not called in time. */
  readonly timer: NodeJS.Timeout;
  isServed: boolean;
}

/**
 * Accepts sockets, and recognizes the protocol of each by its first bytes. So one port serves AMQP over TCP, TLS and
 * WebSockets. Another protocol, such as Kafka, needs a name in `first-bytes.ts` and a branch in `#readFirstBytes`.
 */
export class Transport {
  readonly #servers: Server[] = [];
  readonly #clients = new Map<Socket, Client>();
  /** Clients by the stream that speaks HTTP: the client's socket, or TLS over it. */
  readonly #clientsOfHttp = new WeakMap<Duplex, Client>();
  readonly #webSockets: WebSockets;
  readonly #secureContext: SecureContext | undefined;

  constructor(private readonly options: TransportOptions) {
    this.#webSockets = new WebSockets(options.guard, (stream, layer) => {
      const client = this.#clientsOfHttp.get(layer);
      if (client !== undefined) this.#serve(client, stream);
    });
    this.#secureContext = options.certificate && createSecureContext({ ...options.certificate });
  }

  /** Resolves with the port. @throws StandInError `start_failed` */
  async listen(port: number, host: string): Promise<number> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.#accept(socket);
    });
    const address = await listen(server, { name: 'Event Hubs', port, host });
    this.#servers.push(server);
    return address.port;
  }

  /** Closes all sockets immediately. It keeps listening. */
  drop(): void {
    for (const socket of this.#clients.keys()) socket.destroy();
  }

  /**
   * Stops listening, closes clients that have not reached AMQP, and waits until the others are closed. The caller closes
   * those.
   */
  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const { socket, isServed } of this.#clients.values()) if (!isServed) socket.destroy();
    await Promise.all(closed);
  }

  #accept(socket: Socket): void {
    const timer = setTimeout(() => socket.destroy(), this.options.handshakeMilliseconds);
    const client = { socket, timer, isServed: false };
    this.#clients.set(socket, client);
    socket.on('close', () => {
      clearTimeout(timer);
      this.#clients.delete(socket);
    });
    this.#readFirstBytes(client, socket);
  }

  /** @param layer the client's socket, or TLS over it */
  #readFirstBytes(client: Client, layer: Socket): void {
    // A client that vanishes is not a failure of the broker. Node closes a layer after its error.
    layer.on('error', ignore);
    let first: Buffer = Buffer.alloc(0);
    const onData = (bytes: Buffer): void => {
      first = Buffer.concat([first, bytes]);
      const protocol = readProtocol(first);
      if (protocol === undefined) return;
      // The code of the protocol reads from the first byte.
      layer.off('data', onData);
      layer.pause();
      layer.unshift(first);
      if (protocol === 'tls' && layer === client.socket) this.#startTls(client);
      else if (protocol === 'http') this.#startHttp(client, layer);
      else if (protocol === 'amqp') this.#serve(client, layer);
      else layer.end(AMQP_HEADER);
    };
    layer.on('data', onData);
  }

  #startTls(client: Client): void {
    if (this.#secureContext === undefined) {
      client.socket.destroy();
      return;
    }
    const layer = new TLSSocket(client.socket, { isServer: true, secureContext: this.#secureContext });
    this.#readFirstBytes(client, layer);
  }

  #startHttp(client: Client, layer: Socket): void {
    this.#clientsOfHttp.set(layer, client);
    this.#webSockets.accept(layer);
    layer.resume();
  }

  #serve(client: Client, stream: Duplex): void {
    clearTimeout(client.timer);
    client.isServed = true;
    this.options.serve(stream);
    stream.resume();
  }
}

/** Without a listener for `error`, Node would end the process. */
function ignore(): void {
  // Nothing is left to do.
}
