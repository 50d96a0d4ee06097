import * as fc from 'fast-check';
import { readConsistently } from '../../../../src/lib/live/windows/read-consistently';
import { isSluiceError } from '../../../../src/lib/platform/errors';
import { type Fault, ProcessDied } from '../../../testing/fakes/hostile-process';
import { MemoryLiveState } from '../../../testing/fakes/memory-live-state';
import { runs } from '../../../testing/runs';
import { createHostileState } from './hostile-live-state';
import {
  LIVE_PARTITION,
  liveEvent,
  MINUTE,
  openAggregator,
  type Reading,
  validateReading,
  VIEW,
} from './live-scene';
import { MemoryBronze } from './memory-bronze';
import { recompute, toPlain } from './recompute';

/** One process that holds the partition, or still works after it lost the partition. */
interface Worker {
  /** Number of redelivered events: how far before the checkpoint it begins. */
  readonly rewind: number;
  /** Its batches. It stops after the last one. */
  readonly batches: readonly Batch[];
  readonly faults: readonly Fault[];
  /** Events of one write. */
  readonly maxChunkEvents: number;
  /** Whether its version of the app has the view. A version without it drops the view. */
  readonly hasView: boolean;
}

interface Batch {
  readonly size: number;
  /** Whether its slot is handed over in memory. Otherwise windows read it from Bronze, as after a lost reply. */
  readonly isHanded: boolean;
  /** Events of Bronze that the call may read. */
  readonly maxUnread: number;
}

/** A process whose timer starts at any time. */
interface Sweeper {
  readonly faults: readonly Fault[];
  readonly maxChunkEvents: number;
}

interface Scenario {
  readonly log: readonly (Reading | undefined)[];
  readonly workers: readonly Worker[];
  readonly sweepers: readonly Sweeper[];
}

