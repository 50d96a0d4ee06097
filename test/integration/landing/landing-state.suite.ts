import { randomInt } from 'node:crypto';
import {
  type PartitionId,
  toIncarnation,
  toSequenceNumber,
  toSlot,
} from '../../../src/lib/event-log/positions';
import { type LandingStateStore } from '../../../src/lib/landing/ports';
import { type Suspicion } from '../../../src/lib/event-log/attempt-store';

export interface LandingStateHarness {
  readonly state: LandingStateStore;
  close(): Promise<void>;
}

/** What every implementation of the landing state must do. Each test works in an incarnation of its own. */
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
      partition = { source: 'iot', incarnation: toIncarnation(new Date(randomInt(2 ** 40))), partition: 3 };
    });

    it('has no hint at first', async () => {
      expect(await state.readHint(partition)).toBeUndefined();
    });

    it('raises the hint, and never lowers it', async () => {
      for (const [raised, expected] of [
        [0, 0],
        [16, 16],
        [8, 16],
        [16, 16],
        [160, 160],
      ] as const) {
        await state.raiseHint(partition, toSlot(raised));
        expect(await state.readHint(partition)).toBe(expected);
      }
    });

    it('never lowers the hint under many writers, of whom some may fail', async () => {
      await state.raiseHint(partition, toSlot(5));
      const slots = [9, 3, 7, 20, 1, 15].map(toSlot);
      const results = await Promise.allSettled(slots.map((slot) => state.raiseHint(partition, slot)));
      const raised = slots.filter((_, index) => results[index]?.status === 'fulfilled');
      expect(await state.readHint(partition)).toBeGreaterThanOrEqual(Math.max(5, ...raised));
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'table_unavailable' });
      }
      await state.raiseHint(partition, toSlot(21));
      expect(await state.readHint(partition)).toBe(21);
    });

    it('has no suspicion at first, and clears none without complaint', async () => {
      expect(await state.readSuspicion(partition)).toBeUndefined();
      await state.clearSuspicion(partition);
      expect(await state.readSuspicion(partition)).toBeUndefined();
    });

    it.each([
      ['small', suspicion(0, 1, 1, 0)],
      ['beyond 32 bits', suspicion(2 ** 31, 3, 100, 2 ** 40 + 1)],
      ['as large as they get', suspicion(2 ** 53 - 2, 12, 1, 2 ** 53 - 1)],
    ])('gives a suspicion back whose numbers are %s', async (_, written) => {
      await state.writeSuspicion(partition, written);
      expect(await state.readSuspicion(partition)).toEqual(written);
    });

    it('replaces a suspicion, and forgets it when told', async () => {
      await state.writeSuspicion(partition, suspicion(5, 1, 10, 14));
      await state.writeSuspicion(partition, suspicion(2 ** 33, 4, 5, 2 ** 33 + 9));
      expect(await state.readSuspicion(partition)).toEqual(suspicion(2 ** 33, 4, 5, 2 ** 33 + 9));
      await state.clearSuspicion(partition);
      expect(await state.readSuspicion(partition)).toBeUndefined();
    });

    it('keeps partitions, incarnations and hints apart from each other', async () => {
      await state.raiseHint(partition, toSlot(7));
      await state.writeSuspicion(partition, suspicion(5, 1, 10, 14));
      const later = toIncarnation(new Date(2 ** 41));
      for (const other of [
        { ...partition, partition: 4 },
        { ...partition, incarnation: later },
        { ...partition, source: 'logistics' as const },
      ]) {
        expect(await state.readHint(other)).toBeUndefined();
        expect(await state.readSuspicion(other)).toBeUndefined();
      }
      await state.clearSuspicion(partition);
      expect(await state.readHint(partition)).toBe(7);
    });
  });
}

function suspicion(first: number, attempts: number, take: number, through: number): Suspicion {
  return {
    firstSequenceNumber: toSequenceNumber(first),
    attempts,
    survived: attempts > 3,
    take,
    through: toSequenceNumber(through),
  };
}
