import { prune } from '../delta/prune';
import { duckDbType } from '../delta/scan-sql';
import { sqlName, sqlText } from '../delta/sql-text';
import { type ColumnType, type DataFile, type Snapshot } from '../delta/types';
import { type Session } from '../session';
import { type Model } from '../model/model';
import { castColumns, sqlNames } from '../sql';
import { tableRelation } from '../table/table-relations';
import { type Change, type StrategyOptions, type StrategyRun } from './change';
import { checkKeyPresent } from './check-key';
import { countFailures, findBroken, keptCondition } from './expectations';

const INCOMING = 'engine.incoming';
const FRESH = 'engine.appended';
const ALL = 'engine.all_incoming';

/**
 * Adds new rows. A row whose key is already in the table is dropped. Of several new rows with one key, the
 * first by `firstBy` is kept. Expectations drop rows before that, so the result does not depend on how events
 * were divided into refreshes.
 *
 * Known keys are searched only where they can be. These are the partitions of the new rows, because a key always
 * belongs to the same one. In them, only files are read whose range of the key's times and numbers overlaps the new
 * rows. The key of an event begins with its time for this reason: a repeated event has the same time. The cost
 * therefore depends on the new rows and their time range, not on the size of the table.
 *
 * Across refreshes, the row that came first is kept. It is the same row for any batching if `firstBy` follows the
 * order of the slots. Enqueued time with partition and sequence number does so, because events with one id have one
 * partition key.
 */
export const append: StrategyRun = async (options) => {
  const { run, model } = options;
  const { session } = run;
  const extra = model.firstBy.filter((name) => !model.columns.some((column) => column.name === name));
  const columns = [castColumns(model.columns), ...extra.map(sqlName)].join(', ');
  await session.keep(INCOMING, `SELECT ${columns} FROM (\n${model.sql}\n)`);

  const kept = keptCondition(model.expectations);
  const drops = model.expectations.filter(({ action }) => action === 'drop');
  const dropped = await countFailures(session, INCOMING, drops);
  const counts = await session.counts(
    `SELECT count(*) AS read, count(*) FILTER (WHERE NOT (${kept})) AS dropped FROM ${INCOMING}`,
  );
  const candidates = `(SELECT * FROM ${INCOMING} WHERE ${kept})`;
  const keyless = await checkKeyPresent(session, candidates, model);
  if (keyless !== undefined) return keyless;

  const fresh = await keepNewRows(options, candidates);
  const others = model.expectations.filter(({ action }) => action !== 'drop');
  const expectations = [...dropped, ...(await countFailures(session, fresh, others))];
  const broken = findBroken(expectations);
  if (broken !== undefined) return broken;
  const { written = 0 } = await session.counts(`SELECT count(*) AS written FROM ${fresh}`);
  return {
    outcome: 'change',
    fresh,
    remove: [],
    operation: 'WRITE',
    rowsRead: counts['read'] ?? 0,
    rowsWritten: written,
    rowsRemoved: 0,
    rowsDropped: counts['dropped'] ?? 0,
    expectations,
  } satisfies Change;
};

/**
 * Finds the new candidates: one row per key, and none whose key the table has.
 *
 * @returns a relation: all candidates, or a table of some
 */
async function keepNewRows({ run, model, snapshot }: StrategyOptions, candidates: string): Promise<string> {
  const { session } = run;
  const key = sqlNames(model.key);
  const columns = sqlNames(model.columns.map(({ name }) => name));
  const twice = `SELECT 1 AS n FROM ${candidates} GROUP BY ${key} HAVING count(*) > 1 LIMIT 1`;
  // Duplicates are rare, and numbering a million rows costs more than finding that there are none.
  const { found = 0 } = await session.counts(`SELECT count(*) AS found FROM (${twice})`);
  const { files, condition } =
    snapshot === undefined
      ? { files: [], condition: '' }
      : await whereKnownKeysAre(session, model, candidates, snapshot);
  if (found === 0 && files.length === 0) {
    await session.view(ALL, `SELECT ${columns} FROM ${candidates}`);
    return ALL;
  }
  const first =
    found === 0
      ? ''
      : ` QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY ${sqlNames(model.firstBy)}) = 1`;
  const rows = `SELECT * FROM ${candidates}${first}`;
  if (snapshot === undefined || files.length === 0)
    await session.keep(FRESH, `SELECT ${columns} FROM (${rows})`);
  else {
    const known = `SELECT ${key} FROM (${tableRelation(run, model, snapshot, files)}) WHERE ${condition}`;
    await session.keep(
      FRESH,
      `SELECT ${columns} FROM (${rows}) AS fresh ANTI JOIN (${known}) AS known USING (${key})`,
    );
  }
  await session.run(`DROP TABLE ${INCOMING}`);
  return FRESH;
}

/** Types whose ranges narrow the search. Texts such as ids occur in every file. */
const RANGED: readonly ColumnType[] = ['date', 'timestamp', 'integer', 'long'];

/** The files of the table that can have keys of the candidates, and a condition that such rows meet. */
export async function whereKnownKeysAre(
  session: Session,
  model: Model,
  candidates: string,
  snapshot: Snapshot,
): Promise<{ files: readonly DataFile[]; condition: string }> {
  let files: readonly DataFile[] = snapshot.files;
  const conditions = ['true'];
  const { partitionBy, key } = model;
  if (partitionBy !== undefined) {
    const rows = await session.rows(`SELECT DISTINCT ${sqlName(partitionBy)} AS value FROM ${candidates}`);
    const values = rows.map(({ value }) => (typeof value === 'string' ? value : null));
    files = prune({ ...snapshot, files }, { column: partitionBy, in: values });
  }
  for (const { name, type } of model.columns) {
    if (!key.includes(name) || !RANGED.includes(type)) continue;
    const column = sqlName(name);
    const [range] = await session.rows(
      `SELECT CAST(min(${column}) AS VARCHAR) AS min, CAST(max(${column}) AS VARCHAR) AS max FROM ${candidates}`,
    );
    const { min, max } = range ?? {};
    // Without candidates there is no range to search.
    if (typeof min !== 'string' || typeof max !== 'string') return { files: [], condition: 'false' };
    files = prune({ ...snapshot, files }, { column: name, min, max });
    const typed = (text: string): string => `CAST(${sqlText(text)} AS ${duckDbType(type)})`;
    conditions.push(`${column} BETWEEN ${typed(min)} AND ${typed(max)}`);
  }
  return { files, condition: conditions.join(' AND ') };
}
