import type * as zlibModule from 'node:zlib';
import * as fc from 'fast-check';
import { type Gap } from '../../../src/lib/event-log/gaps';
import { type ReceivedEvent } from '../../../src/lib/event-log/received-event';
import { BronzeWriter } from '../../../src/lib/landing/bronze-writer';
import { partitionPath } from '../../../src/lib/event-log/positions';
import { type CreateOutcome, type SlotStore } from '../../../src/lib/landing/ports';
import { reconcile } from '../../../src/lib/landing/reconcile';
import {
  fromObjectMetadata,
  type SlotMetadata,
  toObjectMetadata,
} from '../../../src/lib/landing/slot-metadata';
import { isSluiceError } from '../../../src/lib/platform/errors';
import {
  HUB_CREATED_ON,
  HUB_GENERATION,
  validateJson,
  PARTITION,
  receivedEvent,
} from '../../testing/fixtures/events';
import { type Fault, HostileProcess, ProcessDied } from '../../testing/fakes/hostile-process';
import { MemoryHubLog } from '../../testing/fakes/memory-hub-log';
import { MemoryLake } from '../../testing/fakes/memory-lake';
import { MemoryLandingState } from '../../testing/fakes/memory-landing-state';
import { describeObject, readLines } from '../../testing/fixtures/read-bronze';
import { runs } from '../../testing/runs';

// Compression runs in libuv's pool, whose order a seed cannot repeat. Here the scheduler controls every interleaving.
jest.mock('node:zlib', () => {
  const zlib = jest.requireActual<typeof zlibModule>('node:zlib');
  return {
    ...zlib,
    gzip: (bytes: Buffer, options: object, done: (error: null, body: Buffer) => void) => {
      done(null, zlib.gzipSync(bytes, options));
    },
  };
});

/** One process that holds the partition, as its owner or by mistake. */
interface Worker {
  /** How far before the checkpoint it begins, so how much is redelivered. */
  readonly rewind: number;
  /**
   * Its batches. It stops after the last one, even if there is more to read. In front of each batch the trigger skips
   * some events, and the next checkpoint passes them.
   */
  readonly batches: readonly { readonly size: number; readonly skip: number }[];
  readonly faults: readonly Fault[];
}

interface Scenario {
  /**
   * For each event of the hub: whether it is good, how far its node's clock is behind (milliseconds), and whether the
   * hub holds it. A compacted hub does not hold all events.
   */
  readonly log: readonly { readonly good: boolean; readonly late: number; readonly held: boolean }[];
  readonly workers: readonly Worker[];
  /** Processes whose timer starts a sweep at any time. */
  readonly sweepers: readonly { readonly faults: readonly Fault[] }[];
  /** How many more events retention deletes each time. */
  readonly retention: readonly number[];
  /** Events of one batch when landing reads the hub itself. */
  readonly readSize: number;
}

const fault = fc.oneof(
  { arbitrary: fc.constant<Fault>('none'), weight: 6 },
  { arbitrary: fc.constantFrom<Fault>('failed', 'lostReply', 'late'), weight: 3 },
  { arbitrary: fc.constantFrom<Fault>('deadBefore', 'deadAfter'), weight: 1 },
);
const faults = fc.array(fault, { maxLength: 24 });
const rarely = <T>(usual: T, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 4 }, { arbitrary: rare, weight: 1 });
const scenario: fc.Arbitrary<Scenario> = fc.record({
  log: fc.array(
    fc.record({
      good: fc.boolean(),
      late: fc.integer({ min: 0, max: 3 }),
      held: rarely(true, fc.constant(false)),
    }),
    { minLength: 1, maxLength: 9 },
  ),
  workers: fc.array(
    fc.record({
      rewind: fc.integer({ min: 0, max: 4 }),
      batches: fc.array(
        fc.record({ size: fc.integer({ min: 1, max: 4 }), skip: rarely(0, fc.integer({ min: 1, max: 3 })) }),
        { minLength: 1, maxLength: 6 },
      ),
      faults,
    }),
    { minLength: 1, maxLength: 4 },
  ),
  sweepers: fc.array(fc.record({ faults }), { maxLength: 2 }),
  retention: rarely<number[]>([], fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 })),
  readSize: fc.integer({ min: 1, max: 4 }),
});

/** The outcome of a scenario. */
interface Outcome {
  readonly lake: MemoryLake;
  readonly hub: MemoryHubLog;
  /** Gaps behind the last slot, which the last sweep returned. */
  readonly tail: readonly Gap[];
}

