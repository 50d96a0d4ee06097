import fc from 'fast-check';
import { nearestPath, toJsonLines } from '../../../monitor/derive/json-lines';
import { layoutMap, toFlow, toPoolLength } from '../../../monitor/derive/map-layout';
import { fromPointer, toPointer } from '../../../monitor/derive/pointer';
import { toQuarantineQuery, toReplayFilter } from '../../../monitor/derive/quarantine-filter';
import { fromHash, toHash } from '../../../monitor/derive/route';
import { toSchemaFields } from '../../../monitor/derive/schema-fields';
import { toBars, toExtent } from '../../../monitor/derive/timeline';
import { readContracts } from '../../browser/fixture/contracts';
import { toRefreshDetail } from '../../browser/fixture/refreshes';
import { createScene } from '../../browser/fixture/scene';

describe('addresses of the page', () => {
  test('are parsed to the route they were made from', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 }), { maxLength: 2 }),
        fc.string({ minLength: 1 }),
        (parts, code) => {
          expect(fromHash(toHash('quarantine', parts, { code, source: '' }))).toEqual({
            page: 'quarantine',
            parts,
            query: { code },
          });
        },
      ),
    );
  });

  test('lead to the pipeline if they are unknown', () => {
    expect(fromHash('#/nowhere/%E0%A4')).toEqual({ page: 'pipeline', parts: ['%E0%A4'], query: {} });
    expect(fromHash('').page).toBe('pipeline');
  });
});

describe('printed JSON', () => {
  test('prints as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (given) => {
        const value = JSON.parse(JSON.stringify(given)) as unknown;
        const text = toJsonLines(value)
          .map(
            ({ depth, name, text, comma }) =>
              `${'  '.repeat(depth)}${name === null ? '' : `${name}: `}${text}${comma ? ',' : ''}`,
          )
          .join('\n');
        expect(text).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  test('gives each line its JSON Pointer, which can be resolved', () => {
    expect(toJsonLines({ 'a/b': [{ '~': 1 }] }).map(({ path }) => path)).toContain('/a~1b/0/~0');
    expect(fromPointer(toPointer('/x', 'a/b~c'))).toEqual(['x', 'a/b~c']);
  });

  test('marks a missing field at its parent', () => {
    expect(nearestPath(new Set(['', '/data', '/data/a']), '/data/gone/deep')).toBe('/data');
  });
});

describe('fields of a contract', () => {
  test('list every field once, with references resolved', () => {
    for (const { schema } of readContracts()) {
      const fields = toSchemaFields(schema);
      expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length);
      expect(fields.filter(({ type }) => type === '')).toEqual([]);
    }
    const profile = readContracts().find(({ type }) => type === 'customers.profile');
    const fields = toSchemaFields(profile?.schema ?? {});
    expect(fields.find(({ path }) => path === '/customerId')).toMatchObject({
      type: 'string',
      required: true,
    });
    expect(fields.find(({ path }) => path === '/profile/address/country')).toMatchObject({ depth: 2 });
  });
});

describe('the timeline of a refresh', () => {
  test('lists pipelines and tasks below their steps, with the states of the page', () => {
    const detail = toRefreshDetail(createScene(), 'r40');
    if (detail === undefined) throw new Error('the fixture has no refresh r40');
    const bars = toBars(detail);
    expect(bars.map(({ name, level, state }) => `${level} ${name} ${state}`)).toEqual([
      '0 Pipelines succeeded',
      '1 exchange_rates succeeded',
      '1 product_catalogue succeeded',
      '0 Plan succeeded',
      '0 Job failed',
      '1 silver_iot succeeded',
      '1 silver_ecommerce succeeded',
      '1 silver_customers succeeded',
      '1 silver_logistics succeeded',
      '1 silver_batch succeeded',
      '1 gold_windows succeeded',
      '1 gold_dimensions succeeded',
      '1 gold_facts succeeded',
      '1 gold_mart_sales failed',
      '1 gold_views failed',
      '0 Quality check failed',
    ]);
    const [from, to] = toExtent(bars, detail.startedAt, Date.now());
    expect(bars.every((bar) => bar.from === null || (bar.from >= from && (bar.to ?? to) <= to))).toBe(true);
  });
});

describe('filters of records', () => {
  test('select the same records in the list and in a replay', () => {
    const query = { source: 'iot', code: 'contract.maximum', from: '2026-11-21T09:00Z' };
    expect(toQuarantineQuery(query)).toBe(
      '/api/quarantine?limit=50&state=open&source=iot&code=contract.maximum&from=2026-11-21T09%3A00%3A00.000Z',
    );
    expect(toReplayFilter(query)).toEqual({
      source: 'iot',
      code: 'contract.maximum',
      from: '2026-11-21T09:00:00.000Z',
    });
  });

  test('never select all records for a replay', () => {
    expect(toReplayFilter({ state: 'open' })).toBeUndefined();
  });
});

describe('the map', () => {
  test('keeps everything within its width, in the order of the data flow', () => {
    for (const width of [860, 1200, 1520]) {
      const { bronze, silver, gold, sinks, lanes } = layoutMap(['a', 'b', 'c', 'd'], width);
      const ends = [lanes[0]?.hubX ?? 0, bronze.x, silver.x, gold.x, sinks.x, sinks.x + sinks.width, width];
      expect(ends).toEqual([...ends].sort((one, other) => one - other));
    }
  });

  test('moves nothing without events, and faster with more events', () => {
    expect([toFlow(0).speed, toFlow(null).speed]).toEqual([0, 0]);
    expect(toFlow(4000).speed).toBeGreaterThan(toFlow(40).speed);
    expect(toPoolLength(0, 100)).toBe(0);
    expect(toPoolLength(1e9, 100)).toBe(100);
  });
});
