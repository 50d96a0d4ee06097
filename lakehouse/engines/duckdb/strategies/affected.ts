import { prune, type SoughtValue } from '../delta/prune';
import { sqlName } from '../delta/sql-text';
import { type DataFile, type Snapshot } from '../delta/types';
import { type Session } from '../session';
import { type Model } from '../model/model';
import { failure, type ModelFailure } from '../run/model-failure';
import { castColumns } from '../sql';

/** Table in DuckDB with the rows of `affected`, each once. */
export const AFFECTED = 'engine.affected';

/** Beyond this many values, only the smallest and the greatest narrow the search. */
const MAX_VALUES = 100_000;

/** The result of a model's `affected`. */
export interface Affected {
  readonly outcome: 'affected';
  readonly columns: readonly string[];
  readonly rows: number;
}

/** Runs a model's `affected` and keeps its rows as `engine.affected`, in the types of the model's columns. */
export async function findAffected(session: Session, model: Model): Promise<Affected | ModelFailure> {
  const sql = model.affected ?? '';
  const { columns } = await session.table(`SELECT * FROM (\n${sql}\n) LIMIT 0`);
  const names = columns.map(({ name }) => name.toLowerCase());
  const typed = names.flatMap((name) => model.columns.find((column) => column.name === name) ?? []);
  if (typed.length !== names.length)
    return failure(`affected returns ${names.join(', ')}; each must be a column of the model`);
  if (model.strategy === 'replace' && names.join() !== model.partitionBy)
    return failure(`affected returns ${names.join(', ')} and must return only ${model.partitionBy ?? ''}`);
  await session.keep(AFFECTED, `SELECT DISTINCT ${castColumns(typed)} FROM (\n${sql}\n)`);
  const missing = names.map((name) => `${sqlName(name)} IS NULL`).join(' OR ');
  const { rows = 0, nulls = 0 } = await session.counts(
    `SELECT count(*) AS rows, count(*) FILTER (WHERE ${missing}) AS nulls FROM ${AFFECTED}`,
  );
  if (nulls > 0) return failure(`affected returns ${nulls} rows with NULL (${names.join(', ')})`);
  return { outcome: 'affected', columns: names, rows };
}

/**
 * The files of a table that can have affected values of a column, by the log's statistics.
 *
 * @param places.affected the column of `places.relation` with the values
 * @param places.relation default: the affected rows
 */
export async function filesWithAffected(
  session: Session,
  snapshot: Snapshot,
  files: readonly DataFile[],
  {
    column,
    affected,
    relation = AFFECTED,
  }: { readonly column: string; readonly affected: string; readonly relation?: string },
): Promise<DataFile[]> {
  if (files.length === 0) return [];
  const value = sqlName(affected);
  const [range] = await session.rows(
    `SELECT count(DISTINCT ${value}) AS number, min(${value}) AS min, max(${value}) AS max FROM ${relation}`,
  );
  if (range === undefined || Number(range['number']) === 0) return [];
  if (Number(range['number']) > MAX_VALUES)
    return prune(
      { ...snapshot, files },
      { column, min: toSought(range['min']), max: toSought(range['max']) },
    );
  const rows = await session.rows(`SELECT DISTINCT ${value} AS value FROM ${relation}`);
  return prune({ ...snapshot, files }, { column, in: rows.map((row) => toSought(row['value'])) });
}

function toSought(value: unknown): SoughtValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new TypeError('an affected value must be a text, a number, true or false');
}
