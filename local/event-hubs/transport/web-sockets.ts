import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Duplex } from 'node:stream';

import { createWebSocketStream, WebSocketServer } from 'ws';

import { type RequestGuard } from '../../kit';

/** Path of Event Hubs for AMQP over WebSockets. */
const PATH = '/$servicebus/websocket';

/** Names of AMQP in a handshake. Microsoft's clients ask for the first, the specification has the second. */
const SUBPROTOCOLS = ['AMQPWSB10', 'amqp'] as const;

interface Refused {
  readonly status: number;
  readonly reason: string;
}

/**
 * Speaks HTTP on sockets that others accepted, and turns each WebSocket for AMQP into a stream of bytes. Other
 * requests get an error in plain text.
 * https://docs.oasis-open.org/amqp-bindmap/amqp-wsb/v1.0/amqp-wsb-v1.0.html
 */
export class WebSockets {
  readonly #http = createServer();
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    handleProtocols: (offered) => SUBPROTOCOLS.find((name) => offered.has(name)) ?? false,
  });

  constructor(
    private readonly guard: RequestGuard,
    onStream: (stream: Duplex, socket: Duplex) => void,
  ) {
    this.#http.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const { status, reason } = this.#refusalOf(request) ?? {
        status: 426,
        reason: `${PATH} needs an upgrade to a WebSocket.`,
      };
      response.writeHead(status, { ...HEADERS, ...(status === 426 && { upgrade: 'websocket' }) });
      response.end(`${reason}\n`);
    });
    this.#http.on('upgrade', (request, socket, head) => {
      const refused = this.#refusalOf(request) ?? refusalOfProtocols(request);
      if (refused !== undefined) {
        refuse(socket, refused);
        return;
      }
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        onStream(createWebSocketStream(webSocket), socket);
      });
    });
  }

  /** Serves the requests of a socket, whose first bytes have not been read. */
  accept(socket: Duplex): void {
    this.#http.emit('connection', socket);
  }

  #refusalOf(request: IncomingMessage): Refused | undefined {
    const foreign = this.guard.refusalOf(request);
    if (foreign !== undefined) return { status: 403, reason: foreign };
    if (toPath(request.url ?? '') === PATH) return undefined;
    return {
      status: 404,
      reason: `The local Event Hubs speaks AMQP, over TCP, TLS and WebSockets at ${PATH}; it has no REST API.`,
    };
  }
}

const HEADERS = { 'content-type': 'text/plain; charset=utf-8', connection: 'close' } as const;

/** Java's client sends the whole address, as to a proxy (RFC 9112, section 3.2.2). */
function toPath(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '').replace(/\?.*$/s, '');
}

function refusalOfProtocols(request: IncomingMessage): Refused | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (SUBPROTOCOLS.some((name) => offered.includes(name))) return undefined;
  return { status: 400, reason: `Sec-WebSocket-Protocol must name ${SUBPROTOCOLS.join(' or ')}.` };
}

/** Answers an upgrade, for which Node makes no response object. */
function refuse(socket: Duplex, { status, reason }: Refused): void {
  const body = `${reason}\n`;
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    ...Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
