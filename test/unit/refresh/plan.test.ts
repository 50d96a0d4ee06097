import {
  batchOfPipeline,
  countNewEvents,
  isSameBatch,
  planPath,
  type PlannedHead,
  toSourceWatermarks,
} from '../../../src/lib/refresh/plan';
import { toRefreshNumber } from '../../../src/lib/refresh/refresh-id';

const head = (
  partition: number,
  slot: number,
  lastSequenceNumber: number,
  change: Partial<PlannedHead> = {},
): PlannedHead => ({
  hubGeneration: 'a',
  partition,
  slot,
  lastSequenceNumber,
  lastEnqueuedTime: '2026-11-21T06:00:00.000Z',
  ...change,
});

describe('countNewEvents', () => {
  it('counts sequence numbers over partitions, sources and hub generations', () => {
    const before = { iot: [head(0, 1, 9), head(1, 0, 4)] };
    const now = {
      iot: [head(0, 3, 29), head(1, 0, 4), head(0, 0, 1, { hubGeneration: 'b' })],
      logistics: [head(2, 0, 99)],
    };
    expect(countNewEvents(now, before)).toBe(20 + 0 + 2 + 100);
    expect(countNewEvents(now, now)).toBe(0);
    expect(countNewEvents(now, {})).toBe(30 + 5 + 2 + 100);
  });

  it.each([
    ['is gone', {}],
    ['went back', { iot: [head(0, 0, 9)] }],
    ['is of another hub generation', { iot: [head(0, 1, 9, { hubGeneration: 'b' })] }],
  ])('refuses a plan if a head of the previous plan %s', (_, now) => {
    expect(() => countNewEvents(now, { iot: [head(0, 1, 9)] })).toThrow(
      /^Bronze went back: iot\/a partition 0/,
    );
  });
});

it('compares batch sources by their runs', () => {
  const batch = { a: { runId: '1', path: 'x' } };
  expect(isSameBatch(batch, batch)).toBe(true);
  expect(isSameBatch({}, batch)).toBe(true);
  expect(isSameBatch({ a: { runId: '2', path: 'x' } }, batch)).toBe(false);
  expect(isSameBatch({ ...batch, b: { runId: '1', path: 'y' } }, batch)).toBe(false);
});

it('names files and folders', () => {
  expect(planPath(toRefreshNumber(1763700000000))).toBe('_refresh/001763700000000/plan.json');
  expect(batchOfPipeline('ingest_reference_files', 'r1')).toEqual({
    source: 'reference_files',
    path: 'batch/reference_files/run=r1',
  });
});

it('returns the watermark of each source', () => {
  const later = { lastEnqueuedTime: '2026-11-21T07:00:00.000Z' };
  expect(toSourceWatermarks({ iot: [head(0, 1, 9, later), head(1, 2, 5)], customers: [] })).toEqual({
    iot: {
      ...later,
      partitions: [
        { hubGeneration: 'a', partition: 0, lastSequenceNumber: 9 },
        { hubGeneration: 'a', partition: 1, lastSequenceNumber: 5 },
      ],
    },
  });
});