/** Runs a scenario to its end, in the order that the scheduler chooses. */
async function run(
  scheduler: fc.Scheduler,
  { log, workers, sweepers, retention, readSize }: Scenario,
  { lake = new MemoryLake(), store = lake, meanwhile = () => Promise.resolve() }: World = {},
): Promise<Outcome> {
  const state = new MemoryLandingState();
  const events = hubLog(log);
  const hub = new MemoryHubLog(events);
  hub.batchSize = readSize;
  const turn = (label: string): Promise<unknown> => scheduler.schedule(Promise.resolve(), label);
  let checkpoint = 0;

  const open = (given: readonly Fault[]) => {
    const process = new HostileProcess({ store, state, hub, faults: given, turn });
    const bronzeWriter = new BronzeWriter({
      source: PARTITION.source,
      store: process.store,
      state: process.state,
      hub: process.hub,
      validate: validateJson,
      clock: { now: () => HUB_CREATED_ON },
      pause: () => process.step('pause'),
      createAttempts: 3,
      hintEverySlots: 2,
      // The scheduler causes the deaths here, not the events.
      poisonAttempts: 1000,
    });
    return { process, bronzeWriter };
  };

  const work = async ({ rewind, batches, faults: given }: Worker): Promise<void> => {
    const { process, bronzeWriter } = open(given);
    await untilDeath(async () => {
      await process.step('start');
      let next = Math.max(0, checkpoint - rewind);
      for (const { size, skip } of batches) {
        next += skip;
        const batch = events.filter(({ sequenceNumber }) => sequenceNumber >= next).slice(0, size);
        const last = batch.at(-1)?.sequenceNumber;
        if (last === undefined) return;
        await withRetries(() => bronzeWriter.land(PARTITION.partition, batch));
        // A death that was reported as a warning is still a death.
        await process.step('checkpoint');
        next = last + 1;
        checkpoint = next;
      }
    });
  };

  const sweep = async (bronzeWriter: BronzeWriter): Promise<readonly Gap[]> => {
    const { lastSequenceNumber } = await hub.readPartition();
    const settled = { settledBefore: Infinity, until: Infinity };
    const { slots, gaps } = await bronzeWriter.sweep(PARTITION.partition, {
      hubGeneration: HUB_GENERATION,
      lastSequenceNumber,
      ...settled,
    });
    // The sweep also returns gaps that a slot records.
    const recorded = slots.flatMap(({ metadata }) => metadata.gaps);
    return gaps.filter(({ from, to }) => !recorded.some((gap) => gap.from <= from && to <= gap.to));
  };

  const sweepInTime = async ({ faults: given }: { readonly faults: readonly Fault[] }): Promise<void> => {
    const { process, bronzeWriter } = open(given);
    await untilDeath(async () => {
      await process.step('start');
      await withRetries(() => sweep(bronzeWriter));
    });
  };

  const deleteOld = async (): Promise<void> => {
    for (const count of retention) {
      await turn('retention');
      hub.begin = Math.min(hub.begin + count, log.length);
    }
  };

  await scheduler.waitFor(
    Promise.all([...workers.map(work), ...sweepers.map(sweepInTime), deleteOld(), meanwhile(turn)]),
  );
  // Requests of callers that gave up long ago arrive in the end.
  await scheduler.waitIdle();
  // The sweeps of a sound process, after everything else. A sweep that meets a late request stops early.
  const last = (async () => {
    const { bronzeWriter } = open([]);
    const gaps: Gap[] = [];
    for (let round = 0; round < 3; round++) gaps.splice(0, gaps.length, ...(await sweep(bronzeWriter)));
    return gaps;
  })();
  return { lake, hub, tail: await scheduler.waitFor(last) };
}

async function untilDeath(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ProcessDied)) throw error;
  }
}

interface World {
  readonly lake?: MemoryLake;
  readonly store?: SlotStore;
  /** Something else that happens in the same lake. */
  readonly meanwhile?: (turn: (label: string) => Promise<unknown>) => Promise<void>;
}

/** Repeats the same call until it succeeds, as the host does with an unlimited retry policy. */
async function withRetries(call: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (!isSluiceError(error) || error.kind !== 'transient') throw error;
    }
  }
}

/** The events that the hub holds. The last one is always there. */
function hubLog(log: Scenario['log']): ReceivedEvent[] {
  return log.flatMap(({ good, late, held }, index) =>
    held || index === log.length - 1
      ? [
          receivedEvent(index, {
            enqueuedTime: HUB_CREATED_ON.getTime() + 2 * index - late,
            ...(!good && { body: Buffer.from(`bad ${index}`) }),
          }),
        ]
      : [],
  );
}

/**
 * Every event is there once, in order, with the right `verdict` and its own bytes. Slots have no holes and match their
 * metadata. Every other number is recorded with the reason why it is missing.
 */
