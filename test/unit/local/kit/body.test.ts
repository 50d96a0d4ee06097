import { createServer, request } from 'node:http';
import { type AddressInfo } from 'node:net';
import { readBody, type ReadBodyOptions } from '../../../../local/kit/body';

/** The reader's result for a body, and whether the client received the response. */
async function send(body: string | readonly string[], options: ReadBodyOptions): Promise<[unknown, number]> {
  let read: unknown;
  const server = createServer((incoming, outgoing) => {
    readBody(incoming, options).then(
      (bytes) => {
        read = bytes?.toString();
        outgoing.writeHead(200, options.drains === false ? { connection: 'close' } : {}).end();
      },
      (error: unknown) => {
        read = error;
        outgoing.destroy();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const status = await new Promise<number>((resolve, reject) => {
      const client = request({ host: '127.0.0.1', port, method: 'POST' }, (answer) => {
        answer.resume().once('end', () => {
          resolve(answer.statusCode ?? 0);
        });
      });
      client.once('error', reject);
      if (typeof body === 'string') client.end(body);
      else {
        for (const part of body) client.write(part);
        client.end();
      }
    });
    return [read, status];
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('the body reader', () => {
  test.each([
    ['nothing', '', ''],
    ['as many bytes as allowed', 'abcde', 'abcde'],
    ['several chunks', ['ab', 'cd', 'e'], 'abcde'],
    ['bytes, not characters', 'äé', 'äé'],
  ])('reads %s', async (_, body, expected) => {
    expect(await send(body, { maxBytes: 5 })).toEqual([expected, 200]);
  });

  test.each([
    ['one byte too many', 'abcdef'],
    ['chunks that are too long together', ['abc', 'def']],
    ['characters with too many bytes', 'äéö'],
    ['much more than a socket buffers', 'x'.repeat(5_000_000)],
  ])('reads to the end of %s, so that the client receives the response', async (_, body) => {
    expect(await send(body, { maxBytes: 5 })).toEqual([undefined, 200]);
  });

  test('does not read a body with a Content-Length over the limit when it need not drain it', async () => {
    expect(await send('abcdef', { maxBytes: 5, drains: false })).toEqual([undefined, 200]);
  });
});
