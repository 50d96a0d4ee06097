import {
  bodies,
  configurationOf,
  Harness,
  NO_RETRIES,
  numbered,
  QUICK_RETRIES,
  read,
  until,
} from './harness';

const harness = new Harness();
afterEach(() => harness.close());

// The library does not cancel the timer of a detached link's token renewal, 45 minutes ahead. It must not
// keep the test process alive.
beforeAll(() => {
  const start = globalThis.setTimeout;
  const startWithoutHold = (handler: () => void, milliseconds?: number): NodeJS.Timeout => {
    const timer = start(handler, milliseconds);
    return (milliseconds ?? 0) > 60_000 ? timer.unref() : timer;
  };
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(startWithoutHold);
});
afterAll(() => {
  jest.restoreAllMocks();
});

describe('faults', () => {
  it('refuses a publication without storing it, and the library sends it again', async () => {
    const hubs = await harness.start();
    hubs.faults.refuseSends = 1;
    const patient = harness.producer(hubs);
    await patient.sendBatch(numbered(1), { partitionId: '0' });
    expect(await patient.getPartitionProperties('0')).toMatchObject({ lastEnqueuedSequenceNumber: 0 });
    hubs.faults.refuseSends = 1;
    await expect(
      harness.producer(hubs, NO_RETRIES).sendBatch(numbered(1), { partitionId: '0' }),
    ).rejects.toMatchObject({
      code: 'ServerBusyError',
      retryable: true,
    });
    expect(hubs.faults.refuseSends).toBe(0);
  });

  it('stores events twice when the library sends again after a lost reply', async () => {
    const hubs = await harness.start({ faults: { loseSendReplies: 1 } });
    const producer = harness.producer(hubs, { maxRetries: 3, retryDelayInMs: 20, timeoutInMs: 500 });
    await producer.sendBatch(numbered(2), { partitionId: '0' });
    expect(bodies(await read(harness.consumer(hubs), '0', { count: 4 }))).toEqual([0, 1, 0, 1]);
  });

  it('delivers events before a reader’s position with the redelivery fault', async () => {
    const hubs = await harness.start();
    await harness.producer(hubs).sendBatch(numbered(10), { partitionId: '0' });
    hubs.faults.redeliverEvents = 3;
    const consumer = harness.consumer(hubs);
    expect(bodies(await read(consumer, '0', { from: { sequenceNumber: 5 }, count: 4 }))).toEqual([
      3, 4, 5, 6,
    ]);
    expect(bodies(await read(consumer, '0', { from: { sequenceNumber: 9 }, count: 3 }))).toEqual([7, 8, 9]);
    expect(bodies(await read(consumer, '0', { from: { sequenceNumber: 0 }, count: 2 }))).toEqual([0, 1]);
  });

  it.each(['detachLinks', 'dropConnections'] as const)(
    'lets readers and publishers recover from %s',
    async (fault) => {
      const hubs = await harness.start({ configuration: configurationOf(1) });
      // A library that has not noticed the closed socket waits for its own time-out, for a response or for
      // events.
      const producer = harness.producer(hubs, { ...QUICK_RETRIES, timeoutInMs: 500 });
      const received: unknown[] = [];
      const subscription = harness.consumer(hubs).subscribe(
        '0',
        {
          processEvents: async (events) => {
            received.push(...events.map((event): unknown => event.body));
            await Promise.resolve();
          },
          processError: () => Promise.resolve(),
        },
        { startPosition: { offset: '-1' }, maxBatchSize: 10, maxWaitTimeInSeconds: 1 },
      );
      harness.defer(() => subscription.close());
      await producer.sendBatch(numbered(3));
      await until(() => received.length === 3);
      hubs[fault]();
      await producer.sendBatch(numbered(3, 3));
      await until(() => received.length >= 6);
      expect(received).toEqual([0, 1, 2, 3, 4, 5]);
    },
  );

  it('lets clients recover from a restart of the broker', async () => {
    const dataDirectory = await harness.directory();
    const first = await harness.start({ dataDirectory });
    const producer = harness.producer(first);
    await producer.sendBatch(numbered(2), { partitionId: '0' });
    await first.close();
    await harness.start({ dataDirectory, port: first.port });
    await producer.sendBatch(numbered(2, 2), { partitionId: '0' });
    expect(bodies(await read(harness.consumer(first), '0', { count: 4 }))).toEqual([0, 1, 2, 3]);
  });
});
