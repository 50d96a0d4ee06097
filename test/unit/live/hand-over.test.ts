import { toSequenceNumber, toSlot } from '../../../src/lib/event-log/positions';
import { type LandedBatch } from '../../../src/lib/landing/slots';
import { HandOver } from '../../../src/lib/live/hand-over';
import { type FollowLimits, type FollowResult } from '../../../src/lib/live/windows/follow';
import { SluiceError } from '../../../src/lib/platform/errors';
import { PARTITION } from '../../testing/fixtures/events';

const BATCH: LandedBatch = {
  partition: PARTITION,
  head: { slot: toSlot(3), lastSequenceNumber: toSequenceNumber(9) },
  slots: [],
};
const OTHER: LandedBatch = { ...BATCH, partition: { ...PARTITION, partition: 4 } };
const LEVEL: FollowResult = { state: 'level', aggregated: 2, first: 8, lost: [] };

/** A hand-over whose next calls have these outcomes; later ones succeed. */
function scene(...outcomes: (Promise<FollowResult> | FollowResult | Error)[]) {
  const clock = { time: 0, now: () => new Date(clock.time) };
  const calls: [number, FollowLimits][] = [];
  const logged: string[] = [];
  const noticed: string[] = [];
  const log = {
    debug: (...words: unknown[]) => void logged.push(`debug ${words.join(' ')}`),
    error: (...words: unknown[]) => void logged.push(`error ${words.join(' ')}`),
  };
  const handOver = new HandOver({
    clock,
    noticeChange: ({ source, partition }) => void noticed.push(`${source} ${partition}`),
    milliseconds: 20,
    maxUnread: 100,
    follow: ({ partition }, limits) => {
      calls.push([partition.partition, limits]);
      const outcome = outcomes.shift() ?? LEVEL;
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  });
  const take = (batch = BATCH) => handOver.take(batch, [], log);
  return { clock, calls, logged, noticed, take };
}

const away = new SluiceError('table_unavailable', '503', { kind: 'transient' });

it('follows with the limits of a landing call', async () => {
  const { calls, logged, take } = scene();
  await take();
  await take();
  expect(calls).toEqual(Array(2).fill([3, { until: 20, maxUnread: 100, searches: false }]));
  expect(logged).toEqual(Array(2).fill('debug partition 3: 2 events aggregated into live windows'));
});

it.each([
  ['windows changed', { ...LEVEL, aggregated: 2 }, ['iot 3']],
  ['windows had all events already', { ...LEVEL, aggregated: 0 }, []],
  ['the table was away', new SluiceError('table_unavailable', '503', { kind: 'transient' }), []],
])('notices a change when %s: %j', async (_, outcome, expected) => {
  const { noticed, take } = scene(outcome);
  await take();
  expect(noticed).toEqual(expected);
});

it('leaves a partition to the timer for 15 seconds after a fault, and no other partition', async () => {
  const { clock, calls, logged, take } = scene(away);
  await take();
  await take();
  clock.time = 14_999;
  await take();
  expect(calls).toHaveLength(1);
  expect(logged).toEqual(['error a call failed: live of iot: table_unavailable']);
  await take(OTHER);
  expect(calls).toHaveLength(2);
});

it('does not wait for the first try after a fault, and waits again after it succeeds', async () => {
  let done: (result: FollowResult) => void = () => undefined;
  const slow = new Promise<FollowResult>((resolve) => (done = resolve));
  const { clock, calls, take } = scene(away, slow);
  await take();
  clock.time = 15_000;
  await take();
  await take();
  expect(calls).toHaveLength(2);
  done(LEVEL);
  await new Promise(setImmediate);
  await take();
  expect(calls).toHaveLength(3);
});

it('waits for a hanging table once', async () => {
  const { clock, calls, logged, take } = scene(new Promise(() => undefined));
  await take();
  clock.time = 60_000;
  await take();
  expect(calls).toHaveLength(1);
  expect(logged).toEqual([expect.stringMatching(/^error live windows of iot.*p=03 do not follow:.*longer/)]);
});

it.each([
  ['behind', 1000],
  ['unfinished', 1000],
  ['searching', 15_000],
] as const)('leaves a partition that is %s to the timer for %d ms', async (state, milliseconds) => {
  const { clock, calls, take } = scene({ state, aggregated: 0, first: undefined, lost: [] });
  await take();
  clock.time = milliseconds - 1;
  await take();
  expect(calls).toHaveLength(1);
  clock.time = milliseconds;
  await take();
  expect(calls).toHaveLength(2);
});

it('logs events that the windows will never hold', async () => {
  const { logged, take } = scene({ ...LEVEL, lost: [{ from: 4, to: 7 }] });
  await take();
  expect(logged[1]).toMatch(/^error events lost before the live windows: iot.*p=03, sequence numbers 4 to 7/);
});
