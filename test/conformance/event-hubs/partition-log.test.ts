import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { message } from 'rhea';
import { mapPartitionKeyToId } from '../../../node_modules/@azure/event-hubs/dist/commonjs/impl/partitionKeyToIdMapper.js';

import { partitionOfKey } from '../../../local/event-hubs/amqp/partition-of-key';
import { readMessage, type MessageSections } from '../../../local/event-hubs/amqp/read-message';
import { openCursor } from '../../../local/event-hubs/log/open-cursor';
import { PartitionLog, type PartitionLogOptions } from '../../../local/event-hubs/log/partition-log';
import { type StartPosition } from '../../../local/event-hubs/log/start-position';
import { runs } from '../../testing/runs';

interface Stored {
  readonly body: string;
  readonly sequenceNumber: number;
  readonly offset: number;
  readonly enqueuedTime: number;
}

interface Decoded {
  readonly body: string;
  readonly message_annotations: Readonly<Record<string, unknown>>;
}

function eventOf(body: string): MessageSections {
  const bytes = message.encode({ body, message_annotations: { own: body.length } });
  const sections = readMessage(bytes, 0, bytes.length);
  if (sections === undefined) throw new Error('rhea did not write a message');
  return sections;
}

async function readAll(log: PartitionLog, start: StartPosition): Promise<Stored[]> {
  const opened = await openCursor(log, start);
  if (opened.kind !== 'opened') throw new Error('beyond the end');
  const { cursor } = opened;
  const events: Stored[] = [];
  for (;;) {
    while (cursor.next()) {
      const decoded: unknown = message.decode(cursor.bytes.subarray(cursor.start, cursor.end));
      const { body, message_annotations: annotations } = decoded as Decoded;
      expect(annotations['x-opt-sequence-number']).toBe(cursor.sequenceNumber);
      events.push({
        body,
        sequenceNumber: cursor.sequenceNumber,
        offset: Number(annotations['x-opt-offset']),
        enqueuedTime: (annotations['x-opt-enqueued-time'] as Date).getTime(),
      });
    }
    if ((await cursor.load()) === 'end') break;
  }
  await cursor.close();
  return events;
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      sizes: fc.array(fc.nat(3000), { minLength: 1, maxLength: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('together' as const), appends: fc.integer({ min: 2, max: 5 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      milliseconds: fc.integer({ min: -5, max: 20 }),
    }),
  },
);

describe('a partition’s log', () => {
  it('returns appended events from every position, with any segments, cache and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        async (steps, segmentBytes, tailCacheBytes) => {
          const directory = await mkdtemp(join(tmpdir(), 'partition-log-'));
          let now = 1000;
          const options: PartitionLogOptions = {
            directory,
            now: () => now,
            fsync: 'never',
            segmentBytes,
            tailCacheBytes,
          };
          let log = await PartitionLog.open(options);
          const bodies: string[] = [];
          const append = (size: number): MessageSections => {
            const body = `${bodies.length}:${'x'.repeat(size)}`;
            bodies.push(body);
            return eventOf(body);
          };
          for (const each of steps) {
            if (each.kind === 'append') await log.append({ events: each.sizes.map(append) });
            else if (each.kind === 'tick') now += each.milliseconds;
            else if (each.kind === 'together') {
              await Promise.all(
                Array.from({ length: each.appends }, () => log.append({ events: [append(10)] })),
              );
            } else {
              await log.close();
              log = await PartitionLog.open(options);
            }
          }
          const all = await readAll(log, { kind: 'earliest' });
          expect(all.map((event) => event.body)).toEqual(bodies);
          expect(all.map((event) => event.sequenceNumber)).toEqual(bodies.map((_, position) => position));
          expect(all.every((event, position) => event.offset > (all[position - 1]?.offset ?? -1))).toBe(true);
          expect(
            all.every((event, position) => event.enqueuedTime >= (all[position - 1]?.enqueuedTime ?? 0)),
          ).toBe(true);
          for (const { sequenceNumber, offset, enqueuedTime } of all.slice(0, 8)) {
            for (const inclusive of [true, false]) {
              const after = (own: (event: Stored) => number, value: number): Stored[] =>
                all.filter((event) => (inclusive ? own(event) >= value : own(event) > value));
              expect(
                await readAll(log, { kind: 'sequenceNumber', value: sequenceNumber, inclusive }),
              ).toEqual(after((event) => event.sequenceNumber, sequenceNumber));
              expect(await readAll(log, { kind: 'offset', value: offset, inclusive })).toEqual(
                after((event) => event.offset, offset),
              );
              expect(await readAll(log, { kind: 'enqueuedTime', value: enqueuedTime, inclusive })).toEqual(
                after((event) => event.enqueuedTime, enqueuedTime),
              );
            }
          }
          await log.close();
          await rm(directory, { recursive: true });
        },
      ),
      { numRuns: runs(12, 40) },
    );
  });

  it('keeps no more of the newest events in memory than its limit', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'partition-log-'));
    const log = await PartitionLog.open({
      directory,
      now: Date.now,
      fsync: 'never',
      segmentBytes: 50_000,
      tailCacheBytes: 10_000,
    });
    for (let n = 0; n < 300; n++) await log.append({ events: [eventOf('x'.repeat(1000))] });
    expect(log.tail.byteLength).toBeLessThanOrEqual(10_000);
    expect(log.tail.byteLength).toBeGreaterThan(8000);
    expect(log.segments.length).toBeGreaterThan(5);
    await log.close();
    await rm(directory, { recursive: true });
  });
});

describe('partitionOfKey', () => {
  it('returns the partition that the client library computes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 64 }),
        (key, count) => {
          expect(partitionOfKey(key, count)).toBe(mapPartitionKeyToId(key, count));
        },
      ),
      { numRuns: runs(500, 2000) },
    );
  });
});
