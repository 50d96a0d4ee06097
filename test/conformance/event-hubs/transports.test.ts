import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';

import {
  EventHubConsumerClient,
  type EventHubConsumerClientOptions,
  EventHubProducerClient,
} from '@azure/event-hubs';
import { WebSocket } from 'ws';

import { type EventHubsOptions } from '../../../local/event-hubs/options';
import { type RunningEventHubs } from '../../../local/event-hubs';
import { prepareCertificates } from '../../../local/kit';
import { bodies, Harness, NO_RETRIES, numbered, QUICK_RETRIES, read, until } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

const PATH = '/$servicebus/websocket';
const AMQP_HEADER = Buffer.from('AMQP\0\x01\0\0', 'latin1');
const SASL_HEADER = Buffer.from('AMQP\x03\x01\0\0', 'latin1');

/** A broker with TLS, and the certificate that its clients must trust. */
type Hubs = RunningEventHubs & { readonly ca: string; readonly caFile: string };

async function start(options: Partial<EventHubsOptions> = {}): Promise<Hubs> {
  const tls = await prepareCertificates(await harness.directory(), { now: new Date() });
  const hubs = await harness.start({ tls, ...options });
  return Object.assign(hubs, { ca: await readFile(tls.caFile, 'utf8'), caFile: tls.caFile });
}

/** The client asks for wss:// in every case. */
class PlainWebSocket extends WebSocket {
  constructor(url: string, protocols?: string | string[]) {
    super(url.replace('wss:', 'ws:'), protocols);
  }
}

function connectClients(
  connectionString: string,
  options: EventHubConsumerClientOptions,
): { producer: EventHubProducerClient; consumer: EventHubConsumerClient } {
  const all = { retryOptions: QUICK_RETRIES, ...options };
  const producer = new EventHubProducerClient(connectionString, 'iot', all);
  const consumer = new EventHubConsumerClient('$Default', connectionString, 'iot', all);
  harness.defer(() => producer.close());
  harness.defer(() => consumer.close());
  return { producer, consumer };
}

const WEB_SOCKETS: Readonly<Record<string, (hubs: Hubs) => EventHubConsumerClientOptions>> = {
  'WebSockets with TLS': ({ ca }) => ({
    webSocketOptions: { webSocket: WebSocket, webSocketConstructorOptions: { ca } },
  }),
  'WebSockets without TLS': () => ({ webSocketOptions: { webSocket: PlainWebSocket } }),
};

describe.each(Object.entries(WEB_SOCKETS))('AMQP over %s', (_, toOptions) => {
  // Proves transport.websocket of event-hubs with JavaScript.
  it('carries sent and received events', async () => {
    const hubs = await start();
    const { producer, consumer } = connectClients(hubs.connectionString, toOptions(hubs));
    await producer.sendBatch(numbered(100), { partitionId: '0' });
    await producer.sendBatch([{ body: '.'.repeat(900_000) }], { partitionId: '1' });
    expect(bodies(await read(consumer, '0', { count: 100 }))).toEqual(bodiesOf(100));
    const [large] = await read(consumer, '1', { count: 1 });
    expect((large?.body as string).length).toBe(900_000);
    expect((await producer.getEventHubProperties()).partitionIds).toEqual(['0', '1']);
  });

  it('goes on after a connection was dropped', async () => {
    const hubs = await start();
    const { producer } = connectClients(hubs.connectionString, {
      ...toOptions(hubs),
      // A library that has not noticed the closed socket waits for its own time-out.
      retryOptions: { ...QUICK_RETRIES, timeoutInMs: 500 },
    });
    await producer.sendBatch(numbered(1), { partitionId: '0' });
    hubs.dropConnections();
    await producer.sendBatch(numbered(1, 1), { partitionId: '0' });
    expect(bodies(await read(harness.consumer(hubs), '0', { count: 2 }))).toEqual([0, 1]);
  });

  it('ends when the broker closes', async () => {
    const hubs = await start();
    const { producer } = connectClients(hubs.connectionString, {
      ...toOptions(hubs),
      retryOptions: NO_RETRIES,
    });
    await producer.sendBatch(numbered(1));
    await hubs.close();
    await expect(producer.sendBatch(numbered(1))).rejects.toThrow();
  });
});

