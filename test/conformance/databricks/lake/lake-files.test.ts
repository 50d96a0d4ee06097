import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { LakeFiles } from '../../../../lakehouse/engines/duckdb/lake/lake-files';
import { FILESYSTEM, LakeFixture } from '../../lake/lake-fixture';

const fixture = new LakeFixture();
let files: LakeFiles;
beforeAll(async () => {
  const { connectionString } = await fixture.start();
  files = new LakeFiles({ connectionString, directory: fixture.directory });
});
afterAll(() => fixture.remove());

const text = async (path: string): Promise<string | undefined> =>
  (await files.read(FILESYSTEM, path))?.toString('utf8');

it('creates a file once', async () => {
  expect(await files.createNew(FILESYSTEM, 'a/once', Buffer.from('first'))).toBe('created');
  expect(await files.createNew(FILESYSTEM, 'a/once', Buffer.from('second'))).toBe('exists');
  expect(await text('a/once')).toBe('first');
});

it('recognizes its own file after a lost response', async () => {
  fixture.lake.faults.inject({ kind: 'lose-reply' });
  expect(await files.createNew(FILESYSTEM, 'a/lost', Buffer.from('ours'))).toBe('exists');
  expect(await text('a/lost')).toBe('ours');
});

it('replaces, reads and deletes a file', async () => {
  await files.put(FILESYSTEM, 'b/file', Buffer.from('old'));
  await files.put(FILESYSTEM, 'b/file', Buffer.from(''));
  expect(await text('b/file')).toBe('');
  expect(await files.exists(FILESYSTEM, 'b/file')).toBe(true);
  await files.delete(FILESYSTEM, 'b/file');
  await files.delete(FILESYSTEM, 'b/file');
  expect(await files.exists(FILESYSTEM, 'b/file')).toBe(false);
  expect(await files.read(FILESYSTEM, 'b/file')).toBeUndefined();
});

it('lists the files below a prefix without directories', async () => {
  const names = ['c/1 %41.txt', 'c/d/z', 'c/d/ä=ö.txt'];
  for (const name of names) await files.put(FILESYSTEM, name, Buffer.from(name));
  const listed = [];
  for await (const { path, size } of files.list(FILESYSTEM, 'c/')) listed.push([path, size]);
  expect(listed).toEqual(names.map((name) => [name, Buffer.byteLength(name)]));
  for (const name of names) expect(fs.readFileSync(files.localPath(FILESYSTEM, name), 'utf8')).toBe(name);
});

it('streams a file that is larger than one request', async () => {
  const source = join(fixture.directory, '.large');
  const digest = createHash('sha256');
  for (let megabyte = 0; megabyte < 41; megabyte += 1) {
    const bytes = randomBytes(1024 * 1024);
    digest.update(bytes);
    fs.appendFileSync(source, bytes);
  }
  await files.putFile(FILESYSTEM, 'large', source);
  const stored = fs.readFileSync(files.localPath(FILESYSTEM, 'large'));
  expect(createHash('sha256').update(stored).digest('hex')).toBe(digest.digest('hex'));
});

it('does not access paths outside its container', () => {
  expect(() => files.localPath(FILESYSTEM, '../other/file')).toThrow(/leaves container/);
});
