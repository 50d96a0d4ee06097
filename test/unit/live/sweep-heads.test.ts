import { toSequenceNumber, toSlot } from '../../../src/lib/event-log/positions';
import { type PartitionHead } from '../../../src/lib/landing/heads';
import { sweepHeads } from '../../../src/lib/live/sweep-heads';
import { type LandedBatch } from '../../../src/lib/landing/slots';
import { START } from '../../../src/lib/live/windows/live-position';
import { PARTITION } from '../../testing/fixtures/events';

const NOW = Date.parse('2026-11-21T08:15:30Z');
const ago = (seconds: number): number => NOW - 1000 * seconds;

interface Given {
  readonly last: number;
  readonly landedAt: number;
  readonly position?: number;
  readonly writtenAt?: number;
  readonly needsBackfill?: boolean;
}

/** Sweeps partitions 0, 1, …, and returns the numbers of those that were followed. */
async function sweep(...partitions: readonly Given[]) {
  const followed: number[] = [];
  const heads = partitions.map(({ last, landedAt }, partition): PartitionHead => ({
    partition: { ...PARTITION, partition },
    slot: toSlot(0),
    metadata: {
      firstSequenceNumber: toSequenceNumber(0),
      lastSequenceNumber: toSequenceNumber(last),
      lastEnqueuedTime: new Date(landedAt).toISOString(),
      accepted: 1,
      quarantined: 0,
      sha256: '',
      attempt: 1,
      gaps: [],
      readBy: 'trigger',
      landedAt: new Date(landedAt).toISOString(),
    },
  }));
  const outcomes = await sweepHeads({
    listHeads: () => Promise.resolve(heads),
    store: {
      readPosition: ({ partition }) => {
        const { position, writtenAt = 0 } = partitions[partition] ?? {};
        const stored = { ...START, lastSequenceNumber: position ?? -1 };
        return Promise.resolve(
          position === undefined ? undefined : { position: stored, etag: 'e', writtenAt },
        );
      },
    },
    aggregator: {
      needsBackfill: ({ partition }) => partitions[partition]?.needsBackfill ?? false,
      backfill: ({ partition: { partition } }: LandedBatch) => {
        followed.push(10 + partition);
        return Promise.resolve({ state: 'level', aggregated: 5, first: 0, lost: [] });
      },
      follow: ({ partition: { partition }, slots }: LandedBatch) => {
        expect(slots).toEqual([]);
        followed.push(partition);
        return partition === 1
          ? Promise.reject(new Error('503'))
          : Promise.resolve({ state: 'level', aggregated: 5, first: 0, lost: [] });
      },
    },
    clock: { now: () => new Date(NOW) },
    afterSeconds: 60,
  });
  return { followed, outcomes };
}

it('follows an idle partition, and leaves one alone that is level or that landing is at work on', async () => {
  const { followed } = await sweep(
    { last: 9, landedAt: ago(60), position: 5, writtenAt: ago(1) },
    { last: 9, landedAt: ago(1), position: 9, writtenAt: ago(100) },
    { last: 9, landedAt: ago(1), position: 5, writtenAt: ago(59) },
  );
  expect(followed).toEqual([0]);
});

it('follows a partition that landing has given up, that has no windows, or that is far behind', async () => {
  const { followed } = await sweep(
    { last: 9, landedAt: ago(1), position: 5, writtenAt: ago(60) },
    { last: 9, landedAt: ago(1) },
    { last: 20_000, landedAt: ago(1), position: 5, writtenAt: ago(1) },
  );
  expect(followed).toEqual([0, 1, 2]);
});

it('computes new views after all partitions were followed', async () => {
  const one = { last: 9, landedAt: ago(100), position: 5, needsBackfill: true };
  const level = { ...one, position: 9, needsBackfill: true };
  expect((await sweep(one, level, { ...one, needsBackfill: false })).followed).toEqual([0, 2, 10, 11]);
});

it('continues after a partition that fails, and reports it', async () => {
  const one = { last: 9, landedAt: ago(100) };
  const { outcomes } = await sweep(one, one, one);
  expect(outcomes).toMatchObject([
    { source: 'iot', outcome: 'swept', partition: 0, result: { aggregated: 5 } },
    { source: 'iot', outcome: 'failed', partition: 1 },
    { source: 'iot', outcome: 'swept', partition: 2 },
  ]);
});
