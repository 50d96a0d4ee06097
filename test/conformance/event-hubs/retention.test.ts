import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { bodies, Harness, numbered, read } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

const HOUR_MILLISECONDS = 3_600_000;

function movableClock(): { now(): Date; advance(milliseconds: number): void } {
  let now = Date.now();
  return {
    now: () => new Date(now),
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

describe('retention', () => {
  // Proves log.retention of event-hubs with JavaScript.
  it('deletes expired events and moves the beginning of the partition', async () => {
    const clock = movableClock();
    const hubs = await harness.start({
      clock,
      retentionMilliseconds: 2 * HOUR_MILLISECONDS,
      segmentBytes: 1,
    });
    const producer = harness.producer(hubs);
    for (let batch = 0; batch < 4; batch++) {
      await producer.sendBatch(numbered(10, batch * 10), { partitionId: '0' });
      clock.advance(HOUR_MILLISECONDS / 2);
    }
    await hubs.applyRetention();
    expect(await producer.getPartitionProperties('0')).toMatchObject({ beginningSequenceNumber: 0 });
    clock.advance(HOUR_MILLISECONDS);
    await hubs.applyRetention();
    expect(await producer.getPartitionProperties('0')).toMatchObject({
      beginningSequenceNumber: 20,
      lastEnqueuedSequenceNumber: 39,
    });
    const from = { sequenceNumber: 3 };
    expect(bodies(await read(harness.consumer(hubs), '0', { from, count: 1 }))).toEqual([20]);
  });

  it('keeps the last enqueued event of an empty partition, also over a restart', async () => {
    const clock = movableClock();
    const dataDirectory = await harness.directory();
    const options = { clock, dataDirectory, retentionMilliseconds: HOUR_MILLISECONDS };
    const first = await harness.start(options);
    await harness.producer(first).sendBatch(numbered(5), { partitionId: '0' });
    const before = await harness.producer(first).getPartitionProperties('0');
    clock.advance(2 * HOUR_MILLISECONDS);
    await first.applyRetention();
    const emptied = { ...before, isEmpty: true, beginningSequenceNumber: 5 };
    expect(await harness.producer(first).getPartitionProperties('0')).toEqual(emptied);
    await first.close();
    expect(await readdir(join(dataDirectory, 'hubs', 'iot', '0'))).toHaveLength(1);
    const second = await harness.start(options);
    const producer = harness.producer(second);
    expect(await producer.getPartitionProperties('0')).toEqual(emptied);
    await producer.sendBatch(numbered(1, 5), { partitionId: '0' });
    const [event] = await read(harness.consumer(second), '0', { count: 1 });
    expect(event).toMatchObject({ body: 5, sequenceNumber: 5 });
  });

  // Proves log.retention of event-hubs with JavaScript.
  it('keeps a partition within its maximum size', async () => {
    const hubs = await harness.start({ retentionBytes: 20_000, segmentBytes: 5000 });
    const producer = harness.producer(hubs);
    for (let batch = 0; batch < 40; batch++) {
      await producer.sendBatch([{ body: Buffer.alloc(1000) }], { partitionId: '0' });
    }
    await hubs.applyRetention();
    const { beginningSequenceNumber, lastEnqueuedSequenceNumber } =
      await producer.getPartitionProperties('0');
    expect(lastEnqueuedSequenceNumber).toBe(39);
    expect(beginningSequenceNumber).toBeGreaterThan(15);
    expect(beginningSequenceNumber).toBeLessThan(30);
  });

  it('does not fail a reader when it deletes the reader’s next segment', async () => {
    const clock = movableClock();
    const hubs = await harness.start({
      clock,
      retentionMilliseconds: HOUR_MILLISECONDS,
      segmentBytes: 1,
      tailCacheBytes: 0,
    });
    const producer = harness.producer(hubs);
    for (let n = 0; n < 20; n++) await producer.sendBatch(numbered(1, n), { partitionId: '0' });
    clock.advance(2 * HOUR_MILLISECONDS);
    await producer.sendBatch(numbered(1, 20), { partitionId: '0' });
    const reading = read(harness.consumer(hubs), '0', { count: 1, from: { sequenceNumber: 19 } });
    await hubs.applyRetention();
    expect(bodies(await reading)).toEqual([20]);
  });
});
