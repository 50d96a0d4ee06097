import fc from 'fast-check';
import { MinimumBatches } from '../../../local/functions-host/event-hubs/minimum-batches';
import { type ReceivedEvent } from '../../../local/functions-host/event-hubs/received-event';
import { runs } from '../../testing/runs';
import { ManualClock } from './manual-clock';

const START = '2026-01-01T00:00:00.000Z';
const WAIT_MILLISECONDS = 1000;

const event = (sequenceNumber: number): ReceivedEvent => ({
  body: Buffer.alloc(0),
  bodyType: 'data',
  sequenceNumber,
  offset: String(sequenceNumber),
  enqueuedTime: 0,
  partitionKey: undefined,
  properties: undefined,
  otherSystemProperties: undefined,
});

/** Runs all pending promise callbacks. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Batches of 3 to 5 events whose calls end when the test decides. */
class Scene {
  readonly clock = new ManualClock(START);
  readonly dispatched: number[][] = [];
  readonly lost: number[] = [];
  isFaulty = false;
  readonly #calls: (() => void)[] = [];
  readonly batches = new MinimumBatches({
    minimum: 3,
    maximum: 5,
    maxWaitMilliseconds: WAIT_MILLISECONDS,
    checkpointedAt: new Date(START),
    clock: this.clock,
    dispatch: (events) => {
      this.dispatched.push(events.map(({ sequenceNumber }) => sequenceNumber));
      return new Promise((resolve) => this.#calls.push(resolve));
    },
    isLosing: () => this.isFaulty,
    onLost: (events) => this.lost.push(...events.map(({ sequenceNumber }) => sequenceNumber)),
  });

  get isCalling(): boolean {
    return this.#calls.length > 0;
  }

  async receive(from: number, count: number): Promise<void> {
    void this.batches.receive(Array.from({ length: count }, (_, index) => event(from + index)));
    await settle();
  }

  async pass(milliseconds: number): Promise<void> {
    this.clock.moveTo(new Date(this.clock.now().getTime() + milliseconds).toISOString());
    await settle();
  }

  async endCall(): Promise<void> {
    this.#calls.shift()?.();
    await settle();
  }

  /** Until no events are held back and no call is running. */
  async drain(): Promise<void> {
    for (let round = 0; round < 20; round++) {
      while (this.isCalling) await this.endCall();
      await this.pass(WAIT_MILLISECONDS);
    }
  }
}

describe('MinimumBatches', () => {
  test('drops waiting events when received events are read again', async () => {
    const scene = new Scene();
    await scene.receive(1, 2);
    await scene.pass(WAIT_MILLISECONDS);
    expect(scene.dispatched).toEqual([[1, 2]]);
    await scene.receive(3, 4);
    scene.batches.clear();
    await scene.receive(1, 3);
    await scene.endCall();
    expect(scene.dispatched).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
  });

  test('starts no batch after it was stopped', async () => {
    const scene = new Scene();
    await scene.receive(1, 2);
    await scene.batches.stop();
    await scene.pass(WAIT_MILLISECONDS);
    expect(scene.dispatched).toEqual([]);
    expect(scene.clock.due).toEqual([]);
  });

  const step = fc.oneof(
    fc.record({ kind: fc.constant('receive' as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant('pass' as const), milliseconds: fc.integer({ min: 1, max: 1500 }) }),
    fc.record({ kind: fc.constant('end' as const) }),
  );

  test.each([false, true])(
    'passes on every event once, in order and in batches of the limit, except those that the fault loses (%s)',
    async (isFaulty) => {
      const seed = Date.now();
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          const scene = new Scene();
          scene.isFaulty = isFaulty;
          let next = 0;
          for (const one of steps) {
            // Like the pump: it receives no more events while its batch is running.
            if (one.kind === 'receive' && !scene.isCalling) {
              await scene.receive(next, one.count);
              next += one.count;
            } else if (one.kind === 'pass') await scene.pass(one.milliseconds);
            else await scene.endCall();
          }
          await scene.drain();
          const handed = scene.dispatched.flat();
          expect(handed).toEqual([...handed].sort((a, b) => a - b));
          expect([...handed, ...scene.lost].sort((a, b) => a - b)).toEqual(
            Array.from({ length: next }, (_, index) => index),
          );
          if (!isFaulty) expect(scene.lost).toEqual([]);
          for (const batch of scene.dispatched) expect(batch.length).toBeLessThanOrEqual(5);
        }),
        { seed, numRuns: runs(60, 200) },
      );
    },
  );

  test('starts a new timer for remaining events after a call that was longer than the last timer', async () => {
    const scene = new Scene();
    await scene.receive(0, 2);
    await scene.receive(2, 5);
    await scene.pass(WAIT_MILLISECONDS);
    await scene.endCall();
    expect(scene.dispatched).toEqual([[0, 1, 2, 3, 4]]);
    expect(scene.clock.due).toEqual(['2026-01-01T00:00:02.000Z']);
    await scene.pass(WAIT_MILLISECONDS);
    expect(scene.dispatched.at(-1)).toEqual([5, 6]);
  });

  test('loses nothing with the fault when the timer has not elapsed', async () => {
    const scene = new Scene();
    scene.isFaulty = true;
    await scene.receive(0, 2);
    await scene.receive(2, 5);
    await scene.pass(WAIT_MILLISECONDS - 1);
    await scene.endCall();
    expect(scene.lost).toEqual([]);
  });

  test('loses at most minEventBatchSize minus one events at a time', async () => {
    const scene = new Scene();
    scene.isFaulty = true;
    await scene.receive(0, 2);
    await scene.receive(2, 5);
    expect(scene.dispatched).toEqual([[0, 1, 2, 3, 4]]);
    await scene.pass(WAIT_MILLISECONDS);
    await scene.endCall();
    expect(scene.lost).toEqual([5, 6]);
  });
});
