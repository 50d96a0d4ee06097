import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { EventHubConsumerClient } from '@azure/event-hubs';
import { HostBench, type HostUnderTest, waitFor } from './host-under-test';
import { HUB, HubFixture, type HubStartOptions, type Told } from './hub-fixture';

describe('Event Hubs triggers', () => {
  const bench = new HostBench();
  let fixture: HubFixture;

  beforeEach(async () => {
    fixture = await HubFixture.open(bench);
  });
  afterEach(() => bench.cleanup());

  const start = (name: string, options?: HubStartOptions): Promise<HostUnderTest> =>
    fixture.start(name, options);
  const publish = (...texts: readonly string[]): Promise<void> => fixture.publish(...texts);
  const told = (host: HostUnderTest, name: string): Told[] => fixture.told(host, name);
  const textsOf = (host: HostUnderTest, name: string): unknown[] => fixture.textsOf(host, name);
  const marker = (name: string): string => fixture.marker(name);
  const checkpointed = (group: string): Promise<number> => fixture.checkpointed(group);
  const untilCheckpointed = (group: string, sequenceNumber: number): Promise<boolean> =>
    fixture.untilCheckpointed(group, sequenceNumber);

  // Proves eventHub.trigger, eventHub.metadata, app.shapes of functions-host with JavaScript.
  test('pass a batch as bytes, with the metadata of the Functions host', async () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    await fixture.producer.sendBatch(
      [
        {
          body: Buffer.from('{"a":1}'),
          contentType: 'application/json',
          messageId: 'm-1',
          properties: { kind: 'x', count: 2 },
        },
        { body: bytes },
      ],
      { partitionKey: 'device-1' },
    );
    await publish('no key');
    const host = await start('batches');
    await waitFor(() => textsOf(host, 'batches').length === 3, 'three events');
    const [{ texts, isBinary, metadata } = { texts: [], isBinary: false, metadata: {} }] = told(
      host,
      'batches',
    );
    expect(isBinary).toBe(true);
    expect(texts).toEqual(['{"a":1}', bytes.toString(), 'no key']);
    const context = {
      isCheckpointingAfterInvocation: true,
      fullyQualifiedNamespace: '127.0.0.1',
      eventHubName: HUB,
      consumerGroup: '$Default',
      partitionId: '0',
    };
    expect(metadata).toMatchObject({
      partitionContext: context,
      triggerPartitionContext: context,
      // Events without a key have no element, as on the platform.
      partitionKeyArray: ['device-1', 'device-1'],
      // 64-bit integers as in worker 3.16.
      sequenceNumberArray: [0, 1, 2].map((low) => ({ low, high: 0, unsigned: false })),
      propertiesArray: [{ kind: 'x', count: 2 }, {}, {}],
    });
    const { offsetArray, enqueuedTimeUtcArray, systemPropertiesArray } = metadata as Record<
      string,
      readonly unknown[]
    >;
    expect(offsetArray?.map((offset) => typeof offset)).toEqual(['number', 'number', 'number']);
    for (const time of enqueuedTimeUtcArray ?? [])
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?$/);
    expect(systemPropertiesArray?.[0]).toMatchObject({
      'content-type': 'application/json',
      'message-id': 'm-1',
      'x-opt-sequence-number': 0,
      'x-opt-offset': String(offsetArray?.[0]),
      'x-opt-partition-key': 'device-1',
      sequenceNumber: 0,
      partitionKey: 'device-1',
    });
  });

  // Proves eventHub.trigger of functions-host with JavaScript.
  test('parse JSON texts when no data type is set', async () => {
    await publish('{"a":1}', 'plain');
    const host = await start('texts');
    await waitFor(() => textsOf(host, 'texts').length === 2, 'two events');
    expect(textsOf(host, 'texts')).toEqual([{ a: 1 }, 'plain']);
  });

  // Proves eventHub.trigger, eventHub.metadata of functions-host with JavaScript.
  test('pass events one by one with cardinality one', async () => {
    await publish('{"a":1}', 'plain');
    const host = await start('single');
    await waitFor(() => host.logged('single').length === 2, 'two invocations');
    const calls = host
      .logged('single')
      .map((line) => JSON.parse(line) as { event: unknown; metadata: object });
    expect(calls.map(({ event }) => event)).toEqual([{ a: 1 }, 'plain']);
    expect(calls[1]?.metadata).toMatchObject({
      sequenceNumber: 1,
      offset: expect.any(Number) as number,
      enqueuedTimeUtc: expect.stringMatching(/^\d{4}-/) as string,
      properties: {},
      systemProperties: expect.objectContaining({ sequenceNumber: 1 }) as object,
    });
    await untilCheckpointed('single', 1);
  });

  test('hold back no events with cardinality one, for any minEventBatchSize', async () => {
    const host = await start('single', { eventHubs: { minEventBatchSize: 5, maxWaitTime: '00:10:00' } });
    await publish('"a"');
    await untilCheckpointed('single', 0);
    await publish('"b"');
    await untilCheckpointed('single', 1);
    expect(host.logged('single')).toHaveLength(2);
  });

  // Proves eventHub.checkpoint of functions-host with JavaScript.
  test('continue from the checkpoint at the next start', async () => {
    await publish('one', 'two');
    const first = await start('batches');
    await untilCheckpointed('$default', 1);
    await first.host.close();
    await publish('three');
    const second = await start('batches', { app: first.app });
    await waitFor(() => textsOf(second, 'batches').length > 0, 'the new event');
    expect(textsOf(second, 'batches')).toEqual(['three']);
  });

  test('advance the checkpoint beyond a failed batch without a retry policy', async () => {
    await publish(`fail-once:${marker('failed')}`);
    const host = await start('batches');
    await untilCheckpointed('$default', 0);
    expect(existsSync(marker('failed'))).toBe(true);
    expect(told(host, 'batches')).toHaveLength(1);
  });

  test('advance the checkpoint beyond a batch whose worker died without a retry policy', async () => {
    await publish(`die-once:${marker('died')}`, 'beside it');
    const host = await start('batches');
    await untilCheckpointed('$default', 1);
    await publish('after');
    await waitFor(() => textsOf(host, 'batches').includes('after'), 'the next event');
    expect(textsOf(host, 'batches').filter((text) => text === 'beside it')).toHaveLength(1);
  });

  // Proves retry, eventHub.checkpoint of functions-host with JavaScript.
  test('retry a failed batch, and hold the checkpoint until it succeeds', async () => {
    await publish(`fail-until:${marker('go')}`);
    const host = await start('retried');
    await waitFor(() => told(host, 'retried').length >= 3, 'two retries');
    expect(await checkpointed('retried')).toBe(-1);
    await writeFile(marker('go'), '');
    await untilCheckpointed('retried', 0);
    const retries = told(host, 'retried').map(({ retry }) => retry);
    expect(retries[0]).toEqual({ retryCount: 0, maxRetryCount: -1 });
    expect(retries[2]).toMatchObject({
      retryCount: 2,
      maxRetryCount: -1,
      exception: { message: expect.stringContaining('not yet') as string },
    });
  });

  // Proves retry of functions-host with JavaScript.
  test('retry a batch whose worker died in place, with the same boundaries and a higher retry count', async () => {
    await publish('before', `die-once:${marker('died')}`, 'beside it');
    const host = await start('retried', { eventHubs: { maxEventBatchSize: 3, prefetchCount: 3 } });
    await waitFor(() => existsSync(marker('died')), 'the death');
    // Events that arrive meanwhile do not join the batch.
    await publish('after');
    await untilCheckpointed('retried', 3);
    const calls = told(host, 'retried');
    expect(calls.map(({ texts }) => texts.length)).toEqual([3, 3, 1]);
    expect(calls[1]?.texts).toEqual(calls[0]?.texts);
    expect(calls.map(({ retry }) => retry?.retryCount)).toEqual([0, 1, 0]);
    expect(calls[1]?.retry?.exception?.message).toContain('signal SIGKILL');
  });

  test('deliver a batch again that ran longer than functionTimeout under a retry policy', async () => {
    await publish(`hang-once:${marker('hung')}`);
    const app = await bench.copyApp('hub', { functionTimeout: '00:00:01' });
    const host = await start('retried', { app });
    await untilCheckpointed('retried', 0);
    expect(told(host, 'retried')).toHaveLength(2);
  });

  test('lose nothing when the host stops between two retries', async () => {
    await publish(`fail-until:${marker('go')}`);
    const first = await start('retried');
    await waitFor(() => told(first, 'retried').length >= 2, 'a retry');
    await first.host.close();
    expect(await checkpointed('retried')).toBe(-1);
    await writeFile(marker('go'), '');
    await start('retried', { app: first.app });
    await untilCheckpointed('retried', 0);
  });

  // Proves eventHub.redelivery of functions-host with JavaScript.
  test('finish a running batch when the host stops, and deliver it again at the next start', async () => {
    await publish(`wait-for:${marker('go')}`);
    const host = await start('batches');
    await waitFor(() => told(host, 'batches').length === 1, 'the batch to run');
    const closed = host.host.close();
    await writeFile(marker('go'), '');
    await closed;
    expect(host.records.filter(({ level }) => level === 'error')).toEqual([]);
    // Since extension 6.2 no checkpoint is written while the host stops.
    expect(await checkpointed('$default')).toBe(-1);
    const next = await start('batches', { app: host.app });
    await untilCheckpointed('$default', 0);
    expect(told(next, 'batches')).toHaveLength(1);
  });

  // Proves eventHub.reconnect of functions-host with JavaScript.
  test('continue when the hub was down', async () => {
    await publish('one');
    const host = await start('batches');
    await untilCheckpointed('$default', 0);
    await fixture.restartHubs(() =>
      waitFor(() => host.records.some(({ message }) => message.includes('was lost')), 'the loss to show'),
    );
    await publish('two');
    await waitFor(() => textsOf(host, 'batches').length > 1, 'the event after the restart');
    expect(textsOf(host, 'batches')).toEqual(['one', 'two']);
  });

  // Proves eventHub.reconnect of functions-host with JavaScript.
  test('yield a partition to a reader with a higher owner level, and take it back afterwards', async () => {
    const host = await start('batches');
    await publish('one');
    await untilCheckpointed('$default', 0);
    const thief = new EventHubConsumerClient('$Default', fixture.hubs.connectionString, HUB);
    const nothing = (): Promise<void> => Promise.resolve();
    const subscription = thief.subscribe(
      '0',
      { processEvents: nothing, processError: nothing },
      { ownerLevel: 7 },
    );
    await waitFor(
      () => host.records.some(({ message }) => message.includes('amqp:link:stolen')),
      'the theft',
    );
    await subscription.close();
    await thief.close();
    await publish('two');
    await waitFor(() => textsOf(host, 'batches').length > 1, 'the event after the theft');
    expect(textsOf(host, 'batches')).toEqual(['one', 'two']);
  });

  test('continue after the hub has detached the link', async () => {
    const host = await start('batches');
    await publish('one');
    await untilCheckpointed('$default', 0);
    // A detached publisher keeps its timers; this test is about the trigger.
    await fixture.reconnectProducer(() => {
      fixture.hubs.detachLinks();
      return waitFor(
        () => host.records.some(({ message }) => message.includes('was detached')),
        'the detachment',
      );
    });
    await publish('two');
    await waitFor(() => textsOf(host, 'batches').length > 1, 'the event after it');
    expect(textsOf(host, 'batches')).toEqual(['one', 'two']);
  });

  // Proves eventHub.batching of functions-host with JavaScript.
  test('never pass a batch of more than maxEventBatchSize', async () => {
    await publish(...Array.from({ length: 25 }, (_, index) => String(index)));
    const host = await start('batches', { eventHubs: { maxEventBatchSize: 10, prefetchCount: 10 } });
    await waitFor(() => textsOf(host, 'batches').length === 25, '25 events');
    expect(textsOf(host, 'batches')).toEqual(Array.from({ length: 25 }, (_, index) => String(index)));
    expect(Math.max(...told(host, 'batches').map(({ texts }) => texts.length))).toBeLessThanOrEqual(10);
  });

  // Proves eventHub.checkpoint of functions-host with JavaScript.
  test('write a checkpoint only with every n-th batch', async () => {
    const host = await start('batches', { eventHubs: { batchCheckpointFrequency: 2 } });
    await publish('one');
    await waitFor(() => textsOf(host, 'batches').length === 1, 'the first batch');
    expect(await checkpointed('$default')).toBe(-1);
    await publish('two');
    await untilCheckpointed('$default', 1);
    const flags = told(host, 'batches').map(
      ({ metadata }) =>
        (metadata['partitionContext'] as Record<string, unknown>)['isCheckpointingAfterInvocation'],
    );
    expect(flags).toEqual([false, true]);
  });

  // Proves eventHub.batching of functions-host with JavaScript.
  test('start at the end, or after a time, without a checkpoint if host.json is configured so', async () => {
    await publish('early');
    const fromEnd = await start('batches', { eventHubs: { initialOffsetOptions: { type: 'fromEnd' } } });
    // Links are attached when the host is ready; these events arrive after their start.
    await waitFor(async () => {
      await publish('late');
      return textsOf(fromEnd, 'batches').length > 0;
    }, 'an event after the start');
    expect(textsOf(fromEnd, 'batches')).not.toContain('early');
    await fromEnd.host.close();
    // A stopping host may not have written one yet.
    await fixture.container.getBlobClient(`127.0.0.1/${HUB}/$default/checkpoint/0`).deleteIfExists();
    const initialOffsetOptions = { type: 'fromEnqueuedTime', enqueuedTimeUtc: '2001-01-01T00:00:00Z' };
    const fromTime = await start('batches', { eventHubs: { initialOffsetOptions } });
    await waitFor(() => textsOf(fromTime, 'batches').includes('early'), 'the early event');
  });
});
