import { DataLakeServiceClient } from '@azure/storage-file-datalake';
import { BlobServiceClient } from '@azure/storage-blob';
import { LakeFixture, refusal } from './lake-fixture';

describe('Faults', () => {
  const fixture = new LakeFixture();
  beforeAll(() => fixture.start());
  afterEach(() => {
    fixture.lake.faults.clear();
  });
  afterAll(() => fixture.remove());

  const upload = (name: string, options = {}) =>
    refusal(fixture.blobs.getBlockBlobClient(name).upload('x', 1, options));

  test('fail only the next matching requests, without running them', async () => {
    const { faults } = fixture.lake;
    faults.inject(
      { kind: 'fail', status: 503, code: 'ServerBusy' },
      { requests: 2, matches: ({ operation, path }) => operation === 'PutBlob' && path.startsWith('busy/') },
    );
    expect(await upload('calm/1')).toBe('accepted');
    expect(await upload('busy/1')).toBe('503 ServerBusy');
    expect(await fixture.blobs.getBlobClient('busy/1').exists()).toBe(false);
    expect(faults.pending).toBe(1);
    expect(await upload('busy/1')).toBe('503 ServerBusy');
    expect(await upload('busy/1')).toBe('accepted');
    expect(faults.pending).toBe(0);
  });

  test('lose a reply after the operation, so that a retry finds its result', async () => {
    const { faults } = fixture.lake;
    faults.inject({ kind: 'lose-reply' });
    expect(await upload('lost/1', { conditions: { ifNoneMatch: '*' } })).not.toBe('accepted');
    expect(await fixture.blobs.getBlobClient('lost/1').exists()).toBe(true);
    faults.inject({ kind: 'lose-reply' }, { matches: ({ operation }) => operation === 'PutBlob' });
    const retrying = BlobServiceClient.fromConnectionString(fixture.lake.connectionString, {
      retryOptions: { retryDelayInMs: 1 },
    });
    const create = retrying
      .getContainerClient('bronze')
      .getBlockBlobClient('lost/2')
      .upload('x', 1, { conditions: { ifNoneMatch: '*' } });
    expect(await refusal(create)).toBe('409 BlobAlreadyExists');
  });

  test('delay a request until they are released', async () => {
    const { faults } = fixture.lake;
    let arrived: () => void = () => undefined;
    let goOn: () => void = () => undefined;
    const there = new Promise<void>((fulfil) => (arrived = fulfil));
    const until = new Promise<void>((fulfil) => (goOn = fulfil));
    faults.inject(
      { kind: 'delay', until },
      {
        matches: ({ path }) => {
          if (path === 'slow') arrived();
          return path === 'slow';
        },
      },
    );
    const slow = upload('slow', { conditions: { ifNoneMatch: '*' } });
    await there;
    expect(await upload('slow', { conditions: { ifNoneMatch: '*' } })).toBe('accepted');
    goOn();
    expect(await slow).toBe('409 BlobAlreadyExists');
  });

  test('apply to the Data Lake client, too', async () => {
    fixture.lake.faults.inject(
      { kind: 'fail', status: 500, code: 'InternalError' },
      { matches: ({ operation }) => operation === 'ListPaths' },
    );
    const service = DataLakeServiceClient.fromConnectionString(fixture.lake.connectionString, {
      retryOptions: { retryDelayInMs: 1 },
    });
    const paths = service.getFileSystemClient('bronze').listPaths();
    expect((await paths.next()).done).toBe(false);
    expect(fixture.lake.faults.pending).toBe(0);
  });
});
