import { blobClient, dataLakeClient, LakeFixture, refusal } from './lake-fixture';

describe('Conditions', () => {
  const fixture = new LakeFixture();
  beforeAll(() => fixture.start({ fsync: true }));
  afterAll(() => fixture.remove());

  const WRITERS = 50;
  const ALL = Array.from({ length: WRITERS }, (_, writer) => writer);

  // Proves conditions, blob.put of lake with JavaScript.
  test('accepts exactly one of many creates of one blob, with its bytes and metadata', async () => {
    for (const round of [1, 2, 3]) {
      const clients = ALL.map(() =>
        blobClient(fixture.lake.connectionString)
          .getContainerClient('bronze')
          .getBlockBlobClient(`race/${round}`),
      );
      const seen = await Promise.all(
        clients.map((client, writer) => {
          const bytes = Buffer.alloc(10_000, `${writer},`);
          return refusal(
            client.upload(bytes, bytes.length, {
              conditions: { ifNoneMatch: '*' },
              metadata: { writer: String(writer) },
            }),
          );
        }),
      );
      const winner = seen.indexOf('accepted');
      expect(seen.filter((answer) => answer === '409 BlobAlreadyExists')).toHaveLength(WRITERS - 1);
      const client = fixture.blobs.getBlobClient(`race/${round}`);
      expect((await client.getProperties()).metadata).toEqual({ writer: String(winner) });
      expect((await client.downloadToBuffer()).equals(Buffer.alloc(10_000, `${winner},`))).toBe(true);
    }
  });

  test('accepts exactly one of many creates of one path', async () => {
    const seen = await Promise.all(
      ALL.map(() =>
        refusal(
          dataLakeClient(fixture.lake.connectionString)
            .getFileSystemClient('bronze')
            .getFileClient('race/path')
            .create({ conditions: { ifNoneMatch: '*' } }),
        ),
      ),
    );
    expect(seen.filter((answer) => answer === 'accepted')).toHaveLength(1);
    expect(seen.filter((answer) => answer === '409 PathAlreadyExists')).toHaveLength(WRITERS - 1);
  });

  test('accepts exactly one of many changes of one version, by any operation', async () => {
    const { etag = '' } = await fixture.blobs.getBlockBlobClient('race/change').upload('x', 1);
    const conditions = { ifMatch: etag };
    const seen = await Promise.all(
      ALL.map((writer) => {
        const client = fixture.blobs.getBlockBlobClient('race/change');
        if (writer % 3 === 0) return refusal(client.setMetadata({ writer: String(writer) }, { conditions }));
        if (writer % 3 === 1) return refusal(client.upload('y', 1, { conditions }));
        return refusal(fixture.paths.getFileClient('race/change').flush(1, { conditions }));
      }),
    );
    expect(seen.filter((answer) => answer === 'accepted')).toHaveLength(1);
  });

  test('creates a file of each of many writers below one new directory', async () => {
    await Promise.all(
      ALL.map((writer) => fixture.blobs.getBlockBlobClient(`new/a/b/${writer}`).upload('x', 1)),
    );
    const found: (string | undefined)[] = [];
    for await (const path of fixture.paths.listPaths({ path: 'new', recursive: true })) found.push(path.name);
    expect(found).toHaveLength(2 + WRITERS);
  });

  test('keeps files complete while their directory is renamed back and forth during writes', async () => {
    await fixture.paths.getDirectoryClient('moving/a').create();
    const writes = ALL.map((writer) =>
      refusal(
        fixture.blobs
          .getBlockBlobClient(`moving/a/${writer}`)
          .upload('x', 1, { metadata: { writer: String(writer) } }),
      ),
    );
    const moves = [refusal(fixture.paths.getDirectoryClient('moving/a').move('moving/b'))];
    await Promise.all([...writes, ...moves]);
    for (const writer of ALL) {
      const places = await Promise.all(
        ['moving/a', 'moving/b'].map(async (directory) => {
          const client = fixture.blobs.getBlobClient(`${directory}/${writer}`);
          return (await client.exists()) ? (await client.getProperties()).metadata?.['writer'] : undefined;
        }),
      );
      expect(places.filter((place) => place !== undefined)).toEqual([String(writer)]);
    }
  });

  test('refuses a large body before reading it, and keeps the connection usable', async () => {
    const client = fixture.blobs.getBlockBlobClient('large');
    await client.upload('x', 1);
    const body = Buffer.alloc(8_000_000);
    for (let round = 0; round < 3; round++) {
      const create = client.upload(body, body.length, { conditions: { ifNoneMatch: '*' } });
      expect(await refusal(create)).toBe('409 BlobAlreadyExists');
    }
    expect((await client.getProperties()).contentLength).toBe(1);
  });

  // Proves conditions, blob.read of lake with JavaScript.
  test('checks all four conditions for reads and writes', async () => {
    const client = fixture.blobs.getBlockBlobClient('judged');
    const first = await client.upload('x', 1);
    const { etag = '', lastModified = new Date() } = await client.upload('y', 1, {
      conditions: { ifMatch: first.etag ?? '' },
    });
    const before = new Date(lastModified.getTime() - 60_000);
    const stale = first.etag ?? '';
    const write = (conditions: object) => refusal(client.upload('z', 1, { conditions }));
    expect(await write({ ifMatch: stale })).toBe('412 ConditionNotMet');
    expect(await write({ ifNoneMatch: etag })).toBe('412 ConditionNotMet');
    expect(await write({ ifNoneMatch: '*' })).toBe('409 BlobAlreadyExists');
    expect(await write({ ifModifiedSince: lastModified })).toBe('412 ConditionNotMet');
    expect(await write({ ifUnmodifiedSince: before })).toBe('412 ConditionNotMet');
    const read = (conditions: object) => refusal(client.download(0, undefined, { conditions }));
    expect(await read({ ifMatch: stale })).toBe('412 ConditionNotMet');
    expect(await read({ ifNoneMatch: etag })).toBe('304 ConditionNotMet');
    expect(await read({ ifModifiedSince: lastModified })).toBe('304 ConditionNotMet');
    expect(await read({ ifUnmodifiedSince: before })).toBe('412 ConditionNotMet');
    expect(await refusal(client.getProperties({ conditions: { ifNoneMatch: etag } }))).toBe(
      '304 ConditionNotMet',
    );
    expect(await read({ ifMatch: etag, ifUnmodifiedSince: lastModified })).toBe('accepted');
    const missing = fixture.blobs.getBlockBlobClient('missing');
    expect(await refusal(missing.upload('x', 1, { conditions: { ifMatch: '*' } }))).toBe(
      '412 ConditionNotMet',
    );
    expect(await refusal(client.delete({ conditions: { ifMatch: stale } }))).toBe('412 ConditionNotMet');
    expect(await write({ ifMatch: '*' })).toBe('accepted');
  });

  test('keeps ETags over restarts, and creates no duplicate when the clock goes back', async () => {
    const seen = new Set<string | undefined>();
    let expected: string | undefined;
    for (let life = 0; life < 3; life++) {
      await fixture.restart({ clock: () => new Date(1_700_000_000_000 - life * 60_000) });
      const client = fixture.blobs.getBlockBlobClient('lives');
      if (life > 0) expect((await client.getProperties()).etag).toBe(expected);
      await client.upload('x', 1);
      await client.delete();
      expected = (await client.upload('x', 1)).etag;
      expect(seen.has(expected)).toBe(false);
      seen.add(expected);
    }
  });
});
