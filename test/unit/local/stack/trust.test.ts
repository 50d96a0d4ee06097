import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder } from '../../../../local/stack/open-data-folder';
import { prepareTrust, type Trust } from '../../../../local/stack/trust';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

const PROXY = '-----BEGIN CERTIFICATE-----\nproxy\n-----END CERTIFICATE-----';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let messages: string[];
beforeEach(async () => {
  directory = await temporaryDirectory();
  messages = [];
});
afterEach(() => directory.remove());

function prepare(ownFile?: string): Promise<Trust> {
  return prepareTrust({
    dataDirectory: join(directory.path, 'data'),
    allowedHosts: [],
    ownFile,
    notify: (message) => messages.push(message),
    now: new Date(),
  });
}

function trusted({ settings }: Trust): string {
  return readFileSync(settings['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8');
}

test('lets the app trust the authority of the services', async () => {
  const trust = await prepare();
  expect(trusted(trust)).toBe(readFileSync(trust.caFile, 'utf8'));
});

test('keeps the authority of a proxy that the person trusts, once', async () => {
  const own = join(directory.path, 'proxy.pem');
  writeFileSync(own, PROXY);
  await prepare(own);
  const trust = await prepare(own);
  expect(trusted(trust)).toBe(`${readFileSync(trust.caFile, 'utf8')}${PROXY}\n`);
  expect(messages).toEqual([]);
});

test('adds nothing for a person who already trusts the authority of the services', async () => {
  const { caFile } = await prepare();
  const trust = await prepare(caFile);
  expect(trusted(trust)).toBe(readFileSync(caFile, 'utf8'));
});

test('reports a file of the person that is missing, and goes on', async () => {
  const trust = await prepare(join(directory.path, 'none.pem'));
  expect(trusted(trust)).toBe(readFileSync(trust.caFile, 'utf8'));
  expect(messages).toEqual([expect.stringMatching(/^NODE_EXTRA_CA_CERTS is ignored: .*none\.pem/)]);
});

test('keeps the certificates in a fresh data folder, and nothing else', async () => {
  const { caFile } = await prepare();
  const before = readFileSync(caFile, 'utf8');
  const data = join(directory.path, 'data');
  mkdirSync(join(data, 'lake'));
  openDataFolder(data, { fresh: true }).release();
  expect(readdirSync(data).sort()).toEqual(['certificates', 'format']);
  expect(readFileSync((await prepare()).caFile, 'utf8')).toBe(before);
});

test('releases the lock of a folder that another version wrote', () => {
  const data = join(directory.path, 'data');
  mkdirSync(join(data, 'lake'), { recursive: true });
  expect(() => openDataFolder(data, { fresh: false })).toThrow(/--fresh/);
  openDataFolder(data, { fresh: true }).release();
});
