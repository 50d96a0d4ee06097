import { BlobServiceClient } from '@azure/storage-blob';
import { support } from '../../../local/lake/support';
import { blobClient, LakeFixture, refusal } from './lake-fixture';

/** Outcome of a refused feature: `status code` of each request in turn. */
type Probe = (fixture: LakeFixture) => Promise<string | readonly string[]>;

const UNSUPPORTED_HEADER = '400 UnsupportedHeader';
const UNSUPPORTED_PARAMETER = '400 UnsupportedQueryParameter';
const NOT_IMPLEMENTED = '501 NotImplemented';

const blob = (fixture: LakeFixture) => fixture.blobs.getBlockBlobClient('there');
const service = (fixture: LakeFixture) => blobClient(fixture.lake.connectionString);

async function sent(answer: Promise<Response>): Promise<string> {
  const { status, headers } = await answer;
  return `${status} ${headers.get('x-ms-error-code') ?? ''}`;
}

const put = (fixture: LakeFixture, headers: Record<string, string>, url = '/bronze/new') =>
  sent(fixture.send(url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob', ...headers } }));

/** For every refused row: the requests, and the expected responses. */
const PROBES: Readonly<Record<string, { readonly probe: Probe; readonly sees: string | readonly string[] }>> =
  {
    'auth.sas.old': {
      probe: async (fixture) => [
        await sent(fetch(`${fixture.lake.baseUrl}/bronze/there?sv=2024-11-04&sr=bs&sig=abc`)),
        await sent(fetch(`${fixture.lake.baseUrl}/bronze/there?sv=2024-11-04&sr=bv&sig=abc`)),
        await sent(fetch(`${fixture.lake.baseUrl}/bronze/there?sv=2014-02-14&sr=b&sig=abc`)),
      ],
      sees: [NOT_IMPLEMENTED, NOT_IMPLEMENTED, NOT_IMPLEMENTED],
    },
    'auth.bearer': {
      // Sent with fetch, because the clients refuse to send a token over http.
      probe: (fixture) =>
        sent(fetch(`${fixture.lake.baseUrl}/bronze/there`, { headers: { authorization: 'Bearer token' } })),
      sees: NOT_IMPLEMENTED,
    },
    'auth.anonymous': {
      probe: (fixture) =>
        refusal(
          new BlobServiceClient(fixture.lake.baseUrl)
            .getContainerClient('bronze')
            .getBlobClient('there')
            .download(),
        ),
      sees: '401 NoAuthenticationInformation',
    },
    'blob.page': {
      probe: (fixture) => refusal(fixture.blobs.getPageBlobClient('new').create(512)),
      sees: UNSUPPORTED_HEADER,
    },
    'blob.snapshot': {
      probe: async (fixture) => [
        await refusal(blob(fixture).createSnapshot()),
        await refusal(blob(fixture).withSnapshot('2024-01-01T00:00:00.0000000Z').download()),
        await refusal(blob(fixture).delete({ deleteSnapshots: 'only' })),
      ],
      sees: [NOT_IMPLEMENTED, UNSUPPORTED_PARAMETER, UNSUPPORTED_HEADER],
    },
    'blob.version': {
      probe: (fixture) => refusal(blob(fixture).withVersion('2024-01-01T00:00:00.0000000Z').download()),
      sees: UNSUPPORTED_PARAMETER,
    },
    'blob.tags': {
      probe: async (fixture) => [
        await refusal(blob(fixture).setTags({ a: '1' })),
        await refusal(blob(fixture).getTags()),
        await refusal(blob(fixture).upload('x', 1, { tags: { a: '1' } })),
      ],
      sees: [NOT_IMPLEMENTED, NOT_IMPLEMENTED, UNSUPPORTED_HEADER],
    },
    'blob.tags.condition': {
      probe: (fixture) => refusal(blob(fixture).download(0, 1, { conditions: { tagConditions: "a = '1'" } })),
      sees: UNSUPPORTED_HEADER,
    },
    'blob.tier': {
      probe: (fixture) => refusal(blob(fixture).upload('x', 1, { tier: 'Cool' })),
      sees: UNSUPPORTED_HEADER,
    },
    'blob.tier.set': {
      probe: (fixture) => refusal(blob(fixture).setAccessTier('Hot')),
      sees: NOT_IMPLEMENTED,
    },
    'blob.encryption-key': {
      probe: async (fixture) => [
        await put(fixture, { 'x-ms-encryption-key': 'a2V5', 'x-ms-encryption-algorithm': 'AES256' }),
        await refusal(blob(fixture).upload('x', 1, { encryptionScope: 'scope' })),
      ],
      sees: [UNSUPPORTED_HEADER, UNSUPPORTED_HEADER],
    },
    'blob.immutability': {
      probe: async (fixture) => [
        await refusal(blob(fixture).setLegalHold(true)),
        await refusal(
          blob(fixture).setImmutabilityPolicy({ expiriesOn: new Date(), policyMode: 'Unlocked' }),
        ),
        await refusal(blob(fixture).upload('x', 1, { legalHold: true })),
      ],
      sees: [NOT_IMPLEMENTED, NOT_IMPLEMENTED, UNSUPPORTED_HEADER],
    },
    'blob.undelete': { probe: (fixture) => refusal(blob(fixture).undelete()), sees: NOT_IMPLEMENTED },
    'blob.copy.foreign': {
      probe: (fixture) => refusal(blob(fixture).syncCopyFromURL('http://other.example/c/b')),
      sees: UNSUPPORTED_HEADER,
    },
    'blob.copy.abort': {
      probe: (fixture) => refusal(blob(fixture).abortCopyFromURL('id')),
      sees: NOT_IMPLEMENTED,
    },
    'blob.query': {
      probe: (fixture) => refusal(blob(fixture).query('select * from BlobStorage')),
      sees: NOT_IMPLEMENTED,
    },
    'blob.batch': {
      probe: (fixture) =>
        sent(
          fixture.send('?comp=batch', {
            method: 'POST',
            headers: { 'content-type': 'multipart/mixed; boundary=b' },
            body: '--b\r\nContent-Type: application/http\r\n\r\nPUT /bronze/there?comp=tier HTTP/1.1\r\n\r\n--b--',
          }),
        ),
      sees: NOT_IMPLEMENTED,
    },
    'blob.list.include': {
      probe: (fixture) => refusal(fixture.blobs.listBlobsFlat({ includeUncommitedBlobs: true }).next()),
      sees: UNSUPPORTED_PARAMETER,
    },
    'blob.list.delimiter': {
      probe: (fixture) => refusal(fixture.blobs.listBlobsByHierarchy('-').next()),
      sees: UNSUPPORTED_PARAMETER,
    },
    'container.access': {
      probe: async (fixture) => [
        await refusal(fixture.blobs.setAccessPolicy('blob')),
        await refusal(service(fixture).createContainer('public', { access: 'container' })),
      ],
      sees: [UNSUPPORTED_HEADER, UNSUPPORTED_HEADER],
    },
    'service.properties': {
      probe: async (fixture) => [
        await refusal(service(fixture).getProperties()),
        await refusal(service(fixture).setProperties({})),
        await sent(fixture.send('?restype=service&comp=stats')),
      ],
      sees: [NOT_IMPLEMENTED, NOT_IMPLEMENTED, NOT_IMPLEMENTED],
    },
    'path.expiry': {
      probe: async (fixture) => [
        await refusal(fixture.paths.getFileClient('there').setExpiry('NeverExpire')),
        await refusal(fixture.paths.getFileClient('new').create({ expiresOn: 1000 })),
      ],
      sees: [NOT_IMPLEMENTED, UNSUPPORTED_HEADER],
    },
    'path.retain': {
      probe: (fixture) =>
        refusal(fixture.paths.getFileClient('there').flush(1, { retainUncommittedData: true })),
      sees: UNSUPPORTED_PARAMETER,
    },
    'path.mark': {
      probe: async (fixture) => [
        await refusal(blob(fixture).upload('', 0, { metadata: { hdi_isfolder: 'true' } })),
        await refusal(blob(fixture).setMetadata({ hdi_isfolder: 'true' })),
      ],
      sees: ['400 InvalidMetadata', '400 InvalidMetadata'],
    },
    'name.root': {
      probe: (fixture) => refusal(service(fixture).getContainerClient('$root').create()),
      sees: '400 InvalidResourceName',
    },
    'name.long': {
      probe: (fixture) => refusal(fixture.blobs.getBlockBlobClient('é'.repeat(128)).upload('x', 1)),
      sees: '400 InvalidResourceName',
    },
    'name.dots': {
      // The clients resolve dots themselves, so only a raw request contains them.
      probe: async (fixture) => [
        await put(fixture, {}, '/bronze/a%2F..%2F..%2Fescaped'),
        await put(fixture, {}, '/bronze/a%2F.%2Fb'),
        await put(fixture, {}, '/bronze/a//b'),
      ],
      sees: ['400 InvalidUri', '400 InvalidUri', '400 InvalidResourceName'],
    },
    unknown: {
      probe: async (fixture) => [
        await put(fixture, { 'x-ms-of-tomorrow': 'yes' }),
        await put(fixture, {}, '/bronze/new?of=tomorrow'),
        await put(fixture, {}, '/bronze/new?comp=tomorrow'),
        await sent(fixture.send('/bronze/there?action=tomorrow', { method: 'PATCH' })),
      ],
      sees: [UNSUPPORTED_HEADER, UNSUPPORTED_PARAMETER, NOT_IMPLEMENTED, NOT_IMPLEMENTED],
    },
  };

describe('features that the lake refuses', () => {
  const fixture = new LakeFixture();
  beforeAll(async () => {
    await fixture.start();
    await blob(fixture).upload('x', 1);
  });
  afterAll(() => fixture.remove());

  test('has a probe for every row and no other', () => {
    expect(Object.keys(PROBES).sort()).toEqual(support.refused.map(({ id }) => id).sort());
  });

  test.each(support.refused)('$feature', async ({ id, note }) => {
    const row = PROBES[id];
    if (row === undefined) throw new Error(`no probe for ${id}`);
    const { etag } = await blob(fixture).getProperties();
    const seen = await row.probe(fixture);
    expect(seen).toEqual(row.sees);
    for (const error of [seen].flat()) expect(note).toContain(error);
    // A refused request must not change anything.
    expect((await blob(fixture).getProperties()).etag).toBe(etag);
    expect(await fixture.blobs.getBlobClient('new').exists()).toBe(false);
  });
});
