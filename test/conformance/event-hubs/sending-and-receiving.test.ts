import { latestEventPosition } from '@azure/event-hubs';
import { message } from 'rhea';
import { mapPartitionKeyToId } from '../../../node_modules/@azure/event-hubs/dist/commonjs/impl/partitionKeyToIdMapper.js';

import { BareClient } from './bare-client';
import { bodies, Harness, NO_RETRIES, numbered, read, until } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

describe('sending and receiving', () => {
  // Proves transport, send.partition of event-hubs with JavaScript.
  it('returns body, properties and system properties unchanged', async () => {
    const hubs = await harness.start();
    const sent = {
      body: { reading: 21.5, tags: ['a', 'b'], nested: { none: null } },
      properties: { schema: 'iot.telemetry', version: 3, valid: true, ratio: 0.25 },
      contentType: 'application/cloudevents+json',
      correlationId: 'correlation',
      messageId: 'message',
    };
    const before = Date.now();
    await harness.producer(hubs).sendBatch([sent], { partitionId: '1' });
    const [event] = await read(harness.consumer(hubs), '1', { count: 1 });
    expect(event).toMatchObject(sent);
    expect(event?.sequenceNumber).toBe(0);
    expect(event?.offset).toMatch(/^\d+$/);
    expect(event?.enqueuedTimeUtc.getTime()).toBeGreaterThanOrEqual(before);
    expect(event?.partitionKey).toBeUndefined();
  });

  it('distinguishes bytes, empty bodies, AMQP values and AMQP sequences', async () => {
    const hubs = await harness.start();
    const binary = Buffer.from([0, 255, 10, 13]);
    await harness
      .producer(hubs)
      .sendBatch(
        [
          { body: binary },
          { body: Buffer.alloc(0) },
          { body: 7, bodyType: 'value' },
          { body: [1, 'two'], bodyType: 'sequence' },
        ],
        { partitionId: '0' },
      );
    const events = await read(harness.consumer(hubs), '0', { count: 4, skipParsingBodyAsJson: true });
    expect(bodies(events)).toEqual([binary, Buffer.alloc(0), 7, [1, 'two']]);
  });
  it('keeps value and sequence bodies of other publishers unchanged', async () => {
    const hubs = await harness.start();
    const client = new BareClient(hubs);
    const bytes = Buffer.from([0, 1, 254, 255]);
    const nested = { list: ['a', 1, null], map: { deep: true } };
    const sent: readonly [string, unknown, unknown][] = [
      ['value', 'text', 'text'],
      // The client returns bytes for a value of bytes; the trigger of the Functions host reads the section
      // itself and does not.
      ['data', bytes, bytes],
      ['value', nested, nested],
      ['sequence', message.sequence_section([1, 'two', bytes]), [1, 'two', bytes]],
    ];
    // rhea encodes everything but sections as a value.
    for (const [, body] of sent) {
      const encoded = message.encode({ body, application_properties: { kind: 'x' } });
      expect(await client.send('iot/Partitions/0', encoded, 0)).toEqual({ kind: 'ok' });
    }
    const events = await read(harness.consumer(hubs), '0', { count: sent.length });
    for (const [index, [bodyType, , body]] of sent.entries()) {
      const raw = events[index]?.getRawAmqpMessage();
      expect(raw?.bodyType).toBe(bodyType);
      expect(events[index]?.body).toEqual(body);
      expect(raw?.applicationProperties).toEqual({ kind: 'x' });
    }
    await client.close();
  });

  it('keeps message annotations, header and types of an annotated message', async () => {
    const hubs = await harness.start();
    await harness.producer(hubs).sendBatch(
      [
        {
          body: 'annotated',
          bodyType: 'data',
          header: { durable: true, priority: 9 },
          messageAnnotations: { 'x-opt-offset': 'forged', 'x-opt-own': 'kept' },
          properties: { subject: 'thing', replyTo: 'me' },
        },
      ],
      { partitionId: '0' },
    );
    const [event] = await read(harness.consumer(hubs), '0', {
      count: 1,
      trackLastEnqueuedEventProperties: true,
    });
    expect(event?.getRawAmqpMessage()).toMatchObject({
      header: { durable: true, priority: 9 },
      properties: { subject: 'thing', replyTo: 'me' },
      messageAnnotations: { 'x-opt-own': 'kept' },
    });
    expect(event?.offset).not.toBe('forged');
  });

  // Proves send.hub of event-hubs with JavaScript.
  it('keeps the events of a partition key in order in the partition that Azure selects', async () => {
    const hubs = await harness.start();
    const producer = harness.producer(hubs);
    for (const key of ['device-1', 'device-2', 'gerät-3']) {
      const partition = String(mapPartitionKeyToId(key, 2));
      const { lastEnqueuedSequenceNumber } = await producer.getPartitionProperties(partition);
      await producer.sendBatch([{ body: key }, { body: `${key} again` }], { partitionKey: key });
      const events = await read(harness.consumer(hubs), partition, {
        from: { sequenceNumber: lastEnqueuedSequenceNumber },
        count: 2,
      });
      expect(bodies(events)).toEqual([key, `${key} again`]);
      expect(events.map((event) => event.partitionKey)).toEqual([key, key]);
    }
  });

  // Proves send.hub of event-hubs with JavaScript.
  it('sends events without a key to the partitions in turn', async () => {
    const hubs = await harness.start();
    const producer = harness.producer(hubs);
    for (const event of numbered(6)) await producer.sendBatch([event]);
    for (const id of ['0', '1']) {
      expect(await producer.getPartitionProperties(id)).toMatchObject({ lastEnqueuedSequenceNumber: 2 });
    }
  });

  // Proves send.batch of event-hubs with JavaScript.
  it('stores a complete batch with sequence numbers without gaps', async () => {
    const hubs = await harness.start();
    const producer = harness.producer(hubs);
    const batch = await producer.createBatch({ partitionId: '0' });
    expect(batch.maxSizeInBytes).toBe(1024 * 1024);
    const padding = 'x'.repeat(2000);
    let count = 0;
    while (batch.tryAdd({ body: { count, padding } })) count += 1;
    await producer.sendBatch(batch);
    const events = await read(harness.consumer(hubs), '0', { count, maxBatchSize: 5000 });
    expect(bodies(events)).toEqual(
      Array.from({ length: count }, (_, position) => ({ count: position, padding })),
    );
    expect(events.map((event) => event.sequenceNumber)).toEqual(events.map((_, position) => position));
    const offsets = events.map((event) => Number(event.offset));
    expect(offsets.every((offset, position) => position === 0 || offset > (offsets[position - 1] ?? 0))).toBe(
      true,
    );
  }, 20_000);

  it('refuses a message that is larger than a link allows without storing it', async () => {
    const hubs = await harness.start();
    const producer = harness.producer(hubs, NO_RETRIES);
    await expect(
      producer.sendBatch([{ body: Buffer.alloc(1024 * 1024) }], { partitionId: '0' }),
    ).rejects.toMatchObject({ code: 'MessageTooLargeError', retryable: false });
    expect(await producer.getPartitionProperties('0')).toMatchObject({ isEmpty: true });
    await producer.sendBatch([{ body: 'small' }], { partitionId: '0' });
  });

  // Proves receive.position of event-hubs with JavaScript.
  it.each([
    ['sequence number, exclusive', { sequenceNumber: 4 }, 5],
    ['sequence number, inclusive', { sequenceNumber: 4, isInclusive: true }, 4],
    ['the start', { offset: '-1' }, 0],
    ['enqueued time', { enqueuedOn: new Date('2026-01-01T00:00:03.500Z') }, 4],
    ['enqueued time of an event, exclusive', { enqueuedOn: new Date('2026-01-01T00:00:03Z') }, 4],
    ['a time before the first event', { enqueuedOn: new Date(0) }, 0],
  ])('starts at %s', async (_, from, first) => {
    let seconds = 0;
    const hubs = await harness.start({
      clock: { now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)) },
      sharedAccessKey: 'any',
    });
    const producer = harness.producer(hubs);
    for (const event of numbered(8)) {
      await producer.sendBatch([event], { partitionId: '0' });
      seconds += 1;
    }
    expect(bodies(await read(harness.consumer(hubs), '0', { from, count: 8 - first }))).toEqual(
      numbered(8 - first, first).map((event) => event.body),
    );
  });

  // Proves receive.position of event-hubs with JavaScript.
  it('starts at an offset, inclusive or exclusive', async () => {
    const hubs = await harness.start();
    const consumer = harness.consumer(hubs);
    await harness.producer(hubs).sendBatch(numbered(5), { partitionId: '0' });
    const [, , third] = await read(consumer, '0', { count: 5 });
    const offset = third?.offset ?? '';
    expect(bodies(await read(consumer, '0', { from: { offset }, count: 2 }))).toEqual([3, 4]);
    expect(bodies(await read(consumer, '0', { from: { offset, isInclusive: true }, count: 3 }))).toEqual([
      2, 3, 4,
    ]);
  });

  // Proves receive.position of event-hubs with JavaScript.
  it('starts at the end with the next event', async () => {
    const hubs = await harness.start();
    const producer = harness.producer(hubs);
    await producer.sendBatch(numbered(3), { partitionId: '0' });
    let more = 3;
    const reading = read(harness.consumer(hubs), '0', { from: latestEventPosition, count: 1 });
    let settled = false;
    void reading.then(() => (settled = true));
    // The test cannot observe when the reader attaches, so it publishes events until one arrives.
    await until(async () => {
      if (!settled) await producer.sendBatch(numbered(1, more++), { partitionId: '0' });
      return settled;
    });
    const [event] = await reading;
    expect(event?.body).toBeGreaterThanOrEqual(3);
    expect(event?.sequenceNumber).toBe(event?.body);
  });

  // Proves receive.position of event-hubs with JavaScript.
  it.each([
    ['sequence number', { sequenceNumber: 100 }],
    ['offset', { offset: '100000' }],
  ])('refuses a %s beyond the end', async (_, from) => {
    const hubs = await harness.start();
    await expect(
      read(harness.consumer(hubs, '$Default', NO_RETRIES), '0', { from, count: 1 }),
    ).rejects.toMatchObject({
      code: 'ArgumentError',
    });
  });

  // Proves receive.runtime-metrics of event-hubs with JavaScript.
  it('sends the last enqueued event to a reader that tracks it', async () => {
    const hubs = await harness.start();
    await harness.producer(hubs).sendBatch(numbered(3), { partitionId: '0' });
    const consumer = harness.consumer(hubs);
    const seen = await new Promise((resolve) => {
      const subscription = consumer.subscribe(
        '0',
        {
          processEvents: async (events, context) => {
            if (events.length === 0) return;
            resolve({ ...context.lastEnqueuedEventProperties });
            await subscription.close();
          },
          processError: () => Promise.resolve(),
        },
        { startPosition: { offset: '-1' }, trackLastEnqueuedEventProperties: true },
      );
    });
    const { lastEnqueuedOffset, lastEnqueuedOnUtc } = await consumer.getPartitionProperties('0');
    expect(seen).toMatchObject({
      sequenceNumber: 2,
      offset: lastEnqueuedOffset,
      enqueuedOn: lastEnqueuedOnUtc,
    });
  });
});