function expectExactlyOnce({ lake, hub, tail }: Outcome, { log }: Scenario): void {
  const metadata = lake.history.map(({ path, metadata: text }) => fromObjectMetadata(path, text));
  const gaps = [...metadata.flatMap((slot) => slot.gaps), ...tail];
  const isGap = (index: number): boolean => gaps.some(({ from, to }) => from <= index && index <= to);
  const held = new Set(hub.events.map(({ sequenceNumber }) => Number(sequenceNumber)));

  // All slots that ever existed count, not only those that remain, because readers have seen them.
  expect(readLines(lake.history)).toEqual(
    log.flatMap(({ good }, index) =>
      isGap(index)
        ? []
        : [
            {
              sequenceNumber: index,
              verdict: good ? 'accepted' : 'quarantined',
              codes: good ? [] : ['malformed_json'],
              body: good ? `{"n":${index}}` : `bad ${index}`,
            },
          ],
    ),
  );
  for (const { from, to, reason } of gaps) {
    for (let index: number = from; index <= to; index++) {
      // Only events that retention deleted are lost. Events that the hub never held are recorded with another reason.
      if (reason === 'retention') expect(index).toBeLessThan(hub.begin);
      else expect(held).not.toContain(index);
    }
  }
  const paths = lake.history.map(({ path }) => path);
  expect(paths).toEqual(
    paths.map(
      (_, slot) => `${partitionPath(PARTITION)}/000000000/${String(slot).padStart(12, '0')}.ndjson.gz`,
    ),
  );
  let newest = 0;
  let next = 0;
  for (const [index, object] of lake.history.entries()) {
    const { lastSequenceNumber = 0, gaps: inside = [] } = metadata[index] ?? {};
    const upTo = hub.events.filter(
      ({ sequenceNumber }) => sequenceNumber <= lastSequenceNumber && !isGap(sequenceNumber),
    );
    newest = Math.max(newest, ...upTo.map(({ enqueuedTime }) => enqueuedTime));
    expect(object.metadata).toMatchObject({
      ...describeObject(object),
      lastEnqueuedTime: new Date(newest).toISOString(),
    });
    for (const { from } of inside) expect(from).toBeGreaterThanOrEqual(next);
    next = lastSequenceNumber + 1;
  }
}

const check = (world: () => World = () => ({})) =>
  fc.asyncProperty(fc.scheduler(), scenario, async (scheduler, plan) => {
    expectExactlyOnce(await run(scheduler, plan, world()), plan);
  });

/** Checks the same property in a broken world with a fixed seed, and returns the fault that it found. */
async function findFault(world: () => World): Promise<string> {
  const result = await fc.check(check(world), { seed: 20261121, numRuns: 2000, endOnFailure: true });
  return result.failed && result.errorInstance instanceof Error ? result.errorInstance.message : 'nothing';
}

describe('landing, with several processes on one partition', () => {
  it('lands every event exactly once, with any faults in any order', async () => {
    const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    await fc.assert(check(), { seed, numRuns: runs(300, 1500) });
  });

  it('reconciles with the hub', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), scenario, async (scheduler, given) => {
        const plan = { ...given, retention: [], log: given.log.map((event) => ({ ...event, held: true })) };
        const { lake } = await run(scheduler, plan);
        const { accounts, clean } = await reconcile({
          sources: [PARTITION.source],
          slots: lake,
          hub: {
            readHubGeneration: () => Promise.resolve(HUB_GENERATION),
            readPartitions: () =>
              Promise.resolve([
                {
                  partition: PARTITION.partition,
                  beginSequenceNumber: 0,
                  lastSequenceNumber: plan.log.length - 1,
                },
              ]),
          },
        });
        expect(accounts.flatMap(({ differences }) => differences)).toEqual([]);
        expect(clean).toBe(true);
      }),
      { numRuns: runs(40, 100) },
    );
  });
});

describe('the test above can fail', () => {
  it('finds loss or duplicates in a lake that ignores If-None-Match', async () => {
    const found = await findFault(() => {
      const lake = new MemoryLake();
      const store = storeOf(lake, (path, body, metadata) => {
        lake.put(path, body, toObjectMetadata(metadata));
        return Promise.resolve({ outcome: 'created' });
      });
      return { lake, store };
    });
    expect(found).toContain('sequenceNumber');
  });

  it('finds loss when a name that is taken counts as done', async () => {
    const found = await findFault(() => {
      const lake = new MemoryLake();
      const store = storeOf(lake, async (path, body, metadata) => {
        await lake.create(path, body, metadata);
        return { outcome: 'created' };
      });
      return { lake, store };
    });
    expect(found).toContain('sequenceNumber');
  });

  it('finds a hole when nothing is read from the hub directly', async () => {
    const blind = jest.spyOn(MemoryHubLog.prototype, 'receive').mockImplementation(async function* (
      this: MemoryHubLog,
    ) {
      await Promise.resolve();
      // Earlier versions did this: they treated every event that the trigger did not deliver as lost.
      yield this.events.slice(-1);
    });
    try {
      expect(await findFault(() => ({}))).toContain('not');
    } finally {
      blind.mockRestore();
    }
  });

  it('finds duplicates when clean-up frees the names of all slots but the newest', async () => {
    const found = await findFault(() => {
      const lake = new MemoryLake();
      return {
        lake,
        meanwhile: async (turn) => {
          for (let round = 0; round < 40; round++) {
            await turn('clean up');
            lake.remove(...[...lake.objects.keys()].sort().slice(0, -1));
          }
        },
      };
    });
    expect(found).toContain('sequenceNumber');
  });
});

function storeOf(
  lake: MemoryLake,
  create: (path: string, body: Buffer, metadata: SlotMetadata) => Promise<CreateOutcome>,
): SlotStore {
  return {
    create,
    readMetadata: (path) => lake.readMetadata(path),
    firstSlot: (partition) => lake.firstSlot(partition),
  };
}
