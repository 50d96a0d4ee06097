import type * as zlibModule from 'node:zlib';
import * as fc from 'fast-check';
import { Lander } from '../../../src/lib/bronze/lander';
import { partitionPath } from '../../../src/lib/bronze/partition';
import { type CreateOutcome, type SlotStore } from '../../../src/lib/bronze/ports';
import { reconcile } from '../../../src/lib/bronze/reconcile';
import { type SlotMetadata, toObjectMetadata } from '../../../src/lib/bronze/slot-metadata';
import { isSluiceError } from '../../../src/lib/shared/errors';
import { HUB_CREATED_ON, INCARNATION, judgeJson, PARTITION, receivedEvent } from '../../helpers/events';
import { type Fault, HostileProcess, ProcessDied } from '../../helpers/hostile-process';
import { MemoryLake } from '../../helpers/memory-lake';
import { MemoryLandingState } from '../../helpers/memory-landing-state';
import { describeObject, readLines } from '../../helpers/read-bronze';

// Compression runs in libuv's pool, whose order no seed can repeat. Here the scheduler owns every interleaving.
jest.mock('node:zlib', () => {
  const zlib = jest.requireActual<typeof zlibModule>('node:zlib');
  return {
    ...zlib,
    gzip: (bytes: Buffer, options: object, done: (error: null, body: Buffer) => void) => {
      done(null, zlib.gzipSync(bytes, options));
    },
  };
});

/** One process that holds the partition, rightly or not. */
interface Worker {
  /** How far before the checkpoint it begins: what was redelivered. */
  readonly rewind: number;
  /** Sizes of its batches; it stops after the last one, whether or not there is more to read. */
  readonly batches: readonly number[];
  readonly faults: readonly Fault[];
}

interface Scenario {
  /** For each event of the hub, whether it is good, and how far its node's clock is behind (milliseconds). */
  readonly log: readonly { readonly good: boolean; readonly late: number }[];
  readonly workers: readonly Worker[];
  /** Sizes of the batches of the sound process that reads to the end, from wherever the checkpoint stands. */
  readonly sweep: readonly number[];
}

