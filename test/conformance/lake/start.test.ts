import { startLake } from '../../../local/lake';
import { blobClient, dataLakeClient, LakeFixture } from './lake-fixture';

describe('starting and stopping', () => {
  const fixture = new LakeFixture();
  afterAll(() => fixture.remove());

  test('creates the filesystems of its options, and keeps older ones', async () => {
    await fixture.start({ filesystems: ['one', 'two'] });
    await fixture.restart({ filesystems: ['three', 'two'] });
    const names: string[] = [];
    for await (const { name } of blobClient(fixture.lake.connectionString).listContainers()) names.push(name);
    for await (const { name } of dataLakeClient(fixture.lake.connectionString).listFileSystems())
      names.push(name);
    expect(names).toEqual(['one', 'three', 'two', 'one', 'three', 'two']);
  });

  test('has a connection string without names that the clients of Java refuse', async () => {
    await fixture.restart();
    const names = fixture.lake.connectionString.split(';').map((part) => part.split('=', 1)[0]);
    expect(names).toEqual(['DefaultEndpointsProtocol', 'AccountName', 'AccountKey', 'BlobEndpoint', '']);
  });

  test.each([
    ['filesystems', { filesystems: ['Not A Name'] }],
    ['account', { account: 'Not-An-Account' }],
    ['dataDirectory', { dataDirectory: '' }],
  ])('refuses an invalid option %s with its name', async (option, options) => {
    await expect(startLake({ dataDirectory: fixture.directory, ...options })).rejects.toMatchObject({
      code: 'option_invalid',
      message: expect.stringContaining(option) as string,
    });
  });

  test('releases the directory when the port is in use', async () => {
    const other = new LakeFixture();
    await expect(other.start({ port: fixture.lake.port })).rejects.toMatchObject({ code: 'start_failed' });
    await other.start();
    await other.remove();
  });

  test('uses its clock for times', async () => {
    await fixture.restart({ clock: () => new Date('2020-02-02T02:02:02Z') });
    const blob = blobClient(fixture.lake.connectionString)
      .getContainerClient('one')
      .getBlockBlobClient('timed');
    expect((await blob.upload('x', 1)).lastModified).toEqual(new Date('2020-02-02T02:02:02Z'));
    expect((await blob.getProperties()).createdOn).toEqual(new Date('2020-02-02T02:02:02Z'));
  });
});
