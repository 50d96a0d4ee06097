import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchRelation } from '../../../lakehouse/engines/duckdb/bronze/batch-relation';
import {
  acceptedSql,
  contractRelation,
  linesSql,
} from '../../../lakehouse/engines/duckdb/bronze/contract-relation';
import { businessDateMacro, DIALECT_MACROS } from '../../../lakehouse/engines/duckdb/dialect';
import { Session } from '../../../lakehouse/engines/duckdb/session';
import { loadModels } from '../../../lakehouse/engines/duckdb/model/load-models';
import { type Model } from '../../../lakehouse/engines/duckdb/model/model';
import { blankOpaque } from '../../../lakehouse/engines/duckdb/model/sql-text';
import { castColumns, emptyRelation } from '../../../lakehouse/engines/duckdb/sql';
import { LAKEHOUSE } from './lakehouse-scene';
import { KEYWORDS, SHARED_FUNCTIONS } from './shared-functions';

const { models, bronzeTypes, batchChecks } = loadModels(LAKEHOUSE);
const all = [...models.values()];

describe('every model, over relations without rows', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-models-'));
  let session: Session;

  beforeAll(async () => {
    session = await Session.open({ temporaryDirectory: directory, threads: 1, memoryLimit: '256MB' });
    await session.run(
      "CREATE TABLE run.settings AS SELECT 1::BIGINT AS refresh, TIMESTAMPTZ '2026-11-21 06:00:00Z' AS refreshed_at, 'p' AS pepper",
    );
    for (const model of all) {
      const columns = [...model.columns, { name: '_refresh', type: 'long' as const }];
      await session.view(model.name, emptyRelation(columns));
      await session.view(`changed.${model.table}`, emptyRelation(columns));
      await session.view(`existing.${model.table}`, emptyRelation(columns));
    }
  });
  afterAll(() => {
    session.close();
    rmSync(directory, { recursive: true });
  });

  it.each(all.map((model) => [model.name, model] as const))('%s', async (_, model) => {
    const { bronze } = model;
    if (bronze !== undefined) {
      const type = bronzeTypes[bronze.relation];
      const sql =
        bronze.kind === 'batch' || type === undefined
          ? batchRelation(bronze as Parameters<typeof batchRelation>[0], undefined, batchChecks)
          : contractRelation(type, `(${linesSql(type, `(${acceptedSql([])})`)})`);
      await session.view(`bronze.${bronze.relation}`, sql);
      await session.view(`rejected.${bronze.relation}`, emptyRelation(model.columns));
    }
    if (model.strategy === 'replace') {
      const partition = model.columns.filter(({ name }) => name === model.partitionBy);
      await session.view('run.affected', emptyRelation(partition));
    }
    const { columns } = await session.table(model.sql);
    // By name: the engines cast and order them as declared.
    expect(columns.map(({ name }) => name).sort()).toEqual(model.columns.map(({ name }) => name).sort());
    const typed = `SELECT ${castColumns(model.columns)} FROM (${model.sql})`;
    expect((await session.table(typed)).rows).toHaveLength(await rowsOfNothing(model));
    if (model.affected !== undefined) await session.table(model.affected);
    for (const { check } of model.expectations)
      await session.table(`SELECT count(*) FILTER (WHERE ${check}) FROM (${typed})`);
  });

  /** Rows without an upstream: unknown members. */
  async function rowsOfNothing({ sql }: Model): Promise<number> {
    return (await session.table(sql)).rows.length;
  }
});

