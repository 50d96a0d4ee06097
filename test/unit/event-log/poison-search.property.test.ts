import * as fc from 'fast-check';
import { type ValidationResult } from '../../../src/lib/contracts/validation-result';
import { BronzeWriter } from '../../../src/lib/landing/bronze-writer';
import { type LandingStateStore, type SlotStore } from '../../../src/lib/landing/ports';
import { type ReceivedEvent } from '../../../src/lib/event-log/received-event';
import { isSluiceError, SluiceError } from '../../../src/lib/platform/errors';
import {
  HUB_CREATED_ON,
  validateJson,
  PARTITION,
  receivedEvent,
  receivedEvents,
} from '../../testing/fixtures/events';
import { ProcessDied } from '../../testing/fakes/hostile-process';
import { MemoryLake } from '../../testing/fakes/memory-lake';
import { MemoryLandingState } from '../../testing/fakes/memory-landing-state';
import { type ReadLine, readLines } from '../../testing/fixtures/read-bronze';
import { MemoryHubLog } from '../../testing/fakes/memory-hub-log';
import { runs } from '../../testing/runs';

interface PlantOptions {
  readonly poisonEvents: readonly number[];
  readonly attempts?: number;
  readonly lake?: MemoryLake;
  readonly store?: SlotStore;
  readonly state?: LandingStateStore;
}

/** Processes in sequence that die over certain events. They share durable state. */
function plant({
  poisonEvents,
  attempts = 3,
  lake = new MemoryLake(),
  store = lake,
  state = new MemoryLandingState(),
}: PlantOptions) {
  const validate = (event: ReceivedEvent): ValidationResult => {
    if (poisonEvents.includes(event.sequenceNumber)) throw new ProcessDied();
    return validateJson(event);
  };
  const openBronzeWriter = (): BronzeWriter =>
    new BronzeWriter({
      source: 'iot',
      store,
      state,
      hub: new MemoryHubLog(),
      validate,
      clock: { now: () => HUB_CREATED_ON },
      pause: () => Promise.resolve(),
      createAttempts: 2,
      poisonAttempts: attempts,
    });

  /**
   * Starts processes until one has read to the end. `sizes` are the batch sizes of all of them, repeated. `idleDeaths`
   * counts the deaths of processes that had landed nothing.
   */
  const landAll = async (
    events: readonly ReceivedEvent[],
    sizes: readonly number[],
  ): Promise<{ deaths: number; idleDeaths: number }> => {
    let next = 0;
    let batch = 0;
    let idleDeaths = 0;
    for (let deaths = 0; ; deaths++) {
      const bronzeWriter = openBronzeWriter();
      const slots = lake.objects.size;
      try {
        while (next < events.length) {
          const size = sizes[batch++ % sizes.length] ?? 1;
          await bronzeWriter.land(PARTITION.partition, events.slice(next, next + size));
          next += size;
        }
        return { deaths, idleDeaths };
      } catch (error) {
        if (!(error instanceof ProcessDied)) throw error;
        if (lake.objects.size === slots) idleDeaths += 1;
        if (deaths > 500) throw new Error('the search does not end', { cause: error });
      }
    }
  };
  return { lake, state, openBronzeWriter, landAll };
}

function expectOnlyPoisonQuarantined(lake: MemoryLake, count: number, poisonEvents: readonly number[]): void {
  const expected = Array.from({ length: count }, (_, n): ReadLine => {
    const poison = poisonEvents.includes(n);
    return {
      sequenceNumber: n,
      verdict: poison ? 'quarantined' : 'accepted',
      codes: poison ? ['poison'] : [],
      body: `{"n":${n}}`,
    };
  });
  expect(readLines(lake.objects.values())).toEqual(expected);
}

/** Divisions until the chunks of a batch are single events. */
const cuts = (value: number): number => Math.ceil(Math.log(Math.max(1, value)) / Math.log(32));

