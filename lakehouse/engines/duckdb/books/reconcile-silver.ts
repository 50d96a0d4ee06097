import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeltaTable } from '../delta/delta-table';
import { sqlName, sqlText } from '../delta/sql-text';
import { type Snapshot } from '../delta/types';
import { contractRelation } from '../bronze/contract-relation';
import { newSlots } from '../bronze/slot-range';
import { Session } from '../session';
import { loadModels } from '../model/load-models';
import { type Model } from '../model/model';
import { readsRejected } from '../model/order-models';
import { readPlan, refreshFolder } from '../plan';
import { DirectoryLake } from '../query/directory-lake';
import { readContract } from '../rejected/read-contract';
import { rejectedModel } from '../rejected/rejected-model';
import { type ModelResult } from '../run/model-result';
import { type RefreshRun, TRANSACTION } from '../run/refresh-run';
import { castColumns, sqlNames } from '../sql';
import { tableRelation } from '../table/table-relations';
import { type SilverAccount } from './silver-account';

export interface ReconcileSilverOptions {
  /** The lake's data directory, such as `.sluice/lake`. */
  readonly lakeDirectory: string;
  readonly modelsDirectory: string;
  /** Sources to look at. @default all */
  readonly sources?: readonly string[];
  /** Called after each table, for progress. */
  readonly onAccount?: (account: SilverAccount) => void;
}

/**
 * Counts the accepted events of a contract for one table. Events in the contract's rejected table do not
 * count.
 */
const COUNTED = 'engine.counted';
const REJECTED = 'engine.rejected_positions';

/**
 * Reconciles Silver with Bronze. For each table of a contract, accepted events = rows + duplicates + rejected, up to
 * the refresh that the table contains. It reads all of Bronze again and compares keys, not only counts. No event may
 * be missing, Silver may have no event that Bronze lacks, and each rejected event must have its row.
 *
 * Reads only the lake's directory. It works while the stack is down, and during a refresh that has not
 * reached the table.
 *
 * @returns one account per table; none if no refresh has created a table
 */
export async function reconcileSilver({
  lakeDirectory,
  modelsDirectory,
  sources,
  onAccount,
}: ReconcileSilverOptions): Promise<readonly SilverAccount[]> {
  if (!existsSync(join(lakeDirectory, 'silver'))) return [];
  const models = loadModels(modelsDirectory);
  const workDirectory = await mkdtemp(join(tmpdir(), 'sluice-books-'));
  const session = await Session.open({ temporaryDirectory: workDirectory });
  try {
    await session.run(
      "CREATE TABLE run.settings AS SELECT 0::BIGINT AS refresh, TIMESTAMPTZ '1970-01-01 00:00:00Z' AS refreshed_at, '' AS pepper",
    );
    const lake = new DirectoryLake(lakeDirectory);
    const tables = new Map<string, DeltaTable>();
    const tableOf = ({ layer, table }: Model): DeltaTable => {
      const known = tables.get(table) ?? new DeltaTable({ lake, container: layer, path: table });
      tables.set(table, known);
      return known;
    };
    const accounts: SilverAccount[] = [];
    for (const model of models.models.values()) {
      if (model.bronze?.kind !== 'contract' || model.strategy !== 'append' || readsRejected(model)) continue;
      const source = models.bronzeTypes[model.bronze.relation]?.source ?? '';
      if (sources?.includes(source) === false) continue;
      const snapshot = await tableOf(model).read();
      const since = snapshot?.transactions.get(TRANSACTION);
      if (snapshot === undefined || since === undefined) continue;
      const refresh = await lastTakenIn(lake, lakeDirectory, model, since);
      const plan = await readPlan(lake, refresh);
      const run: RefreshRun = {
        refresh,
        plan,
        models,
        session,
        lake,
        workDirectory,
        readings: new Map(),
        rebuild: new Set(),
        clock: () => new Date(),
        planOf: (number) => readPlan(lake, number),
        tableOf,
      };
      const account = await readAccount(run, model, snapshot, model.bronze.relation);
      accounts.push(account);
      onAccount?.(account);
    }
    return accounts;
  } finally {
    session.close();
    await rm(workDirectory, { recursive: true, force: true });
  }
}

/**
 * The newest refresh that a table contains. It can be newer than the refresh of its last commit, because a
 * refresh without new rows commits nothing.
 */
async function lastTakenIn(
  lake: DirectoryLake,
  lakeDirectory: string,
  model: Model,
  since: number,
): Promise<number> {
  const numbers = readdirSync(join(lakeDirectory, 'gold', '_refresh')).map(Number);
  for (const number of numbers.filter((one) => one > since).sort((a, b) => b - a)) {
    const body = await lake.read('gold', `${refreshFolder(number)}/models/${model.name}.json`);
    if (body === undefined) continue;
    if ((JSON.parse(body.toString('utf8')) as Partial<ModelResult>).outcome === 'unchanged') return number;
  }
  return since;
}

