import { once } from 'node:events';
import { connect } from 'node:net';
import { type HttpServer, listenHttp } from '../../../../local/kit/http-server';

let server: HttpServer;

beforeEach(async () => {
  server = await listenHttp(
    (request, response) => {
      request.resume().once('end', () => response.writeHead(404).end('missing'));
    },
    { name: 'the test', port: 0, host: '127.0.0.1' },
  );
});
afterEach(() => server.close());

/** Sends a request that expects `100 Continue`, and returns all bytes of the response. */
async function put(content: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(
    `PUT / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: ${content.length}\r\n\r\n${content}`,
  );
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

it('answers at once when a request without content expects 100 Continue', async () => {
  expect(await put('')).toMatch(/^HTTP\/1\.1 404 /);
});

it('sends 100 Continue before the answer when a request has content', async () => {
  expect(await put('content')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 404 /);
});
