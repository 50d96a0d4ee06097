import { createAnswer } from '../../../../src/lib/serve/answer/create-answer';
import { MAX_ROWS } from '../../../../src/lib/serve/answer/answer-rows';
import { type PartialValue } from '../../../../src/lib/live/windows/window-state';
import { type HubGeneration, toSequenceNumber } from '../../../../src/lib/event-log/positions';
import { MINUTE, VIEW } from './serving-model';

const HOUR = Date.parse('2026-11-21T06:00:00Z');
const LIFE = '20261101T000000000Z' as HubGeneration;

const values = (count: number, micros: bigint, number: number | null): PartialValue[] => [
  { aggregate: 'count', count },
  { aggregate: 'sum', sum: micros },
  { aggregate: 'minimum', value: number },
  { aggregate: 'maximum', value: number },
  { aggregate: 'average', sum: micros, count },
];

function answer(bucket: 'minute' | 'hour', keys: string[]) {
  return createAnswer({
    view: VIEW,
    query: { from: HOUR + 30 * MINUTE, to: HOUR + 33 * MINUTE, bucket, keys, filters: {} },
    batch: {
      refresh: 7,
      heads: [
        {
          hubGeneration: LIFE,
          partition: 0,
          lastSequenceNumber: 1,
          lastEnqueuedTime: new Date(HOUR).toISOString(),
        },
      ],
    },
    windows: [
      {
        hubGeneration: LIFE,
        partition: 0,
        lastSequenceNumber: 2,
        wholeFrom: 0,
        outsideRetention: undefined,
        minutes: [
          {
            minute: HOUR + 31 * MINUTE,
            lastSequenceNumber: toSequenceNumber(2),
            overflowed: false,
            windows: [0, 10_000].map((offset) => ({
              start: HOUR + 31 * MINUTE + offset,
              groups: [{ keys: ['north', 'ok'], events: 2, values: values(2, 250_000n, 0.1) }],
            })),
          },
        ],
      },
    ],
  });
}

const batchRow = (minute: number, keys: readonly string[], count = 1) => ({
  minute: HOUR + minute * MINUTE,
  keys,
  events: 1,
  values: values(count, 500_000n, null),
});

it('adds batch and live rows exactly, and returns the source of each part', () => {
  const open = answer('hour', ['site']);
  expect(open.batchRange).toEqual({ from: HOUR + 30 * MINUTE, to: HOUR + 33 * MINUTE });
  // The row of a live minute is skipped, because live windows have its events, too.
  for (const minute of [30, 31, 32]) expect(open.addBatch(batchRow(minute, ['north']))).toBe(true);
  expect(open.finish()).toEqual({
    view: 'iot_telemetry',
    type: 'iot.telemetry',
    from: '2026-11-21T06:30:00.000Z',
    to: '2026-11-21T06:33:00.000Z',
    by: { bucket: 'hour', keys: ['site'] },
    refresh: 7,
    watermark: '2026-11-21T06:31:00.000Z',
    liveBehind: false,
    asOf: [{ hubGeneration: LIFE, partition: 0, sequenceNumber: 2 }],
    parts: [
      { source: 'batch', from: '2026-11-21T06:30:00.000Z', to: '2026-11-21T06:31:00.000Z' },
      { source: 'live', from: '2026-11-21T06:31:00.000Z', to: '2026-11-21T06:32:00.000Z' },
      { source: 'batch', from: '2026-11-21T06:32:00.000Z', to: '2026-11-21T06:33:00.000Z' },
    ],
    incomplete: [],
    rows: [
      {
        start: '2026-11-21T06:30:00.000Z',
        end: '2026-11-21T06:33:00.000Z',
        source: 'both',
        keys: { site: 'north' },
        events: 6,
        values: { faults: 6, total: 1.5, least: 0.1, most: 0.1, mean: 0.25 },
      },
    ],
  });
});

it('returns one row for each minute and group, in order', () => {
  const open = answer('minute', ['state', 'site']);
  for (const minute of [32, 30]) open.addBatch(batchRow(minute, ['ok', 'north'], 0));
  expect(open.finish()?.rows.map(({ start, source, values: { mean } }) => [start, source, mean])).toEqual([
    ['2026-11-21T06:30:00.000Z', 'batch', null],
    ['2026-11-21T06:31:00.000Z', 'live', 0.125],
    ['2026-11-21T06:32:00.000Z', 'batch', null],
  ]);
});

it('returns undefined for too many rows', () => {
  const open = answer('minute', ['site']);
  let taken = 0;
  while (open.addBatch(batchRow(30, [`s${taken}`]))) taken += 1;
  expect(taken).toBe(MAX_ROWS);
  expect(open.finish()).toBeUndefined();
});
