import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LakeFixture, refusal } from './lake-fixture';

describe('symbolic links in a container', () => {
  const fixture = new LakeFixture();
  const outside = fs.mkdtempSync(join(tmpdir(), 'outside-'));
  beforeAll(async () => {
    await fixture.start();
    fs.writeFileSync(join(outside, 'secret'), 'secret');
    await fixture.blobs.getBlockBlobClient('inside/file').upload('inside', 6);
    fs.symlinkSync(join(outside, 'secret'), fixture.file('file-out'));
    fs.symlinkSync(outside, fixture.file('directory-out'));
    fs.symlinkSync(fixture.directory, fixture.file('to-the-lake'));
    fs.symlinkSync(join(outside, 'nothing'), fixture.file('dangling'));
    fs.symlinkSync('loop', fixture.file('loop'));
    fs.symlinkSync(fixture.file('inside'), fixture.file('directory-in'));
  });
  afterAll(async () => {
    await fixture.remove();
    fs.rmSync(outside, { recursive: true });
  });

  const out = ['file-out', 'directory-out', 'to-the-lake', 'dangling', 'loop'];

  // Proves directory of lake with JavaScript.
  test('are followed only within the container', async () => {
    for (const name of [...out, 'directory-out/secret', 'to-the-lake/.lake/owner.json']) {
      expect(await refusal(fixture.blobs.getBlobClient(name).download())).toBe('404 BlobNotFound');
      expect(await fixture.paths.getFileClient(name).exists()).toBe(false);
    }
    expect((await fixture.blobs.getBlobClient('directory-in/file').downloadToBuffer()).toString()).toBe(
      'inside',
    );
    const names: string[] = [];
    for await (const { name } of fixture.blobs.listBlobsFlat()) names.push(name);
    expect(names).toEqual(['directory-in', 'inside', 'inside/file']);
    expect(await refusal(fixture.paths.listPaths({ path: 'directory-out' }).next())).toBe('404 PathNotFound');
  });

  test('let no write out of the container', async () => {
    for (const name of out) {
      expect(await refusal(fixture.blobs.getBlockBlobClient(name).upload('x', 1))).toBe(
        '409 ResourceTypeMismatch',
      );
      expect(await refusal(fixture.blobs.getBlockBlobClient(`${name}/new`).upload('x', 1))).toBe(
        '409 ResourceTypeMismatch',
      );
      expect(await refusal(fixture.paths.getDirectoryClient(name).create())).toBe('409 PathConflict');
      expect(await refusal(fixture.paths.getDirectoryClient(`${name}/new`).create())).toBe(
        '409 PathConflict',
      );
      expect(await refusal(fixture.paths.getFileClient('inside/file').move(name))).toBe('409 PathConflict');
      expect(await refusal(fixture.paths.getFileClient('inside/file').move(`${name}/new`))).toBe(
        '404 RenameDestinationParentPathNotFound',
      );
      expect(await refusal(fixture.paths.getDirectoryClient(name).delete(true))).toBe('404 PathNotFound');
    }
    expect(fs.readdirSync(outside)).toEqual(['secret']);
    expect(fs.readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
    // The lake goes on.
    await fixture.blobs.getBlockBlobClient('after').upload('x', 1);
  });
});