const reading: fc.Arbitrary<Reading> = fc.record({
  // Few enough that duplicates with other values are common, within a batch and across batches.
  id: fc.constantFrom('a', 'b', 'c'),
  at: fc.constantFrom(0, 1, 9_999, 10_000, 65_000, -3_600_000, 86_000_000),
  site: fc.constantFrom<string | null>('HAM', 'MUC', null),
  status: fc.constantFrom('ok', 'fault'),
  power: fc.option(
    fc.integer({ min: -5_000_000, max: 5_000_000 }).map((thousandths) => thousandths / 1000),
    { nil: null },
  ),
});
const fault = fc.oneof(
  { arbitrary: fc.constant<Fault>('none'), weight: 6 },
  { arbitrary: fc.constantFrom<Fault>('failed', 'lostReply', 'late'), weight: 3 },
  { arbitrary: fc.constantFrom<Fault>('deadBefore', 'deadAfter'), weight: 1 },
);
const scenario: fc.Arbitrary<Scenario> = fc.record({
  log: fc.array(fc.option(reading, { nil: undefined, freq: 6 }), { minLength: 1, maxLength: 14 }),
  workers: fc.array(
    fc.record({
      rewind: fc.integer({ min: 0, max: 5 }),
      batches: fc.array(
        fc.record({
          size: fc.integer({ min: 1, max: 6 }),
          isHanded: fc.boolean(),
          maxUnread: fc.constantFrom(0, 3, Infinity),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      faults: fc.array(fault, { maxLength: 24 }),
      maxChunkEvents: fc.integer({ min: 1, max: 6 }),
      hasView: fc.oneof(
        { arbitrary: fc.constant(true), weight: 4 },
        { arbitrary: fc.constant(false), weight: 1 },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  sweepers: fc.array(
    fc.record({
      faults: fc.array(fault, { maxLength: 24 }),
      maxChunkEvents: fc.integer({ min: 1, max: 6 }),
    }),
    { maxLength: 2 },
  ),
});

type Break = (store: MemoryLiveState) => MemoryLiveState;
type ReadPosition = MemoryLiveState['readPosition'];

/** Runs a scenario in the order that the scheduler chooses. Every reading, and the end, must match the log. */
async function run(
  scheduler: fc.Scheduler,
  { log, workers, sweepers }: Scenario,
  broken: Break = (store) => store,
  brokenReader: (read: ReadPosition) => ReadPosition = (read) => read,
): Promise<void> {
  const store = broken(new MemoryLiveState([VIEW]));
  const bronze = new MemoryBronze(validateReading);
  const events = log.map((one, index) => liveEvent(index, one));
  const turn = (label: string): Promise<unknown> => scheduler.schedule(Promise.resolve(), label);
  const { partition } = LIVE_PARTITION;
  let checkpoint = 0;

  const open = (faults: readonly Fault[], maxChunkEvents: number, hasView = true) => {
    const process = createHostileState({ store, slots: bronze, faults, turn });
    const views = hasView ? [VIEW] : [{ ...VIEW, name: 'iot_alarm', type: 'iot.alarm' }];
    const ports = { store: process.store, slots: process.slots, bronze, views };
    return { process, windows: openAggregator({ ...ports, maxChunkEvents, writeAttempts: 3 }).windows };
  };

  const work = async ({ rewind, batches, faults, maxChunkEvents, hasView }: Worker): Promise<void> => {
    const { process, windows } = open(faults, maxChunkEvents, hasView);
    await untilDeath(async () => {
      await process.step('start');
      let next = Math.max(0, checkpoint - rewind);
      for (const { size, isHanded, maxUnread } of batches) {
        const batch = events.slice(next, next + size);
        if (batch.length === 0) return;
        const landed = bronze.land(partition, batch);
        await process.step('landed');
        const handed = isHanded ? landed : { ...landed, slots: [] };
        await unlessFault(() => windows.follow(handed, { until: Infinity, maxUnread }));
        await process.step('checkpoint');
        next += batch.length;
        checkpoint = next;
      }
    });
  };

  const sweep = async ({ faults, maxChunkEvents }: Sweeper): Promise<void> => {
    const { process, windows } = open(faults, maxChunkEvents);
    await untilDeath(async () => {
      for (let round = 0; round < 3; round++) {
        await process.step('timer');
        if (bronze.eventsOf(partition).length === 0) continue;
        await unlessFault(() => windows.follow(bronze.batchOf(partition, []), { until: Infinity }));
        await unlessFault(() => windows.backfill(bronze.batchOf(partition, []), { until: Infinity }));
      }
    });
  };

  const read = async (): Promise<void> => {
    const slow = {
      listPartitions: store.listPartitions.bind(store),
      readPosition: brokenReader((partition) =>
        turn('reader: position').then(() => store.readPosition(partition)),
      ),
      listMinutes: (...args: Parameters<typeof store.listMinutes>) =>
        turn('reader: minutes').then(() => store.listMinutes(...args)),
    };
    for (let round = 0; round < 8; round++) {
      await turn('reader: begin');
      await expectWindows(slow, log);
    }
  };
  const batches = log.map(() => ({ size: 3, isHanded: true, maxUnread: Infinity }));
  const sound = { rewind: 0, batches, faults: [], maxChunkEvents: 100, hasView: true };
  await scheduler.waitFor(
    Promise.all([...[...workers, sound].map(work), ...[...sweepers].map(sweep), read()]),
  );
  await scheduler.waitIdle();
  // The last call may have lost to one that died. The timer comes again.
  const { windows } = open([], 100);
  await scheduler.waitFor(windows.follow(bronze.batchOf(partition, []), { until: Infinity }));
  await scheduler.waitFor(windows.backfill(bronze.batchOf(partition, []), { until: Infinity }));
  expect(await expectWindows(store, log)).toBe(log.length - 1);
}

/** @returns the last sequence number of the windows */
async function expectWindows(
  store: Parameters<typeof readConsistently>[0]['store'],
  log: Scenario['log'],
): Promise<number> {
  const [windows] = await readConsistently({
    store,
    view: VIEW,
    from: MINUTE - 86_400_000,
    to: MINUTE + 86_400_000,
    attempts: 100,
    pause: () => Promise.resolve(),
  });
  if (windows === undefined) return -1;
  expect(toPlain(windows)).toEqual(recompute(log, windows.lastSequenceNumber));
  for (const { minute, lastSequenceNumber } of windows.minutes) {
    const seen = log
      .slice(0, windows.lastSequenceNumber + 1)
      .map((one) => one && Math.floor(one.at / 60_000) * 60_000);
    expect(lastSequenceNumber).toBe(seen.lastIndexOf(minute - MINUTE));
  }
  return windows.lastSequenceNumber;
}

/** Landing goes on after a fault of live windows. */
async function unlessFault(follow: () => Promise<unknown>): Promise<void> {
  try {
    await follow();
  } catch (error) {
    if (!isSluiceError(error) || error.kind !== 'transient') throw error;
  }
}

async function untilDeath(live: () => Promise<void>): Promise<void> {
  try {
    await live();
  } catch (error) {
    if (!(error instanceof ProcessDied)) throw error;
  }
}

const check = (...broken: [Break?, ((read: ReadPosition) => ReadPosition)?]) =>
  fc.asyncProperty(fc.scheduler(), scenario, (scheduler, plan) => run(scheduler, plan, ...broken));

describe('aggregation with several processes on one partition', () => {
  it('counts every event exactly once, with any faults in any order, and readers see consistent states', async () => {
    await fc.assert(check(), { numRuns: runs(60, 250) });
  });
});

describe('the property test detects faults:', () => {
  const findFault = async (...broken: Parameters<typeof check>): Promise<string> => {
    const result = await fc.check(check(...broken), { seed: 20261121, numRuns: 500, endOnFailure: true });
    return result.failed && result.errorInstance instanceof Error ? result.errorInstance.message : 'nothing';
  };

  it('finds double counts in a store that writes without checking the position', async () => {
    const found = await findFault((store) => {
      const write = store.write.bind(store);
      store.write = async (partition, position, _, minutes) =>
        write(partition, position, (await store.readPosition(partition))?.etag, minutes);
      return store;
    });
    expect(found).toContain('toEqual');
  });

  it('finds double counts in a store that loses the ids of counted events', async () => {
    const found = await findFault((store) => {
      const readMinute = store.readMinute.bind(store);
      store.readMinute = async (...args) => {
        const found = await readMinute(...args);
        return found && { ...found, ids: [] };
      };
      return store;
    });
    expect(found).toContain('toEqual');
  });

  it('finds inconsistent readings of a reader that does not read the position again', async () => {
    const found = await findFault(
      (store) => store,
      (read) => {
        let last: ReturnType<ReadPosition> | undefined;
        return (partition) => {
          const answer = last ?? read(partition);
          last = last === undefined ? answer : undefined;
          return answer;
        };
      },
    );
    expect(found).toContain('toEqual');
  });
});
