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

/**
 * Adds new rows; one whose key is in the table already is dropped, and of several new rows with one key the first by
 * `firstBy` stays. Rows that an expectation drops are out before that, so that the result does not depend on how
 * events fell into refreshes.
 *
 * Known keys are looked for only where they can be: in the partitions that the new rows belong to (a key always falls
 * into the same one), and there in files whose range of the key's times and numbers meets that of the new rows. A key
 * of an event begins with its time for this reason: an event that is sent again carries the same one. So the cost
 * follows the new rows and the time they are from, not the table.
 *
 * Across refreshes the row that came first stays. That is the same row whatever the batching as long as `firstBy`
 * follows the order of the slots, as the enqueued time with partition and sequence number does: events with one id have one
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

  await session.keep(FRESH, await newRows(options, candidates));
  await session.run(`DROP TABLE ${INCOMING}`);
  const others = model.expectations.filter(({ action }) => action !== 'drop');
  const expectations = [...dropped, ...(await countFailures(session, FRESH, others))];
  const broken = findBroken(expectations);
  if (broken !== undefined) return broken;
  const { written = 0 } = await session.counts(`SELECT count(*) AS written FROM ${FRESH}`);
  return {
    outcome: 'change',
    fresh: FRESH,
    remove: [],
    operation: 'WRITE',
    rowsRead: counts['read'] ?? 0,
    rowsWritten: written,
    rowsRemoved: 0,
    rowsDropped: counts['dropped'] ?? 0,
    expectations,
  } satisfies Change;
};

/** SQL for the candidates that are new: one row a key, and none whose key the table has. */
async function newRows({ run, model, snapshot }: StrategyOptions, candidates: string): Promise<string> {
  const key = sqlNames(model.key);
  const twice = `SELECT 1 AS n FROM ${candidates} GROUP BY ${key} HAVING count(*) > 1 LIMIT 1`;
  // Duplicates are rare, and numbering a million rows costs more than finding that there are none.
  const { found = 0 } = await run.session.counts(`SELECT count(*) AS found FROM (${twice})`);
  const first =
    found === 0
      ? ''
      : ` QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY ${sqlNames(model.firstBy)}) = 1`;
  const rows = `SELECT * FROM ${candidates}${first}`;
  const columns = sqlNames(model.columns.map(({ name }) => name));
  if (snapshot === undefined) return `SELECT ${columns} FROM (${rows})`;
  const { files, condition } = await whereKnownKeysAre(run.session, model, candidates, snapshot);
  if (files.length === 0) return `SELECT ${columns} FROM (${rows})`;
  const known = `SELECT ${key} FROM (${tableRelation(run, model, snapshot, files)}) WHERE ${condition}`;
  return `SELECT ${columns} FROM (${rows}) AS fresh ANTI JOIN (${known}) AS known USING (${key})`;
}

/** Types whose ranges say where to look: texts such as ids are spread over every file. */
const RANGED: readonly ColumnType[] = ['date', 'timestamp', 'integer', 'long'];

/** The files of the table that can hold keys of the candidates, and a condition that the rows of such keys meet. */
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
    // Without a candidate there is no range, and nothing to look for.
    if (typeof min !== 'string' || typeof max !== 'string') return { files: [], condition: 'false' };
    files = prune({ ...snapshot, files }, { column: name, min, max });
    const typed = (text: string): string => `CAST(${sqlText(text)} AS ${duckDbType(type)})`;
    conditions.push(`${column} BETWEEN ${typed(min)} AND ${typed(max)}`);
  }
  return { files, condition: conditions.join(' AND ') };
}
