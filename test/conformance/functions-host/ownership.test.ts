import { HostBench, type HostUnderTest, waitFor } from './host-under-test';
import { HubFixture } from './hub-fixture';

describe('checkpoints and ownership of the Event Hubs trigger', () => {
  const bench = new HostBench();
  let fixture: HubFixture;

  beforeEach(async () => {
    fixture = await HubFixture.open(bench, { partitionCount: 2 });
  });
  afterEach(() => bench.cleanup());

  const blobNames = async (): Promise<string[]> => {
    const names: string[] = [];
    for await (const { name } of fixture.container.listBlobsFlat({ prefix: '127.0.0.1/events/' })) {
      if (/\/\d+$/.test(name)) names.push(name);
    }
    return names.sort();
  };

  // Proves eventHub.checkpoint, eventHub.ownership of functions-host with JavaScript.
  test('are blobs with the extension’s names and metadata, in lower case', async () => {
    await fixture.publishTo('1', 'one', 'two');
    const settings = { ...fixture.settingsFor('batches'), HUB_NAME: 'Events' };
    await fixture.start('batches', { settings });
    await fixture.untilCheckpointed('$default', 1, '1');
    expect(await blobNames()).toEqual([
      '127.0.0.1/events/$default/checkpoint/1',
      '127.0.0.1/events/$default/ownership/0',
      '127.0.0.1/events/$default/ownership/1',
    ]);
    const owner = await fixture.metadataOf('ownership', '$default', '1');
    expect(owner).toEqual({ ownerid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    expect(await fixture.metadataOf('checkpoint', '$default', '1')).toEqual({
      offset: expect.stringMatching(/^\d+$/) as string,
      sequencenumber: '1',
      clientidentifier: owner?.['ownerid'],
    });
  });

  // Proves eventHub.ownership of functions-host with JavaScript.
  test('are released when the host stops, and taken again at the next start', async () => {
    const first = await fixture.start('batches');
    const before = await fixture.metadataOf('ownership', '$default');
    await first.host.close();
    expect(await fixture.metadataOf('ownership', '$default')).toEqual({ ownerid: '' });
    await fixture.start('batches', { app: first.app });
    const after = await fixture.metadataOf('ownership', '$default');
    expect(after?.['ownerid']).not.toBe('');
    expect(after?.['ownerid']).not.toBe(before?.['ownerid']);
  });

  // Proves eventHub.ownership of functions-host with JavaScript.
  test('are renewed every loadBalancingUpdateInterval', async () => {
    await fixture.start('batches', { eventHubs: { loadBalancingUpdateInterval: '00:00:00.05' } });
    const blob = fixture.container.getBlobClient('127.0.0.1/events/$default/ownership/0');
    const { etag } = await blob.getProperties();
    await waitFor(async () => (await blob.getProperties()).etag !== etag, 'a renewal');
  });

  // Proves app.override of functions-host with JavaScript.
  test('are renewed at the interval of a setting that overrides host.json', async () => {
    const settings = {
      ...fixture.settingsFor('batches'),
      AzureFunctionsJobHost__Extensions__EventHubs__loadBalancingUpdateInterval: '00:00:00.05',
    };
    await fixture.start('batches', { eventHubs: { loadBalancingUpdateInterval: '00:10:00' }, settings });
    const blob = fixture.container.getBlobClient('127.0.0.1/events/$default/ownership/0');
    const { etag } = await blob.getProperties();
    await waitFor(async () => (await blob.getProperties()).etag !== etag, 'a renewal');
  });

  // Proves app.disabled of functions-host with JavaScript.
  test('are not taken for a disabled function, which is listed', async () => {
    const first = await fixture.start('batches');
    await first.host.close();
    const settings = { ...fixture.settingsFor('batches'), AzureWebJobs_batches_Disabled: '1' };
    await fixture.publish('unread');
    const second = await fixture.start('batches', { app: first.app, settings });
    expect(second.host.functions).toEqual([]);
    expect(await fixture.metadataOf('ownership', '$default')).toEqual({ ownerid: '' });
    const shown = (await (await second.request('/admin/functions/batches')).json()) as object;
    expect(shown).toMatchObject({ name: 'batches', isDisabled: true });
  });

  /** Publishes three events, waits until they are read, then stops the host. */
  const readThree = async (): Promise<HostUnderTest> => {
    await fixture.publishTo('0', 'one', 'two', 'three');
    const host = await fixture.start('batches');
    await fixture.untilCheckpointed('$default', 2);
    await host.host.close();
    return host;
  };
  const setCheckpoint = (metadata: Record<string, string>): Promise<unknown> =>
    fixture.container.getBlobClient('127.0.0.1/events/$default/checkpoint/0').setMetadata(metadata);

  test('continue from an operator’s checkpoint with only a sequence number', async () => {
    const { app } = await readThree();
    await setCheckpoint({ offset: 'no offset', sequencenumber: '0' });
    const host = await fixture.start('batches', { app });
    await waitFor(() => fixture.textsOf(host, 'batches').length === 2, 'the events after the checkpoint');
    expect(fixture.textsOf(host, 'batches')).toEqual(['two', 'three']);
  });

  test('ignore a checkpoint without a position', async () => {
    const { app } = await readThree();
    await setCheckpoint({ offset: '', sequencenumber: 'x' });
    const host = await fixture.start('batches', { app });
    await waitFor(() => fixture.textsOf(host, 'batches').length === 3, 'all events');
    expect(host.records.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('$default/checkpoint/0 has no position'),
    );
  });
});
