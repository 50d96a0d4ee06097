import { Session } from '../../../../lakehouse/engines/duckdb/session';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

describe("Spark's functions in DuckDB", () => {
  let session: Session;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    session = await Session.open({ temporaryDirectory: directory.path, threads: 1, memoryLimit: '256MB' });
  });
  afterAll(async () => {
    session.close();
    await directory.remove();
  });

  // Results of Spark 4 according to its documentation (https://spark.apache.org/docs/latest/api/sql/).
  it.each<[expression: string, value: unknown]>([
    ['size([1, 2, NULL])', 3],
    ['array_size([1, 2])', 2],
    ['element_at([5, 6], 2)', 6],
    ["array_join(['a', 'b'], '-')", 'a-b'],
    ['sort_array([3, 1, 2])', [1, 2, 3]],
    ["sha2('Spark', 256)", '529bc3b07127ecb7e53a4dcf1991d9152c24537d919178022b2c42657f79a26b'],
    ["locate('b', 'abc')", 2],
    ["startswith('abc', 'ab')", true],
    ["endswith('abc', 'ab')", false],
    ["dayofweek(DATE '2009-07-30')", '5'],
    ["weekday(DATE '2009-07-30')", '3'],
    ["date_add(DATE '2016-07-30', 1)", '2016-07-31'],
    ["date_sub(DATE '2016-07-30', 1)", '2016-07-29'],
    ["datediff(DATE '2009-07-31', DATE '2009-07-30')", 1],
    ["add_months(DATE '2016-08-31', 1)", '2016-09-30'],
    ["to_date('2016-12-31')", '2016-12-31'],
    ["unix_timestamp(TIMESTAMPTZ '2025-01-01 00:00:01.9Z')", '1735689601'],
    ["unix_millis(TIMESTAMPTZ '1970-01-01 00:00:01Z')", '1000'],
    ["unix_micros(TIMESTAMPTZ '1970-01-01 00:00:01Z')", '1000000'],
    ['timestamp_millis(1230219000123)', '2008-12-25 15:30:00.123+00'],
    ["nvl(NULL, 'x')", 'x'],
    ['nvl2(NULL, 2, 1)', 1],
    ['try_divide(3, 2)', 1.5],
    ['try_divide(1, 0)', null],
    ['pmod(-10, 3)', 2],
    ["CAST(TIMESTAMPTZ '2026-03-01 23:30:00-01:00' AS DATE)", '2026-03-02'],
    ["date_trunc('hour', TIMESTAMPTZ '2026-03-01 23:30:00Z')", '2026-03-01 23:00:00+00'],
    ['CAST(1 AS STRING)', '1'],
  ])('%s', async (expression, value) => {
    expect((await session.rows(`SELECT ${expression} AS value`))[0]?.['value']).toEqual(value);
  });

  it('explode and sequence return rows, and none for an empty array', async () => {
    const rows = await session.rows('SELECT n, explode(sequence(1, n)) AS i FROM (VALUES (2), (0)) AS t(n)');
    expect(rows.map(({ i }) => i)).toEqual(['1', '2']);
    expect(await session.rows('SELECT explode([]) AS none')).toEqual([]);
  });

  it('aggregates ignore NULL', async () => {
    const [row] = await session.rows(
      'SELECT sort_array(collect_list(n)) AS list, sort_array(collect_set(n)) AS set, percentile(n, 0.5) AS median FROM (VALUES (1), (3), (3), (NULL)) AS t(n)',
    );
    expect(row).toEqual({ list: [1, 3, 3], set: [1, 3], median: 3 });
  });

  it('sha2 refuses unsupported lengths', async () => {
    await expect(session.rows("SELECT sha2('x', 512)")).rejects.toThrow('sha2 supports 256 bits only');
  });

  it('refuses to read from the network', async () => {
    await expect(session.rows("SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')")).rejects.toThrow(
      /httpfs/,
    );
  });
});
