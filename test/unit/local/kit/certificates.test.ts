import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  AuthorityKeyIdentifierExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate as ParsedCertificate,
} from '@peculiar/x509';
import { type Certificates, type HttpServer, listenHttp, prepareCertificates } from '../../../../local/kit';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

const NOW = new Date('2026-11-30T12:00:00Z');
const DAY = 86_400_000;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => directory.remove());

function prepare({
  names,
  now = NOW,
}: { names?: readonly string[]; now?: Date } = {}): Promise<Certificates> {
  return prepareCertificates(join(directory.path, 'certificates'), { names, now });
}

function daysLater(days: number): Date {
  return new Date(NOW.getTime() + days * DAY);
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}

test('makes an authority that may sign servers only', async () => {
  const { caFile } = await prepare();
  const authority = new X509Certificate(read(caFile));
  expect(authority.ca).toBe(true);
  expect(authority.verify(authority.publicKey)).toBe(true);
  const details = new ParsedCertificate(read(caFile)).toString('text');
  expect(details).toMatch(/Basic Constraints: critical\s+CA: true\s+Path Length: 0/);
  expect(details).toMatch(/Key Usages: critical\s+crlSign, keyCertSign\n/);
});

test('makes a server certificate for all names of this machine that strict clients accept', async () => {
  const { caFile, certFile } = await prepare({ names: ['build-box', '192.168.1.5', '[fd00::1]'] });
  const authority = new ParsedCertificate(read(caFile));
  const certificate = new X509Certificate(read(certFile));
  expect(certificate.ca).toBe(false);
  expect(certificate.verify(new X509Certificate(read(caFile)).publicKey)).toBe(true);
  expect(certificate.subjectAltName?.split(', ')).toEqual([
    'DNS:localhost',
    'IP Address:127.0.0.1',
    'IP Address:0:0:0:0:0:0:0:1',
    'DNS:build-box',
    'IP Address:192.168.1.5',
    'IP Address:FD00:0:0:0:0:0:0:1',
  ]);
  const parsed = new ParsedCertificate(read(certFile));
  const days = (parsed.notAfter.getTime() - parsed.notBefore.getTime()) / DAY;
  expect(days).toBeLessThanOrEqual(397);
  expect(parsed.notBefore.getTime()).toBeLessThan(NOW.getTime());
  expect(parsed.getExtension(AuthorityKeyIdentifierExtension)?.keyId).toBe(
    authority.getExtension(SubjectKeyIdentifierExtension)?.keyId,
  );
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
});

test('lets only the owner read the keys', async () => {
  const { keyFile } = await prepare();
  for (const file of [keyFile, join(directory.path, 'certificates/ca-key.pem')])
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
});

test('keeps the certificates at later starts', async () => {
  const { caFile, certFile } = await prepare({ names: ['build-box'] });
  const before = [read(caFile), read(certFile)];
  await prepare({ names: ['BUILD-BOX'], now: daysLater(200) });
  await prepare({ now: daysLater(300) });
  expect([read(caFile), read(certFile)]).toEqual(before);
});

test.each([
  ['ends soon', { now: daysLater(310) }],
  ['does not have a new name', { names: ['build-box'] }],
])('renews a server certificate that %s, under the same authority', async (_, options) => {
  const { caFile, certFile } = await prepare();
  const before = [read(caFile), read(certFile)];
  await prepare(options);
  expect(read(caFile)).toBe(before[0]);
  expect(read(certFile)).not.toBe(before[1]);
  expect(new X509Certificate(read(certFile)).verify(new X509Certificate(read(caFile)).publicKey)).toBe(true);
});

test.each(['server.pem', 'server-key.pem'])(
  'makes the server certificate again without its %s',
  async (name) => {
    for (const damage of [rmSync, truncateSync]) {
      const { caFile, certFile, keyFile } = await prepare();
      const before = read(caFile);
      damage(join(directory.path, 'certificates', name));
      await prepare();
      expect(read(caFile)).toBe(before);
      expect(await answerOf({ caFile, certFile, keyFile })).toBe('https GET /');
    }
  },
);

test('makes another authority when a start was killed before it wrote the first one', async () => {
  const { caFile, certFile } = await prepare();
  rmSync(caFile);
  await prepare();
  expect(new X509Certificate(read(certFile)).verify(new X509Certificate(read(caFile)).publicKey)).toBe(true);
});

test.each([
  ['a damaged certificate', 'ca.pem', 'is damaged'],
  ['a damaged key', 'ca-key.pem', 'is damaged'],
])('refuses an authority with %s and names the remedy', async (_, name, reason) => {
  await prepare();
  writeFileSync(join(directory.path, 'certificates', name), '-----BEGIN');
  await expect(prepare()).rejects.toMatchObject({
    code: 'corrupt',
    message: expect.stringMatching(new RegExp(`${reason}.*Delete the folder .*certificates;`)) as unknown,
  });
});

test('refuses an authority that ends before a new server certificate', async () => {
  await prepare();
  await expect(prepare({ now: daysLater(3400) })).rejects.toMatchObject({ code: 'corrupt' });
});

test('refuses a name with a port', async () => {
  await expect(prepare({ names: ['build-box:80'] })).rejects.toMatchObject({ code: 'option_invalid' });
});

test('refuses to listen without a readable certificate', async () => {
  const tls = { certFile: join(directory.path, 'none.pem'), keyFile: join(directory.path, 'none-key.pem') };
  await expect(listen(tls)).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringContaining('none.pem') as unknown,
  });
});

function listen(tls: { readonly certFile: string; readonly keyFile: string }): Promise<HttpServer> {
  return listenHttp(
    ({ method = '', url = '' }, response) => {
      response.end(`https ${method} ${url}`);
    },
    { name: 'the service', port: 0, host: '127.0.0.1', tls },
  );
}

/** Asks a server that speaks TLS with these files, as a client that trusts the authority only. */
async function answerOf({ caFile, certFile, keyFile }: Certificates): Promise<string> {
  const server = await listen({ certFile, keyFile });
  try {
    expect(server.baseUrl).toBe(`https://127.0.0.1:${server.port}`);
    return await new Promise((resolve, reject) => {
      request(`https://localhost:${server.port}/`, { ca: read(caFile), family: 4 }, (response) => {
        text(response).then(resolve, reject);
      })
        .on('error', reject)
        .end();
    });
  } finally {
    await server.close();
  }
}
