import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { type RawFiles, startRawFiles } from '../../../local/raw-files';
import { support } from '../../../local/raw-files/support';
import { programArguments } from '../../testing/program';

const DATA = resolve(__dirname, '../../../node_modules/vega-datasets/data');
const PATH = '/vega/vega-datasets/v3.2.1/data/airports.csv';

let files: RawFiles;
beforeAll(async () => {
  files = await startRawFiles();
});
afterEach(() => {
  files.faults.clear();
});
afterAll(() => files.close());

const get = (path: string, init: RequestInit = {}) => fetch(`${files.baseUrl}${path}`, init);

// Proves file of raw-files with HTTP.
test.each([PATH, PATH.replace('v3.2.1', 'main')])('serves %s byte for byte', async (path) => {
  const answer = await get(path);
  const bytes = readFileSync(join(DATA, 'airports.csv'));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-length')).toBe(String(bytes.length));
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
});

// Proves file of raw-files with HTTP.
test('responds to HEAD without a body', async () => {
  const answer = await get(PATH, { method: 'HEAD' });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
});

// Proves etag of raw-files with HTTP.
test('returns 304 to a client that has the file', async () => {
  const etag = (await get(PATH)).headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
  expect((await get(PATH, { headers: { 'if-none-match': etag } })).status).toBe(304);
  expect((await get(PATH, { headers: { 'if-none-match': `"x", W/${etag}` } })).status).toBe(304);
  expect((await get(PATH, { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
});

test.each([
  '/vega/vega-datasets/main/data/no-such.csv',
  '/vega/vega-datasets/main/data/',
  '/vega/vega-datasets/main/data',
  '/vega/vega-datasets/main/data/%2e%2e/package.json',
  '/vega/vega-datasets/main/data/..%2fpackage.json',
  '//',
  '/',
])('returns 404 for %s', async (path) => {
  expect((await get(path)).status).toBe(404);
});

const PROBES: Readonly<Record<string, () => Promise<[number, number]>>> = {
  elsewhere: async () => [(await get(PATH.replace('vega/', 'other/'))).status, 404],
  method: async () => [(await get(PATH, { method: 'POST' })).status, 405],
  range: async () => [(await get(PATH, { headers: { range: 'bytes=0-9' } })).status, 501],
};

test('every refused row has a probe, and every probe a row', () => {
  expect(Object.keys(PROBES).sort()).toEqual(support.refused.map(({ id }) => id).sort());
});

test.each(Object.entries(PROBES))('refuses %s', async (_, probe) => {
  const [status, expected] = await probe();
  expect(status).toBe(expected);
});

describe('a fault', () => {
  test('returns a status as often as configured', async () => {
    files.faults.inject({ kind: 'fail', status: 500 }, { requests: 2, path: 'airports.csv' });
    expect((await get(PATH.replace('airports', 'weather'))).status).toBe(200);
    expect((await get(PATH)).status).toBe(500);
    expect((await get(PATH)).status).toBe(500);
    expect((await get(PATH)).status).toBe(200);
  });

  test('closes the connection in the middle of the body', async () => {
    files.faults.inject({ kind: 'tear-body' });
    const answer = await get(PATH);
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });

  test('holds back the second half of the body', async () => {
    let go = (): void => undefined;
    files.faults.inject({ kind: 'slow-body', until: new Promise<void>((done) => (go = done)) });
    const { body } = await get(PATH);
    const length = readFileSync(join(DATA, 'airports.csv')).length;
    let bytes = 0;
    for await (const part of Readable.fromWeb(body ?? new ReadableStream()) as AsyncIterable<Buffer>) {
      bytes += part.length;
      // No more bytes arrive until the fault is released.
      if (bytes === Math.floor(length / 2)) go();
    }
    expect(bytes).toBe(length);
  });
});

test('refuses invalid options', async () => {
  await expect(startRawFiles({ directory: '/nowhere' })).rejects.toMatchObject({ code: 'option_invalid' });
  await expect(startRawFiles({ repository: 'vega' })).rejects.toMatchObject({ code: 'option_invalid' });
  await expect(startRawFiles({ port: files.port })).rejects.toMatchObject({ code: 'start_failed' });
});

test('prints its address, and stops when its standard input ends', async () => {
  const main = [...programArguments('local/main.ts'), 'raw-files'];
  const child = spawn(process.execPath, [...main, '--port', '0']);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { ready } = JSON.parse(line.toString()) as { ready: { baseUrl: string } };
  expect((await fetch(`${ready.baseUrl}${PATH}`)).status).toBe(200);
  const ended = once(child, 'exit');
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
});
