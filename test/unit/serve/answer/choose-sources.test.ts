import { chooseSources } from '../../../../src/lib/serve/answer/choose-sources';
import { type PlannedHead } from '../../../../src/lib/serve/answer/ports';
import { type PartitionWindows } from '../../../../src/lib/live/windows/window-state';
import { type HubGeneration, toSequenceNumber } from '../../../../src/lib/event-log/positions';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LIFE = '20261101T000000000Z';

const at = (minutes: number): number => NOON + minutes * MINUTE;

function head(changes: Partial<PlannedHead> = {}): PlannedHead {
  return {
    hubGeneration: LIFE,
    partition: 0,
    lastSequenceNumber: 100,
    lastEnqueuedTime: new Date(at(0)).toISOString(),
    ...changes,
  };
}

/** @param minutes by minutes after noon: the newest sequence number, and whether it overflowed */
function live(
  minutes: Readonly<Record<number, number | readonly [last: number, overflowed: true]>>,
  changes: Partial<Omit<PartitionWindows, 'hubGeneration'>> & { readonly hubGeneration?: string } = {},
): PartitionWindows {
  const { hubGeneration = LIFE, ...rest } = changes;
  return {
    hubGeneration: hubGeneration as HubGeneration,
    partition: 0,
    lastSequenceNumber: 120,
    wholeFrom: at(-60),
    outsideRetention: undefined,
    minutes: Object.entries(minutes).map(([minute, state]) => ({
      minute: at(Number(minute)),
      lastSequenceNumber: toSequenceNumber(typeof state === 'number' ? state : state[0]),
      overflowed: typeof state !== 'number',
      windows: [],
    })),
    ...rest,
  };
}

const outsideRetention = (
  last: number,
  earliest: number,
  latest: number,
): NonNullable<PartitionWindows['outsideRetention']> => ({
  events: 1,
  earliest,
  latest,
  lastSequenceNumber: toSequenceNumber(last),
});

it('takes only minutes with events after the plan from live windows', () => {
  const { isLive, incompleteOf, asOf, liveBehind } = chooseSources(
    [head()],
    [live({ '-2': 90, '-1': 101, '0': 100, '1': 120 })],
  );
  expect([-3, -2, -1, 0, 1, 2].map((minute) => isLive(at(minute)))).toEqual([
    false,
    false,
    true,
    false,
    true,
    false,
  ]);
  expect([-3, -1, 1].map((minute) => incompleteOf(at(minute)))).toEqual([undefined, undefined, undefined]);
  expect([asOf, liveBehind]).toEqual([[{ hubGeneration: LIFE, partition: 0, sequenceNumber: 120 }], false]);
});

it('takes a minute from live windows if one of several partitions has new events', () => {
  const { isLive, asOf } = chooseSources(
    [head(), head({ partition: 1, lastSequenceNumber: 7 })],
    [
      live({ '0': 100 }),
      live({ '0': 8 }, { partition: 1, lastSequenceNumber: 8 }),
      live({ '1': 0 }, { partition: 2, lastSequenceNumber: 0 }),
    ],
  );
  expect([isLive(at(0)), isLive(at(1)), isLive(at(2))]).toEqual([true, true, false]);
  expect(asOf.map(({ sequenceNumber }) => sequenceNumber)).toEqual([120, 8, 0]);
});

it.each([
  ['have not reached', [live({}, { lastSequenceNumber: 99 })]],
  ['do not have', []],
])('answers from the batch view up to the plan if live windows %s a partition of it', (_, windows) => {
  const { isLive, asOf, liveBehind } = chooseSources([head()], windows);
  expect([isLive(at(1)), liveBehind, asOf]).toEqual([
    false,
    true,
    [{ hubGeneration: LIFE, partition: 0, sequenceNumber: 100 }],
  ]);
});

