import { rm } from 'node:fs/promises';

import { configurationOf, Harness, NO_RETRIES, numbered } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

describe('management', () => {
  // Proves management.hub, configuration of event-hubs with JavaScript.
  it('returns the properties of a hub', async () => {
    const before = Date.now();
    const hubs = await harness.start({ configuration: configurationOf(3) });
    const properties = await harness.producer(hubs).getEventHubProperties();
    expect(properties).toMatchObject({ name: 'iot', partitionIds: ['0', '1', '2'], isGeoDrEnabled: false });
    expect(properties.createdOn.getTime()).toBeGreaterThanOrEqual(before);
  });

  // Proves management.partition of event-hubs with JavaScript.
  it('returns the properties of a partition before and after its first events', async () => {
    const hubs = await harness.start();
    const producer = harness.producer(hubs);
    expect(await producer.getPartitionProperties('1')).toMatchObject({
      eventHubName: 'iot',
      partitionId: '1',
      isEmpty: true,
      beginningSequenceNumber: 0,
      lastEnqueuedSequenceNumber: -1,
      lastEnqueuedOffset: '-1',
    });
    await producer.sendBatch(numbered(4), { partitionId: '1' });
    const properties = await producer.getPartitionProperties('1');
    expect(properties).toMatchObject({
      isEmpty: false,
      beginningSequenceNumber: 0,
      lastEnqueuedSequenceNumber: 3,
    });
    expect(Number(properties.lastEnqueuedOffset)).toBeGreaterThan(0);
  });

  it('ignores the case of hubs and consumer groups', async () => {
    const hubs = await harness.start();
    expect(await harness.producer(hubs, NO_RETRIES, 'IOT').getEventHubProperties()).toMatchObject({
      name: 'iot',
    });
  });

  it('reports an unknown hub or partition', async () => {
    const hubs = await harness.start();
    const elsewhere = harness.producer(hubs, NO_RETRIES, 'elsewhere');
    const notFound = { code: 'MessagingEntityNotFoundError' };
    await expect(elsewhere.getEventHubProperties()).rejects.toMatchObject(notFound);
    await expect(elsewhere.sendBatch(numbered(1))).rejects.toMatchObject(notFound);
    const producer = harness.producer(hubs, NO_RETRIES);
    const outOfRange = { code: 'ArgumentOutOfRangeError' };
    await expect(producer.getPartitionProperties('2')).rejects.toMatchObject(outOfRange);
    await expect(producer.sendBatch(numbered(1), { partitionId: '2' })).rejects.toMatchObject(outOfRange);
  });

  it('keeps the time of creation over a restart, and has a new one with a new data directory', async () => {
    const dataDirectory = await harness.directory();
    const first = await harness.start({ dataDirectory });
    const { createdOn } = await harness.producer(first).getEventHubProperties();
    await first.close();
    const second = await harness.start({ dataDirectory });
    expect((await harness.producer(second).getEventHubProperties()).createdOn).toEqual(createdOn);
    await second.close();
    await rm(dataDirectory, { recursive: true });
    const third = await harness.start({ dataDirectory });
    const created = await harness.producer(third).getEventHubProperties();
    expect(created.createdOn.getTime()).toBeGreaterThan(createdOn.getTime());
  });
});