async function readAccount(
  run: RefreshRun,
  model: Model,
  snapshot: Snapshot,
  relation: string,
): Promise<SilverAccount> {
  const { session, refresh } = run;
  const type = run.models.bronzeTypes[relation];
  if (type === undefined) throw new Error(`no type of bronze.${relation}`);
  const slots = newSlots(type.source, undefined, run.plan).map((path) => run.lake.localPath('bronze', path));
  const { lines, unforeseen } = await readContract(run, relation, slots, true);
  await keepRejected(run, relation);
  const place = String.raw`'([^/\\]+)[/\\]p=\d+[/\\]\d+[/\\](\d+)\.ndjson\.gz$'`;
  await session.keep(
    COUNTED,
    `SELECT l.*, regexp_extract(file, ${place}, 1) AS hub_generation FROM ${lines} AS l
      WHERE (regexp_extract(file, ${place}, 1), meta.partition, meta.sequenceNumber)
        NOT IN (SELECT (hub_generation, "partition", sequence_number) FROM ${REJECTED})`,
  );
  const {
    in_lines = 0,
    counted = 0,
    unknown = 0,
  } = await session.counts(
    `SELECT (SELECT count(*) FROM ${lines}) AS in_lines, count(*) AS counted, count(problem) AS unknown FROM ${COUNTED}`,
  );
  const { rejected = 0 } = await session.counts(
    `SELECT count(*) AS rejected FROM ${REJECTED} WHERE ${withinSlots(run, type.source)}`,
  );
  await session.view(`bronze.${sqlName(relation)}`, contractRelation(type, COUNTED));
  const isOfArray = await registerUpstreams(run, model);
  const key = sqlNames(model.key);
  const table = `SELECT * FROM (${tableRelation(run, model, snapshot)})`;
  await session.keep('engine.expected', `SELECT ${castColumns(model.columns)} FROM (\n${model.sql}\n)`);
  await session.keep('engine.actual', table);
  const found = await session.counts(`
    WITH expected AS (SELECT DISTINCT ${key} FROM engine.expected),
      others AS (SELECT * FROM engine.actual ANTI JOIN expected USING (${key})),
      partly AS (SELECT * FROM others WHERE ("partition", sequence_number, enqueued_time) IN
        (SELECT ("partition", sequence_number, enqueued_time) FROM ${REJECTED}))
    SELECT (SELECT count(*) FROM engine.expected) AS readable, (SELECT count(*) FROM expected) AS keys,
      (SELECT count(*) FROM engine.actual) AS silver, (SELECT count(*) FROM partly) AS partly,
      (SELECT count(*) FROM expected ANTI JOIN engine.actual USING (${key})) AS missing,
      (SELECT count(*) FROM others) AS others`);
  const { readable = 0, keys = 0, silver = 0, partly = 0, missing = 0, others = 0 } = found;
  const excluded = unforeseen.filter(({ contract }) => contract === type.contract).length;
  const accepted = isOfArray ? readable : in_lines + excluded;
  const duplicates = readable - keys;
  const ofTable = isOfArray ? 0 : rejected;
  const differences = [
    ...(missing > 0 ? [`${missing} of ${keys} keys of Bronze are missing`] : []),
    ...(others > partly ? [`${others - partly} rows belong to no accepted event`] : []),
    ...(unknown > 0
      ? [`${unknown} events break a check of Silver and have no row in ${relation}_rejected`]
      : []),
    ...(partly > 0 && !isOfArray
      ? [`${partly} rows belong to rejected events on which another table of the contract failed`]
      : []),
  ];
  if (!isOfArray && counted - unknown !== readable)
    differences.push(`${counted - unknown} events are readable, but the model returns ${readable} rows`);
  if (accepted !== silver - partly + duplicates + ofTable)
    differences.push(
      `accepted ${accepted} is not Silver ${silver} + duplicates ${duplicates} + rejected ${ofTable}`,
    );
  return {
    table: model.name,
    contract: type.contract,
    refresh,
    accepted,
    silver,
    duplicates,
    rejected: ofTable,
    differences,
  };
}

/** Positions of all events in the contract's rejected table. */
async function keepRejected(run: RefreshRun, relation: string): Promise<void> {
  const model = rejectedModel(run, relation);
  const columns = 'hub_generation, "partition", sequence_number, slot, enqueued_time';
  const snapshot = model === undefined ? undefined : await run.tableOf(model).read();
  const rows =
    model === undefined
      ? `SELECT '' AS hub_generation, 0 AS "partition", 0::BIGINT AS sequence_number, 0::BIGINT AS slot, now() AS enqueued_time WHERE false`
      : tableRelation(run, model, snapshot);
  await run.session.keep(REJECTED, `SELECT ${columns} FROM (${rows})`);
}

/**
 * The heads of the plan as a condition. A rejected table may contain a later refresh than the table under
 * reconciliation.
 */
function withinSlots({ plan }: RefreshRun, source: string): string {
  const heads = (plan.bronze[source] ?? []).map(
    ({ hubGeneration, partition, slot }) =>
      `(hub_generation = ${sqlText(hubGeneration)} AND "partition" = ${partition} AND slot <= ${slot})`,
  );
  return heads.length === 0 ? 'false' : heads.join(' OR ');
}

/**
 * Registers the whole tables that a model reads. @returns whether it reads any; the model is then a table of
 * an array
 */
async function registerUpstreams(run: RefreshRun, model: Model): Promise<boolean> {
  for (const table of model.upstreams) {
    const upstream = run.models.models.get(table);
    if (upstream === undefined) continue;
    const rows = tableRelation(run, upstream, await run.tableOf(upstream).read());
    await run.session.view(`changed.${sqlName(table)}`, `SELECT * FROM (${rows})`);
  }
  return model.upstreams.length > 0;
}