it('uses no function that only one engine has', () => {
  const macros = [...DIALECT_MACROS, businessDateMacro('UTC')];
  const given = new Set(macros.map((macro) => macro.slice(0, macro.indexOf('('))));
  const texts = [
    ...all.map(({ name, sql, affected = '', expectations }) => ({
      name,
      sql: [sql, affected, ...expectations.map(({ check }) => check)],
    })),
    ...Object.entries(bronzeTypes).map(([name, { checks }]) => ({
      name: `the checks of ${name}`,
      sql: checks.map(({ when }) => when),
    })),
    {
      name: 'the checks of batch files',
      sql: Object.values(batchChecks)
        .flat()
        .map(({ when }) => when),
    },
  ];
  const unknown = texts.flatMap((model) =>
    model.sql.flatMap((sql) =>
      Array.from(blankOpaque(sql).matchAll(/([a-z_][a-z0-9_]*)\s*\(/gi), ([, name = '']) =>
        name.toLowerCase(),
      )
        .filter((name) => !SHARED_FUNCTIONS.has(name) && !KEYWORDS.has(name) && !given.has(name))
        // `WITH name AS (` and `) AS name (` name relations, not functions.
        .map((name) => `${model.name}: ${name}`),
    ),
  );
  expect(unknown).toEqual([]);
});

it('uses no syntax that differs between the engines', () => {
  for (const { name, sql, affected = '' } of all) {
    const text = blankOpaque(`${sql}\n${affected}`);
    expect([name, /\bQUALIFY\b|::|\bconcat\s*\(|[`"]/i.exec(text)?.[0]]).toEqual([name, undefined]);
    // Spark puts NULL first, DuckDB last: an order over nullable values must be explicit.
    for (const [, column = ''] of text.matchAll(/\b(\w+) DESC(?! NULLS)/g))
      expect([name, column, NEVER_NULL.has(column)]).toEqual([name, column, true]);
  }
});

/** Sort columns that are never NULL. */
const NEVER_NULL: ReadonlySet<string> = new Set([
  'authority',
  'described_at',
  'end',
  'END',
  'status_at',
  'status_event_id',
  'valid_from',
]);

it('describes each table, column and rule', () => {
  for (const { name, description, columns } of all) {
    expect([name, description.endsWith('.')]).toEqual([name, true]);
    for (const column of columns)
      expect([name, column.name, /^[A-Z0-9a-z].{3,}\.$/s.test(column.description)]).toEqual([
        name,
        column.name,
        true,
      ]);
  }
});

/** Marts with a row per order: their amounts belong to one order and are not sums. */
const OF_AN_ORDER = ['gold.customer_care_order', 'gold.finance_order_difference'];

it('keeps money of Gold in decimals of two places', () => {
  for (const { name, layer, columns, group } of all) {
    if (layer !== 'gold') continue;
    const isSum = group.startsWith('gold/marts/') && !OF_AN_ORDER.includes(name);
    for (const column of columns.filter(
      (one) => one.name.endsWith('_amount') && !one.name.startsWith('average'),
    ))
      // A sum has ten more digits than its parts, so no accepted value can overflow it.
      expect([name, column.name, column.type]).toEqual([
        name,
        column.name,
        isSum ? 'decimal(28,2)' : 'decimal(18,2)',
      ]);
  }
});

it('has a mart for each department, and models for every task of the job', () => {
  const groups = new Set(all.map(({ group }) => group));
  for (const group of [
    'silver/iot',
    'silver/ecommerce',
    'silver/customers',
    'silver/logistics',
    'silver/batch',
    'gold/dimensions',
    'gold/facts',
    'gold/marts/sales',
    'gold/marts/marketing',
    'gold/marts/operations',
    'gold/marts/finance',
    'gold/marts/customer-care',
    'gold/views',
    'gold/windows',
  ])
    expect(groups).toContain(group);
  expect(groups.size).toBe(14);
});

it('reads in a group only tables of earlier groups', () => {
  const order = ['silver/', 'gold/dimensions', 'gold/facts', 'gold/marts/', 'gold/views', 'gold/windows'];
  const stage = (group: string): number => order.findIndex((prefix) => group.startsWith(prefix));
  for (const model of all)
    for (const upstream of model.upstreams.map((table) => models.get(table))) {
      const group = upstream?.group ?? '';
      const isBefore = group === model.group || stage(group) < stage(model.group);
      expect([model.name, upstream?.name, isBefore]).toEqual([model.name, upstream?.name, true]);
    }
});

it('has every model in the dictionary of tables', () => {
  const page = readFileSync(join(LAKEHOUSE, '../../docs/tables.md'), 'utf8');
  for (const { name } of all) expect(page).toContain(`### ${name}\n`);
});