describe('AMQP over TLS', () => {
  // Proves transport.tls of event-hubs with JavaScript.
  it('serves a client that trusts the certificate through NODE_EXTRA_CA_CERTS', async () => {
    const hubs = await start();
    expect(await runClient(hubs, { NODE_EXTRA_CA_CERTS: hubs.caFile })).toBe('over TLS\n');
  });

  it('is refused by a client that does not trust the certificate', async () => {
    const hubs = await start();
    await expect(runClient(hubs, {})).rejects.toMatchObject({
      stderr: expect.stringMatching(
        /unable to verify the first certificate|self[- ]signed certificate/,
      ) as unknown,
    });
    await expectToServe(hubs);
  });

  it('is served on the second port, too', async () => {
    const hubs = await start({ secondPort: 0 });
    expect(hubs.secondPort).not.toBe(hubs.port);
    const socket = connectTls({ port: hubs.secondPort, host: '127.0.0.1', ca: hubs.ca });
    harness.defer(() => closed(socket));
    socket.write(AMQP_HEADER);
    expect(await firstBytes(socket, AMQP_HEADER.length)).toEqual(AMQP_HEADER);
  });

  it('does not start without a readable certificate', async () => {
    const tls = { certFile: '/nowhere/certificate.pem', keyFile: '/nowhere/key.pem' };
    await expect(harness.start({ tls })).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining('/nowhere/certificate.pem') as unknown,
    });
  });

  it('is closed without a certificate', async () => {
    const hubs = await harness.start();
    const socket = connectTls({ port: hubs.port, host: '127.0.0.1' });
    await closed(socket, 'by the broker');
    await expectToServe(hubs);
  });

  it('is closed within a connection with TLS', async () => {
    const hubs = await start();
    const socket = connectTls({ port: hubs.port, host: '127.0.0.1', ca: hubs.ca });
    socket.write(Buffer.from('16030100a5010000a1', 'hex'));
    await closed(socket, 'by the broker');
    await expectToServe(hubs);
  });
});