const fault = fc.oneof(
  { arbitrary: fc.constant<Fault>('none'), weight: 6 },
  { arbitrary: fc.constantFrom<Fault>('failed', 'lostReply', 'late'), weight: 3 },
  { arbitrary: fc.constantFrom<Fault>('deadBefore', 'deadAfter'), weight: 1 },
);
const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });
const scenario: fc.Arbitrary<Scenario> = fc.record({
  log: fc.array(fc.record({ good: fc.boolean(), late: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 9,
  }),
  workers: fc.array(
    fc.record({
      rewind: fc.integer({ min: 0, max: 4 }),
      batches: sizes,
      faults: fc.array(fault, { maxLength: 24 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  sweep: sizes,
});

/** Runs a scenario to its end, in the order that the scheduler chooses, and returns the lake. */
async function run(
  scheduler: fc.Scheduler,
  { log, workers, sweep }: Scenario,
  { lake = new MemoryLake(), store = lake, meanwhile = () => Promise.resolve() }: World = {},
): Promise<MemoryLake> {
  const state = new MemoryLandingState();
  const events = hubLog(log);
  const turn = (label: string): Promise<unknown> => scheduler.schedule(Promise.resolve(), label);
  let checkpoint = 0;

  const work = async ({ rewind, batches, faults }: Worker): Promise<void> => {
    const process = new HostileProcess({ store, state, faults, turn });
    const lander = new Lander({
      source: PARTITION.source,
      store: process.store,
      state: process.state,
      hub: { readIncarnation: () => Promise.resolve(INCARNATION) },
      judge: judgeJson,
      clock: { now: () => HUB_CREATED_ON },
      pause: () => process.step('pause'),
      createAttempts: 3,
      hintEverySlots: 2,
      // Deaths here are the scheduler's doing, not the events'.
      poisonAttempts: 1000,
    });
    try {
      await process.step('start');
      let next = Math.max(0, checkpoint - rewind);
      for (const size of batches) {
        const batch = events.slice(next, next + size);
        if (batch.length === 0) return;
        await landWithRetries(lander, batch);
        // A death that was swallowed as a warning is a death all the same.
        await process.step('checkpoint');
        next += batch.length;
        checkpoint = next;
      }
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
    }
  };

  const rounds = Math.ceil(events.length / sweep.length);
  const sweeper: Worker = {
    rewind: 0,
    batches: Array.from({ length: rounds }, () => sweep).flat(),
    faults: [],
  };
  await scheduler.waitFor(Promise.all([...workers, sweeper].map(work).concat(meanwhile(turn))));
  // Requests whose caller has long given up arrive in the end.
  await scheduler.waitIdle();
  return lake;
}

interface World {
  readonly lake?: MemoryLake;
  readonly store?: SlotStore;
  /** Something else that goes on in the same lake. */
  readonly meanwhile?: (turn: (label: string) => Promise<unknown>) => Promise<void>;
}

/** As the host does with an unlimited retry policy: the same batch again until it is landed. */
async function landWithRetries(lander: Lander, batch: ReturnType<typeof hubLog>): Promise<void> {
  for (;;) {
    try {
      await lander.land(PARTITION.partition, batch);
      return;
    } catch (error) {
      if (!isSluiceError(error) || error.kind !== 'transient') throw error;
    }
  }
}

function hubLog(log: Scenario['log']) {
  return log.map(({ good, late }, index) =>
    receivedEvent(index, {
      enqueuedTime: HUB_CREATED_ON.getTime() + 2 * index - late,
      ...(!good && { body: Buffer.from(`bad ${index}`) }),
    }),
  );
}

/** Every event once, in order, under the right verdict with its own bytes; slots without holes and true to themselves. */
function expectExactlyOnce(lake: MemoryLake, { log }: Scenario): void {
  // All that ever came into being counts, not what is left of it: readers have seen the rest.
  expect(readLines(lake.history)).toEqual(
    log.map(({ good }, index) => ({
      sequenceNumber: index,
      verdict: good ? 'accepted' : 'quarantined',
      codes: good ? [] : ['malformed_json'],
      body: good ? `{"n":${index}}` : `bad ${index}`,
    })),
  );
  const paths = lake.history.map(({ path }) => path);
  expect(paths).toEqual(
    paths.map((_, slot) => `${partitionPath(PARTITION)}/${String(slot).padStart(12, '0')}.ndjson.gz`),
  );
  let newest = 0;
  for (const object of lake.history) {
    const { lastSequenceNumber } = object.metadata;
    const upTo = hubLog(log).slice(0, Number(lastSequenceNumber) + 1);
    newest = Math.max(newest, ...upTo.map(({ enqueuedTime }) => enqueuedTime));
    expect(object.metadata).toMatchObject({
      ...describeObject(object),
      lastEnqueuedTime: new Date(newest).toISOString(),
    });
    expect(object.metadata['gaps']).toBeUndefined();
  }
}

const check = (world: () => World = () => ({})) =>
  fc.asyncProperty(fc.scheduler(), scenario, async (scheduler, plan) => {
    expectExactlyOnce(await run(scheduler, plan, world()), plan);
  });

/** Runs the same property over a broken world with a fixed seed, and returns what it found. */
async function findFault(world: () => World): Promise<string> {
  const result = await fc.check(check(world), { seed: 20261121, numRuns: 2000, endOnFailure: true });
  return result.failed && result.errorInstance instanceof Error ? result.errorInstance.message : 'nothing';
}

describe('landing, with several processes on one partition', () => {
  it('lands every event exactly once, whatever fails and in whatever order', async () => {
    await fc.assert(check(), { numRuns: 1500 });
  });

  it('leaves books that balance', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), scenario, async (scheduler, plan) => {
        const lake = await run(scheduler, plan);
        const { accounts, clean } = await reconcile({
          sources: [PARTITION.source],
          slots: lake,
          hub: {
            readIncarnation: () => Promise.resolve(INCARNATION),
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
      { numRuns: 100 },
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

  it('finds loss where a name that is taken counts as done', async () => {
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

  it('finds duplicates where clean-up frees the names of all slots but the newest', async () => {
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
