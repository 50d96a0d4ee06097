import { randomInt } from 'node:crypto';
import {
  type PartitionId,
  toHubGeneration,
  toSequenceNumber,
  toSlot,
} from '../../../src/lib/event-log/positions';
import { type LandingStateStore } from '../../../src/lib/landing/ports';
import { type PoisonSearch } from '../../../src/lib/event-log/attempt-store';

export interface LandingStateHarness {
  readonly state: LandingStateStore;
  close(): Promise<void>;
}

/** Behaviour of every `LandingStateStore`. Each test uses its own hub generation. */
export function describeLandingState(name: string, open: () => Promise<LandingStateHarness>): void {
  describe(`LandingStateStore: ${name}`, () => {
    let harness: LandingStateHarness;
    let state: LandingStateStore;
    let partition: PartitionId;

    beforeAll(async () => {
      harness = await open();
      ({ state } = harness);
    });
    afterAll(() => harness.close());
    beforeEach(() => {
      partition = {
        source: 'iot',
        hubGeneration: toHubGeneration(new Date(randomInt(2 ** 40))),
        partition: 3,
      };
    });

    it('returns no hint for a new partition', async () => {
      expect(await state.readHint(partition)).toBeUndefined();
    });

    it('advances the hint, and never moves it back', async () => {
      for (const [advanced, expected] of [
        [0, 0],
        [16, 16],
        [8, 16],
        [16, 16],
        [160, 160],
      ] as const) {
        await state.advanceHeadHint(partition, toSlot(advanced));
        expect(await state.readHint(partition)).toBe(expected);
      }
    });

    it('never moves the hint back when several writers compete and some fail', async () => {
      await state.advanceHeadHint(partition, toSlot(5));
      const slots = [9, 3, 7, 20, 1, 15].map(toSlot);
      const results = await Promise.allSettled(slots.map((slot) => state.advanceHeadHint(partition, slot)));
      const advanced = slots.filter((_, index) => results[index]?.status === 'fulfilled');
      expect(await state.readHint(partition)).toBeGreaterThanOrEqual(Math.max(5, ...advanced));
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'table_unavailable' });
      }
      await state.advanceHeadHint(partition, toSlot(21));
      expect(await state.readHint(partition)).toBe(21);
    });

    it('returns no poison search for a new partition, and accepts to clear it', async () => {
      expect(await state.readPoisonSearch(partition)).toBeUndefined();
      await state.clearPoisonSearch(partition);
      expect(await state.readPoisonSearch(partition)).toBeUndefined();
    });

    it.each([
      ['small', poisonSearch(0, 1, 1, 0)],
      ['beyond 32 bits', poisonSearch(2 ** 31, 3, 100, 2 ** 40 + 1)],
      ['as large as they get', poisonSearch(2 ** 53 - 2, 12, 1, 2 ** 53 - 1)],
    ])('returns a poison search as written when its numbers are %s', async (_, written) => {
      await state.writePoisonSearch(partition, written);
      expect(await state.readPoisonSearch(partition)).toEqual(written);
    });

    it('replaces a poison search, and removes it when it is cleared', async () => {
      await state.writePoisonSearch(partition, poisonSearch(5, 1, 10, 14));
      await state.writePoisonSearch(partition, poisonSearch(2 ** 33, 4, 5, 2 ** 33 + 9));
      expect(await state.readPoisonSearch(partition)).toEqual(poisonSearch(2 ** 33, 4, 5, 2 ** 33 + 9));
      await state.clearPoisonSearch(partition);
      expect(await state.readPoisonSearch(partition)).toBeUndefined();
    });

    it('keeps partitions, hub generations, hints and poison searches apart', async () => {
      await state.advanceHeadHint(partition, toSlot(7));
      await state.writePoisonSearch(partition, poisonSearch(5, 1, 10, 14));
      const later = toHubGeneration(new Date(2 ** 41));
      for (const other of [
        { ...partition, partition: 4 },
        { ...partition, hubGeneration: later },
        { ...partition, source: 'logistics' as const },
      ]) {
        expect(await state.readHint(other)).toBeUndefined();
        expect(await state.readPoisonSearch(other)).toBeUndefined();
      }
      await state.clearPoisonSearch(partition);
      expect(await state.readHint(partition)).toBe(7);
    });
  });
}

function poisonSearch(
  first: number,
  attempts: number,
  take: number,
  lastSequenceNumber: number,
): PoisonSearch {
  return {
    firstSequenceNumber: toSequenceNumber(first),
    attempts,
    survived: attempts > 3,
    take,
    lastSequenceNumber: toSequenceNumber(lastSequenceNumber),
  };
}
