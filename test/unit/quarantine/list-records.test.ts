import fc from 'fast-check';
import { fromCursorText, type ListFilter } from '../../../src/lib/quarantine/list-records';
import { type RecordSummary } from '../../../src/lib/quarantine/api';
import { HUB_CREATED_ON } from '../../testing/fixtures/events';
import { QuarantineScene } from '../../testing/fixtures/quarantine-scene';
import { runs } from '../../testing/runs';

const time = (second: number): string => new Date(HUB_CREATED_ON.getTime() + second * 1000).toISOString();

async function listAll(scene: QuarantineScene, filter: ListFilter, limit: number): Promise<RecordSummary[]> {
  const records: RecordSummary[] = [];
  let after: string | null = null;
  do {
    const cursor: ReturnType<typeof fromCursorText> = after === null ? undefined : fromCursorText(after);
    const page = await scene.quarantine.list(filter, { limit, ...(cursor && { after: cursor }) });
    records.push(...page.records);
    after = page.next;
  } while (after !== null);
  return records;
}

/** Bad events: half of them are not JSON, half are not an envelope. */
const eventArbitrary = fc.record({
  source: fc.constantFrom('iot', 'ecommerce'),
  partition: fc.integer({ min: 0, max: 2 }),
  second: fc.integer({ min: 0, max: 20 }),
  body: fc.constantFrom('no json', '{}'),
});

it('pages through all partitions, newest first, each record once, and counts the records', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(eventArbitrary, { maxLength: 25 }),
      fc.integer({ min: 1, max: 7 }),
      fc.record(
        {
          source: fc.constantFrom('iot', 'ecommerce'),
          code: fc.constantFrom('malformed_json', 'envelope_invalid'),
          from: fc.integer({ min: 0, max: 20 }).map(time),
          to: fc.integer({ min: 0, max: 20 }).map(time),
        },
        { requiredKeys: [] },
      ),
      async (events, limit, wanted) => {
        const scene = new QuarantineScene();
        // Within a partition times ascend, as in a hub.
        for (const { source, partition, second, body } of [...events].sort((a, b) => a.second - b.second)) {
          const enqueuedTime = Date.parse(time(second));
          await scene.land(source, [{ body: Buffer.from(body), enqueuedTime }], { partition });
        }
        const filter = { ...wanted, state: 'all' } as const;
        const expected = events.filter(
          ({ source, body, second }) =>
            (wanted.source ?? source) === source &&
            (wanted.code === undefined || (wanted.code === 'malformed_json') === (body === 'no json')) &&
            (wanted.from === undefined || time(second) >= wanted.from) &&
            (wanted.to === undefined || time(second) < wanted.to),
        );
        const listed = await listAll(scene, filter, limit);
        expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
        expect(listed.map(({ enqueuedTime }) => enqueuedTime)).toEqual(
          expected
            .map(({ second }) => time(second))
            .sort()
            .reverse(),
        );
        const { total, counts } = await scene.quarantine.list(filter, { limit });
        expect(total).toBe(expected.length);
        for (const { source, code, records, contract } of counts) {
          expect(contract).toBeNull();
          const same = expected.filter(
            (event) => event.source === source && (event.body === 'no json') === (code === 'malformed_json'),
          );
          expect(records).toBe(same.length);
        }
      },
    ),
    { numRuns: runs(20, 60) },
  );
});

it('refuses an invalid cursor', () => {
  for (const text of [
    '',
    'x',
    Buffer.from('[1]').toString('base64url'),
    Buffer.from('{"a":[[1,2]]}').toString('base64url'),
  ]) {
    expect(fromCursorText(text)).toBeUndefined();
  }
});

it('returns the totals of landed events, by partition', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', ['bad', 'bad'], { partition: 1 });
  await scene.land('iot', ['bad'], { partition: 1 });
  expect(await scene.quarantine.totals()).toEqual([
    {
      source: 'iot',
      hubGeneration: '20261121T025044123Z',
      partition: 1,
      accepted: 0,
      quarantined: 3,
      slots: 2,
      slot: 1,
      lastSequenceNumber: 2,
      newestEnqueuedTime: '2026-11-21T02:50:45.125Z',
    },
  ]);
  expect(await scene.quarantine.summary()).toEqual({
    records: 3,
    open: 3,
    bySourceAndCode: [{ source: 'iot', code: 'malformed_json', records: 3 }],
  });
});