describe('the first bytes', () => {
  it.each([
    ['AMQP', 'plain', SASL_HEADER],
    ['AMQP', 'tls', SASL_HEADER],
    ['HTTP', 'plain', Buffer.from(`GET ${PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n`)],
    ['HTTP', 'tls', Buffer.from(`GET ${PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n`)],
  ] as const)('name %s (%s) even if they come one by one', async (protocol, layer, bytes) => {
    const hubs = await start();
    const address = { port: hubs.port, host: '127.0.0.1' };
    const socket =
      layer === 'plain' ? connectTcp({ ...address, noDelay: true }) : connectTls({ ...address, ca: hubs.ca });
    harness.defer(() => closed(socket));
    await once(socket, layer === 'plain' ? 'connect' : 'secureConnect');
    for (const byte of bytes) {
      await new Promise<void>((resolve) => socket.write(Buffer.of(byte), () => setImmediate(resolve)));
    }
    const answer = protocol === 'AMQP' ? SASL_HEADER : Buffer.from('HTTP/1.1 426 ');
    expect(await firstBytes(socket, answer.length)).toEqual(answer);
  });

  it.each([
    ['four letters', Buffer.from('AMQX')],
    ['garbage', Buffer.from('garbage that is no protocol')],
    ['zeros', Buffer.alloc(100)],
    ['a broken TLS record', Buffer.concat([Buffer.of(0x16), Buffer.alloc(100, 0xff)])],
    ['a broken request', Buffer.from('GET \0\0\0\r\n\r\n')],
    ['an AMQP frame of an impossible size', Buffer.concat([SASL_HEADER, Buffer.alloc(8, 0xff)])],
  ])('%s close the connection and no other one', async (_, bytes) => {
    const hubs = await start();
    const { producer, consumer } = connectClients(hubs.connectionString, {});
    await producer.sendBatch(numbered(1), { partitionId: '0' });
    const socket = connectTcp(hubs.port, '127.0.0.1');
    socket.write(bytes);
    await closed(socket, 'by the broker');
    await producer.sendBatch(numbered(1, 1), { partitionId: '0' });
    expect(bodies(await read(consumer, '0', { count: 2 }))).toEqual([0, 1]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a part of a name', Buffer.from('AM')],
    ['a part of a request', Buffer.from('GET / HTTP/1.1\r\nHost: local')],
    ['a part of a TLS handshake', Buffer.from('16030100a5010000a1', 'hex')],
  ])('must come in time: a client that sends %s is closed', async (_, bytes) => {
    const hubs = await start({ handshakeMilliseconds: 50 });
    const socket = connectTcp(hubs.port, '127.0.0.1');
    if (bytes.length > 0) socket.write(bytes);
    await closed(socket, 'by the broker');
    await expectToServe(hubs);
  });

  it('do not keep the broker from closing', async () => {
    const hubs = await start();
    const socket = connectTcp(hubs.port, '127.0.0.1');
    await once(socket, 'connect');
    const ended = closed(socket, 'by the broker');
    await hubs.close();
    await ended;
  });
});

describe('a client that vanishes in the middle of a frame', () => {
  it.each(['plain', 'tls', 'web socket'] as const)('(%s) disturbs no other one', async (layer) => {
    const hubs = await start();
    const { ca } = hubs;
    /** A frame of 256 bytes of which eight come. */
    const cut = Buffer.concat([AMQP_HEADER, Buffer.from('0000010002000000', 'hex')]);
    if (layer === 'web socket') {
      const webSocket = new WebSocket(`wss://localhost:${hubs.port}${PATH}`, ['AMQPWSB10'], { ca });
      await once(webSocket, 'open');
      await new Promise((resolve) => {
        webSocket.send(cut, resolve);
      });
      webSocket.terminate();
    } else {
      const address = { port: hubs.port, host: '127.0.0.1' };
      const socket = layer === 'plain' ? connectTcp(address) : connectTls({ ...address, ca });
      await once(socket, layer === 'plain' ? 'connect' : 'secureConnect');
      await new Promise((resolve) => {
        socket.write(cut, resolve);
      });
      if (layer === 'plain') socket.resetAndDestroy();
      else socket.destroy();
    }
    await expectToServe(hubs);
  });
});

describe('an upgrade', () => {
  const upgrade = (hubs: Hubs, path: string, headers: Record<string, string>): Promise<string> =>
    send(hubs, [
      `GET ${path} HTTP/1.1`,
      ...Object.entries({
        Host: `localhost:${hubs.port}`,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Protocol': 'AMQPWSB10',
        ...headers,
      }).map(([name, value]) => `${name}: ${value}`),
    ]);

  it.each([
    ['of a page of another site', PATH, { Origin: 'https://evil.example' }, 403, '--allow-host evil.example'],
    ['of a page of another port', PATH, { 'Sec-Fetch-Site': 'same-site' }, 403, 'Sec-Fetch-Site: same-site'],
    ['to another host name', PATH, { Host: 'evil.example' }, 403, '--allow-host evil.example'],
    ['at another path', '/', {}, 404, PATH],
    ['without AMQP', PATH, { 'Sec-WebSocket-Protocol': 'mqtt' }, 400, 'AMQPWSB10 or amqp'],
    ['of another version', PATH, { 'Sec-WebSocket-Version': '7' }, 400, 'Sec-WebSocket-Version'],
  ])('%s is refused', async (_, path, headers, status, remedy) => {
    const hubs = await start();
    const answer = await upgrade(hubs, path, headers);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(remedy);
    await expectToServe(hubs);
  });

  it('with a whole address in place of a path is accepted, as Java sends it', async () => {
    const hubs = await start();
    const socket = connectTcp(hubs.port, '127.0.0.1');
    harness.defer(() => closed(socket));
    const headers = [
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
    ];
    const key = ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Protocol: AMQPWSB10'];
    const lines = [`GET https://localhost${PATH} HTTP/1.1`, ...headers, ...key];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    expect((await firstBytes(socket, 13)).toString()).toBe('HTTP/1.1 101 ');
  });

  it('of a page of an allowed host is accepted', async () => {
    const hubs = await start({ allowedHosts: ['build-box'] });
    const origin = 'https://build-box:8080';
    const webSocket = new WebSocket(`ws://127.0.0.1:${hubs.port}${PATH}`, ['amqp'], { origin });
    await once(webSocket, 'open');
    expect(webSocket.protocol).toBe('amqp');
    webSocket.terminate();
  });

  it.each([
    ['GET', '/', 404, 'it has no REST API'],
    ['POST', '/iot/messages', 404, 'it has no REST API'],
    ['GET', PATH, 426, 'needs an upgrade'],
  ])('is what %s %s lacks', async (method, path, status, reason) => {
    const hubs = await start();
    const answer = await send(hubs, [`${method} ${path} HTTP/1.1`, 'Host: localhost']);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(reason);
  });
});

function bodiesOf(count: number): number[] {
  return numbered(count).map(({ body }) => body);
}

async function runClient(hubs: Hubs, trust: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [require.resolve('./client-process.cjs')], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: '', ...trust, CONNECTION_STRING: hubs.tlsConnectionString },
  });
  return stdout;
}

/** A new client works. */
async function expectToServe(hubs: RunningEventHubs): Promise<void> {
  await harness.producer(hubs).sendBatch(numbered(1));
}

async function send(hubs: Hubs, lines: readonly string[]): Promise<string> {
  const socket = connectTcp(hubs.port, '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return text(socket);
}

async function firstBytes(socket: Socket, count: number): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  socket.on('data', (more: Buffer) => {
    bytes = Buffer.concat([bytes, more]);
  });
  await until(() => bytes.length >= count);
  return bytes.subarray(0, count);
}

/** Resolves when a socket is closed. */
async function closed(socket: Socket, by: 'by the broker' | 'by this side' = 'by this side'): Promise<void> {
  socket.on('error', () => undefined);
  socket.resume();
  if (by === 'by this side') socket.destroy();
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
}
