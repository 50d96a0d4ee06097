import { readFlights } from '../testing/fixtures/flights';
import { ended, LONG_MILLISECONDS, query, startRefresh } from '../testing/fixtures/lakehouse';
import { runScript } from '../testing/fixtures/run-script';
import { startTestStack, type TestStack } from '../testing/fixtures/stack';
import { runs } from '../testing/runs';

const LIMIT = runs(5000, 20_000);

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ withLakehouse: true });
});

afterAll(async () => {
  await stack.end();
});

it(
  'serves the same sums in Gold as the data set when its flights are replayed',
  async () => {
    const { code, output } = await runScript('replay.js', [
      'flights',
      '--limit',
      String(LIMIT),
      '--data',
      stack.dataDirectory,
    ]);
    expect([code, output]).toEqual([0, expect.stringContaining('Landed exactly')]);
    const refresh = await ended(stack, await startRefresh(stack));
    expect([refresh.state, refresh.reason]).toEqual(['succeeded', null]);

    // DuckDB alone computes these sums from the package.
    const expected = await readFlights(LIMIT);
    const rows = await query(
      stack.dataDirectory,
      `SELECT f.origin_site_code AS origin, count(*)::INTEGER AS flights, sum(f.delay_minutes)::INTEGER AS delay,
            count(*) FILTER (WHERE f.is_late)::INTEGER AS late, any_value(p.name) AS name
     FROM gold.fact_shipment AS f LEFT JOIN gold.dim_place AS p ON p.site_code = f.origin_site_code
     GROUP BY ALL ORDER BY origin`,
    );
    expect(rows.map(({ origin, flights, delay, late }) => ({ origin, flights, delay, late }))).toEqual(
      expected,
    );
    expect(expected.reduce((sum, { flights }) => sum + flights, 0)).toBe(LIMIT);
    // The names come from the batch file of airports; events have the codes only.
    expect(rows.filter(({ name }) => typeof name === 'string' && name.length > 3).length).toBeGreaterThan(
      100,
    );
  },
  LONG_MILLISECONDS,
);