it('uses the plan for an ended hub generation whose live windows are incomplete', () => {
  const next = '20261121T115000000Z';
  for (const old of [[], [live({ '5': 70 }, { lastSequenceNumber: 70 })]]) {
    const { isLive, asOf, liveBehind, incompleteOf } = chooseSources(
      [head(), head({ hubGeneration: next, lastSequenceNumber: 3 })],
      [...old, live({ '1': 9, '1445': 9 }, { hubGeneration: next, lastSequenceNumber: 9 })],
    );
    expect([liveBehind, asOf]).toEqual([
      false,
      [
        { hubGeneration: LIFE, partition: 0, sequenceNumber: 100 },
        { hubGeneration: next, partition: 0, sequenceNumber: 9 },
      ],
    ]);
    // Its last event was enqueued at noon and may be up to a day in the future.
    expect([isLive(at(1)), incompleteOf(at(1))]).toEqual([false, 'outside-retention']);
    expect([isLive(at(1445)), incompleteOf(at(1445))]).toEqual([true, undefined]);
  }
});

it('takes a minute before wholeFrom from the batch view, and reports it if the plan is older', () => {
  const { isLive, incompleteOf } = chooseSources([head()], [live({ '-70': 101, '-71': 99 })]);
  expect([isLive(at(-70)), incompleteOf(at(-70))]).toEqual([false, 'outside-retention']);
  expect([isLive(at(-71)), incompleteOf(at(-71))]).toEqual([false, undefined]);
});

it('reports minutes before wholeFrom that lack late events, except those before the plan', () => {
  const late = (last: number) =>
    chooseSources(
      [head()],
      [live({}, { outsideRetention: outsideRetention(last, at(-90) + 1, at(-80) + 1) })],
    );
  expect([-91, -90, -80, -79].map((minute) => late(101).incompleteOf(at(minute)))).toEqual([
    undefined,
    'outside-retention',
    'outside-retention',
    undefined,
  ]);
  expect(late(100).incompleteOf(at(-85))).toBeUndefined();
});

it('reports all minutes before wholeFrom if the plan is older', () => {
  const old = head({ lastEnqueuedTime: new Date(at(-61)).toISOString() });
  expect(chooseSources([old], [live({})]).incompleteOf(at(-600))).toBe('outside-retention');
  expect(
    chooseSources([old], [live({}, { lastSequenceNumber: 100 })]).incompleteOf(at(-600)),
  ).toBeUndefined();
});

it('takes a minute with too many groups from the batch view, and reports it if it has changed', () => {
  const { isLive, incompleteOf } = chooseSources([head()], [live({ '0': [101, true], '-1': [99, true] })]);
  expect([isLive(at(0)), incompleteOf(at(0))]).toEqual([false, 'overflowed']);
  expect([isLive(at(-1)), incompleteOf(at(-1))]).toEqual([false, undefined]);
});

it('reports a live minute that may lack an event that came a day before its time', () => {
  const early = { outsideRetention: outsideRetention(50, at(3), at(3) + 10) };
  for (const more of [{}, { future: [{ from: at(3), to: at(3) }] }]) {
    const { isLive, incompleteOf } = chooseSources(
      [head()],
      [live({ '2': 101, '3': 101, '4': 101 }, { ...early, ...more })],
    );
    expect([2, 3, 4].map((minute) => incompleteOf(at(minute)))).toEqual([undefined, 'future', undefined]);
    expect(isLive(at(3))).toBe(true);
  }
  const unseen = chooseSources(
    [head()],
    [live({}, { outsideRetention: outsideRetention(101, at(3), at(3)) })],
  );
  expect([unseen.isLive(at(3)), unseen.incompleteOf(at(3))]).toEqual([false, 'future']);
});

it('needs the list of future minutes if late events are far from them', () => {
  const wide = { outsideRetention: outsideRetention(50, at(-500), at(2) + DAY) };
  const windows = { '1': 101 };
  expect(chooseSources([head()], [live(windows, wide)]).incompleteOf(at(1))).toBe('future');
  const listed = live(windows, { ...wide, future: [{ from: at(2) + DAY, to: at(2) + DAY }] });
  expect(chooseSources([head()], [listed]).incompleteOf(at(1))).toBeUndefined();
});

it('takes all minutes from live windows without a batch view', () => {
  const { isLive, incompleteOf, liveBehind } = chooseSources(undefined, [live({ '0': [5, true] })]);
  expect([isLive(at(-100)), isLive(at(0)), liveBehind]).toEqual([true, true, false]);
  expect([-100, -1, 0].map((minute) => incompleteOf(at(minute)))).toEqual([
    'outside-retention',
    undefined,
    'overflowed',
  ]);
});
