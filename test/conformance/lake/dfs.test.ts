import * as fs from 'node:fs';
import { DataLakeServiceClient, StorageSharedKeyCredential } from '@azure/storage-file-datalake';
import { DEVELOPMENT_ACCOUNT } from '../../../local/lake';
import { LakeFixture, refusal } from './lake-fixture';

describe('DFS endpoint', () => {
  const fixture = new LakeFixture();
  beforeAll(() => fixture.start());
  afterAll(() => fixture.remove());

  const write = async (path: string, text: string, options = {}) => {
    const file = fixture.paths.getFileClient(path);
    await file.upload(Buffer.from(text), options);
    return file;
  };
  const names = async (options = {}) => {
    const found: string[] = [];
    for await (const path of fixture.paths.listPaths(options)) found.push(path.name ?? '');
    return found;
  };

  // Proves path.create of lake with JavaScript.
  test('creates a file with its parent directories', async () => {
    await write('made/of/parents.txt', 'text', { metadata: { a: 'ü'.length.toString() } });
    expect(fs.readFileSync(fixture.file('made/of/parents.txt'), 'utf8')).toBe('text');
    const directory = fixture.paths.getDirectoryClient('made/of');
    const properties = await directory.getProperties();
    expect(properties).toMatchObject({ contentLength: 0, metadata: { hdi_isfolder: 'true' } });
    await write('made/of/another.txt', 'text');
    expect((await directory.getProperties()).etag).toBe(properties.etag);
    expect(await directory.exists()).toBe(true);
    await directory.setMetadata({ purpose: 'test', hdi_isfolder: 'true' });
    expect((await directory.getProperties()).metadata).toEqual({ hdi_isfolder: 'true', purpose: 'test' });
  });

  // Proves path.create of lake with JavaScript.
  test('creates a file or a directory only once with a condition', async () => {
    const file = fixture.paths.getFileClient('once/file');
    expect((await file.createIfNotExists()).succeeded).toBe(true);
    expect((await file.createIfNotExists()).succeeded).toBe(false);
    expect(await refusal(file.create({ conditions: { ifNoneMatch: '*' } }))).toBe('409 PathAlreadyExists');
    expect((await fixture.paths.getDirectoryClient('once').createIfNotExists()).succeeded).toBe(false);
    expect((await fixture.paths.getDirectoryClient('once/more').createIfNotExists()).succeeded).toBe(true);
    // Without a condition a directory keeps its children, and a file is emptied.
    await fixture.paths.getDirectoryClient('once').create();
    expect(await file.exists()).toBe(true);
    await file.upload(Buffer.from('bytes'));
    await file.create();
    expect((await file.getProperties()).contentLength).toBe(0);
  });

  test('refuses a file where a directory is, a directory where a file is, and anything below a file', async () => {
    await write('kinds/file', 'x');
    expect(await refusal(fixture.paths.getFileClient('kinds').create())).toBe('409 PathConflict');
    expect(await refusal(fixture.paths.getDirectoryClient('kinds/file').create())).toBe('409 PathConflict');
    expect(await refusal(fixture.paths.getFileClient('kinds/file/below').create())).toBe('409 PathConflict');
    const blob = fixture.blobs.getBlockBlobClient('kinds');
    expect(await refusal(blob.upload('x', 1))).toBe('409 OperationNotSupportedOnDirectory');
    expect(await refusal(fixture.blobs.getBlockBlobClient('kinds/file/x').upload('x', 1))).toBe(
      '409 ResourceTypeMismatch',
    );
  });

  // Proves path.append of lake with JavaScript.
  test('makes appended data visible at the flush, not before', async () => {
    const file = fixture.paths.getFileClient('appended');
    await file.create();
    await file.append('one,', 0, 4);
    expect((await file.getProperties()).contentLength).toBe(0);
    await file.append('two', 4, 3);
    const flushed = await file.flush(7);
    expect((await file.readToBuffer()).toString()).toBe('one,two');
    expect((await file.getProperties()).etag).toBe(flushed.etag);
    await file.append(',three', 7, 6, { flush: true });
    expect(fs.readFileSync(fixture.file('appended'), 'utf8')).toBe('one,two,three');
    expect((await file.readToBuffer(4, 3)).toString()).toBe('two');
  });

  test('refuses a flush with a gap, with another length, or of a replaced file', async () => {
    const file = fixture.paths.getFileClient('gaps');
    await file.create();
    await file.append('later', 5, 5);
    expect(await refusal(file.flush(10))).toBe('400 InvalidFlushPosition');
    await file.append('first', 0, 5);
    expect(await refusal(file.flush(5))).toBe('400 InvalidFlushPosition');
    await file.flush(10);
    expect((await file.readToBuffer()).toString()).toBe('firstlater');
    expect(await refusal(file.append('x', 3, 1))).toBe('400 InvalidQueryParameterValue');
    await file.append('!', 10, 1);
    await fixture.blobs.getBlockBlobClient('gaps').upload('0123456789', 10);
    expect(await refusal(file.flush(11))).toBe('400 InvalidFlushPosition');
    expect(await refusal(fixture.paths.getFileClient('never').append('x', 0, 1))).toBe('404 PathNotFound');
  });

  test('accepts a file in parallel chunks', async () => {
    const bytes = Buffer.alloc(3_000_000, 'lake ');
    const file = fixture.paths.getFileClient('chunks/large');
    await file.upload(bytes, {
      singleUploadThreshold: 100_000,
      chunkSize: 300_000,
      maxConcurrency: 5,
      metadata: { k: 'v' },
    });
    expect(fs.readFileSync(fixture.file('chunks/large')).equals(bytes)).toBe(true);
    expect((await file.getProperties()).metadata).toEqual({ k: 'v' });
  });

  // Proves path.rename of lake with JavaScript.
  test('renames a file with its properties, and replaces another one without a condition', async () => {
    await write('from.txt', 'moved', {
      metadata: { a: '1' },
      pathHttpHeaders: { contentType: 'text/plain' },
    });
    await write('taken.txt', 'there');
    const file = fixture.paths.getFileClient('from.txt');
    const keep = { destinationConditions: { ifNoneMatch: '*' } };
    expect(await refusal(file.move('taken.txt', keep))).toBe('409 PathAlreadyExists');
    expect(await refusal(file.move('to.txt', { conditions: { ifMatch: '"0x1"' } }))).toBe(
      '412 SourceConditionNotMet',
    );
    await file.move('taken.txt');
    expect(await file.exists()).toBe(false);
    const moved = fixture.paths.getFileClient('taken.txt');
    expect(await moved.getProperties()).toMatchObject({
      metadata: { a: '1' },
      contentType: 'text/plain',
      contentLength: 5,
    });
    expect(fs.existsSync(fixture.file('from.txt'))).toBe(false);
    expect(await refusal(file.move('any'))).toBe('404 SourcePathNotFound');
    expect(await refusal(moved.move('no/parent.txt'))).toBe('404 RenameDestinationParentPathNotFound');
  });

  // Proves path.rename of lake with JavaScript.
  test('renames a directory in one step, with properties and ETags of its children', async () => {
    const child = await write('year/month/day', 'x', { metadata: { n: '7' } });
    const before = await child.getProperties();
    await write('full/file', 'x');
    const directory = fixture.paths.getDirectoryClient('year');
    expect(await refusal(directory.move('full'))).toBe('409 DirectoryNotEmpty');
    expect(await refusal(directory.move('year/month/year'))).toBe('409 InvalidDestinationPath');
    expect(await refusal(directory.move('full/file'))).toBe('409 InvalidSourceOrDestinationResourceType');
    await directory.move('anno domini é');
    expect(await directory.exists()).toBe(false);
    const after = await fixture.paths.getFileClient('anno domini é/month/day').getProperties();
    expect(after).toMatchObject({ etag: before.etag, metadata: { n: '7' } });
    await fixture.restart();
    const reopened = await fixture.paths.getFileClient('anno domini é/month/day').getProperties();
    expect(reopened).toMatchObject({ etag: before.etag, metadata: { n: '7' } });
  });

  // Proves path.delete of lake with JavaScript.
  test('deletes a directory with its contents only if the request is recursive', async () => {
    await write('doomed/a/b', 'x');
    const directory = fixture.paths.getDirectoryClient('doomed');
    expect(await refusal(directory.delete(false))).toBe('409 DirectoryNotEmpty');
    const { etag } = await directory.getProperties();
    expect(await refusal(directory.delete(true, { conditions: { ifNoneMatch: etag ?? '' } }))).toBe(
      '412 ConditionNotMet',
    );
    await directory.delete(true);
    expect(await directory.exists()).toBe(false);
    expect(await fixture.paths.getFileClient('doomed/a/b').exists()).toBe(false);
    expect((await directory.deleteIfExists(true)).succeeded).toBe(false);
    // A new file at a child's path has no properties of the old one.
    expect((await (await write('doomed/a/b', 'y')).getProperties()).metadata).toEqual({});
  });

  // Proves path.list of lake with JavaScript.
  test('lists a directory, also recursively, page by page', async () => {
    for (const path of ['l/a/1', 'l/a/2', 'l/b', 'l/c/d/3']) await write(path, 'xyz');
    expect(await names({ path: 'l' })).toEqual(['l/a', 'l/b', 'l/c']);
    expect(await names({ path: '/l/', recursive: true })).toEqual([
      'l/a',
      'l/a/1',
      'l/a/2',
      'l/b',
      'l/c',
      'l/c/d',
      'l/c/d/3',
    ]);
    const pages: (string | undefined)[][] = [];
    for await (const page of fixture.paths
      .listPaths({ path: 'l', recursive: true })
      .byPage({ maxPageSize: 3 }))
      pages.push((page.pathItems ?? []).map((item) => item.name));
    expect(pages).toEqual([['l/a', 'l/a/1', 'l/a/2'], ['l/b', 'l/c', 'l/c/d'], ['l/c/d/3']]);
    const first = (await fixture.paths.listPaths({ path: 'l/a' }).next()).value as Record<string, unknown>;
    const properties = await fixture.paths.getFileClient('l/a/1').getProperties();
    expect(first).toMatchObject({
      isDirectory: false,
      contentLength: 3,
      lastModified: properties.lastModified,
    });
    expect(`"${String(first['etag'])}"`).toBe(properties.etag);
    expect(await refusal(names({ path: 'nowhere' }))).toBe('404 PathNotFound');
  });

  // Proves path.access of lake with JavaScript.
  test('returns owner, group and permissions', async () => {
    const file = await write('access', 'x');
    const access = await file.getAccessControl();
    expect(access).toMatchObject({ owner: '$superuser', group: '$superuser' });
    expect(access.permissions?.owner).toEqual({ read: true, write: true, execute: false });
    expect(access.acl.length).toBe(3);
  });

  // Proves auth.shared-key, filesystem, path.create, path.append, path.access of lake with HTTP.
  test('supports requests that only the DFS API has: status, properties and filesystems', async () => {
    expect(
      (
        await fixture.send('/wired?resource=filesystem', {
          method: 'PUT',
          headers: { 'x-ms-properties': 'a=MQ==' },
        })
      ).status,
    ).toBe(201);
    const twice = await fixture.send('/wired?resource=filesystem', { method: 'PUT' });
    expect([twice.status, ((await twice.json()) as { error: { code: string } }).error.code]).toEqual([
      409,
      'FilesystemAlreadyExists',
    ]);
    const described = await fixture.send('/wired?resource=filesystem', { method: 'HEAD' });
    expect([
      described.headers.get('x-ms-properties'),
      described.headers.get('x-ms-namespace-enabled'),
    ]).toEqual(['a=MQ==', 'true']);
    const listed = await fixture.send('?resource=account&prefix=wir', {});
    expect(await listed.json()).toMatchObject({ filesystems: [{ name: 'wired' }] });
    expect(
      (
        await fixture.send('/wired/f?resource=file', {
          method: 'PUT',
          headers: { 'x-ms-content-type': 'text/csv' },
        })
      ).status,
    ).toBe(201);
    const changed = await fixture.send('/wired/f?action=setProperties', {
      method: 'PATCH',
      headers: { 'x-ms-properties': 'b=Mg==' },
    });
    expect(changed.status).toBe(200);
    const status = await fixture.send('/wired/f?action=getStatus', { method: 'HEAD' });
    expect(Object.fromEntries(status.headers)).toMatchObject({
      'x-ms-resource-type': 'file',
      'x-ms-properties': 'b=Mg==',
      'content-type': 'text/csv',
      'x-ms-permissions': 'rw-r-----',
    });
    expect((await fixture.send('/wired?resource=filesystem', { method: 'DELETE' })).status).toBe(202);
    const gone = await fixture.send('/wired?resource=filesystem&recursive=true');
    expect([gone.status, gone.headers.get('x-ms-error-code')]).toEqual([404, 'FilesystemNotFound']);
  });

  test('returns a wrong key’s error as JSON', async () => {
    const credential = new StorageSharedKeyCredential(
      DEVELOPMENT_ACCOUNT,
      Buffer.from('wrong').toString('base64'),
    );
    const service = new DataLakeServiceClient(fixture.lake.baseUrl, credential, {
      retryOptions: { maxTries: 1 },
    });
    expect(await refusal(service.getFileSystemClient('bronze').getFileClient('x').create())).toBe(
      '403 AuthenticationFailed',
    );
  });
});