describe('an event that kills the process', () => {
  it.each([0, 1, 49, 98, 99])('is found at position %d of a hundred and quarantined', async (poisonEvent) => {
    const { lake, landAll } = plant({ poisonEvents: [poisonEvent] });
    const { deaths } = await landAll(receivedEvents(0, 99), [100]);
    expectOnlyPoisonQuarantined(lake, 100, [poisonEvent]);
    expect(deaths).toBeLessThanOrEqual(3 + cuts(100) + 1);
  });

  it('is quarantined with its own bytes, even if they are not JSON', async () => {
    const { lake, landAll } = plant({ poisonEvents: [1] });
    await landAll([receivedEvent(0), receivedEvent(1, { body: Buffer.from('\u0000 ü') })], [2]);
    expect(readLines(lake.objects.values())[1]).toEqual({
      sequenceNumber: 1,
      verdict: 'quarantined',
      codes: ['poison'],
      body: '\u0000 ü',
    });
  });

  it('is not searched for before the attempts are used up', async () => {
    const { openBronzeWriter, lake } = plant({ poisonEvents: [7], attempts: 3 });
    for (let process = 1; process <= 3; process++) {
      await expect(openBronzeWriter().land(3, receivedEvents(0, 9))).rejects.toThrow(ProcessDied);
      expect(lake.objects.size).toBe(0);
    }
    // The fourth process continues event by event: the first seven are harmless.
    await expect(openBronzeWriter().land(3, receivedEvents(0, 9))).rejects.toThrow(ProcessDied);
    expect(readLines(lake.objects.values())).toHaveLength(7);
  });

  it('is found together with other poison events in one batch', async () => {
    const poisonEvents = [3, 4, 30, 31, 63];
    const { lake, landAll } = plant({ poisonEvents });
    const { deaths } = await landAll(receivedEvents(0, 63), [64]);
    expectOnlyPoisonQuarantined(lake, 64, poisonEvents);
    expect(deaths).toBeLessThanOrEqual(poisonEvents.length * (3 + cuts(64) + 2));
  });

  it('is found at any position and with any batches, after a limited number of deaths', async () => {
    const scenario = fc
      .record({ count: fc.integer({ min: 1, max: 60 }), attempts: fc.integer({ min: 1, max: 4 }) })
      .chain(({ count, attempts }) =>
        fc.record({
          count: fc.constant(count),
          attempts: fc.constant(attempts),
          poisonEvents: fc.uniqueArray(fc.nat({ max: count - 1 }), { minLength: 1, maxLength: 3 }),
          sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(scenario, async ({ count, attempts, poisonEvents, sizes }) => {
        const { lake, landAll } = plant({ poisonEvents, attempts });
        const { idleDeaths } = await landAll(receivedEvents(0, count - 1), sizes);
        expectOnlyPoisonQuarantined(lake, count, poisonEvents);
        const largest = Math.min(count, Math.max(...sizes));
        expect(idleDeaths).toBeLessThanOrEqual(poisonEvents.length * (attempts + cuts(largest) + 1));
      }),
      { numRuns: runs(100, 500) },
    );
  });
});

describe('faults that are not deaths', () => {
  const outage = new SluiceError('table_unavailable', 'down', { kind: 'transient' });

  it('start no poison search when a lake is down across many restarts', async () => {
    const lake = new MemoryLake();
    const state = new MemoryLandingState();
    const store: SlotStore = {
      create: () => Promise.resolve({ outcome: 'uncertain', cause: '503' }),
      readMetadata: (path) => lake.readMetadata(path),
      firstSlot: (partition) => lake.firstSlot(partition),
    };
    const down = plant({ poisonEvents: [], lake, store, state });
    for (let restart = 0; restart < 30; restart++) {
      await expect(down.openBronzeWriter().land(3, receivedEvents(0, 9))).rejects.toMatchObject({
        kind: 'transient',
      });
      expect(state.poisonSearches.size).toBe(0);
    }
    await plant({ poisonEvents: [], lake, state }).landAll(receivedEvents(0, 9), [10]);
    expect(lake.objects.size).toBe(1);
    expectOnlyPoisonQuarantined(lake, 10, []);
  });

  it.each(['failed', 'performed, but its reply was lost'])(
    'start no poison search when table requests were %s and the same process tries again',
    async (kind) => {
      const state = new MemoryLandingState();
      let failures = 0;
      const flaky =
        <A extends unknown[]>(request: (...args: A) => Promise<void>) =>
        async (...args: A): Promise<void> => {
          if (++failures > 20) return request(...args);
          if (kind !== 'failed') await request(...args);
          throw outage;
        };
      const { openBronzeWriter, lake } = plant({
        poisonEvents: [],
        state: {
          readHint: state.readHint.bind(state),
          advanceHeadHint: state.advanceHeadHint.bind(state),
          readPoisonSearch: state.readPoisonSearch.bind(state),
          writePoisonSearch: flaky(state.writePoisonSearch.bind(state)),
          clearPoisonSearch: flaky(state.clearPoisonSearch.bind(state)),
        },
      });
      const bronzeWriter = openBronzeWriter();
      await retry(() => bronzeWriter.land(3, receivedEvents(0, 7)));
      expect(failures).toBeGreaterThan(20);
      expectOnlyPoisonQuarantined(lake, 8, []);
      expect(lake.objects.size).toBe(1);
    },
  );

  it('start no poison search when a clear fails again and again', async () => {
    const state = new MemoryLandingState();
    let failures = 0;
    const clear = state.clearPoisonSearch.bind(state);
    state.clearPoisonSearch = (partition) => (++failures > 10 ? clear(partition) : Promise.reject(outage));
    const { openBronzeWriter, lake } = plant({ poisonEvents: [], state });
    const bronzeWriter = openBronzeWriter();
    await retry(() => bronzeWriter.land(3, receivedEvents(0, 7)));
    expectOnlyPoisonQuarantined(lake, 8, []);
    expect(lake.objects.size).toBe(1);
  });
});

/** Sends the same batch again after a transient fault, as the host does. */
async function retry(call: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (!isSluiceError(error) || error.kind !== 'transient') throw error;
    }
  }
}
