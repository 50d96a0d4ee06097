import { createServer, request } from 'node:http';
import { type AddressInfo } from 'node:net';
import { readBody, type ReadBodyOptions } from '../../../../local/kit/body';

/** What the reader says of a body, and whether the client heard the answer. */
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
    ['as many bytes as are allowed', 'abcde', 'abcde'],
    ['several pieces', ['ab', 'cd', 'e'], 'abcde'],
    ['bytes, not characters', 'äé', 'äé'],
  ])('reads %s', async (_, body, expected) => {
    expect(await send(body, { maxBytes: 5 })).toEqual([expected, 200]);
  });

  test.each([
    ['a byte too many', 'abcdef'],
    ['pieces that are too long together', ['abc', 'def']],
    ['characters that are too many bytes', 'äéö'],
    ['much more than a socket holds', 'x'.repeat(5_000_000)],
  ])('reads to the end of %s, so that the client hears the answer', async (_, body) => {
    expect(await send(body, { maxBytes: 5 })).toEqual([undefined, 200]);
  });

  test('does not begin with a body whose length is too much, where it need not drain', async () => {
    expect(await send('abcdef', { maxBytes: 5, drains: false })).toEqual([undefined, 200]);
  });
});
