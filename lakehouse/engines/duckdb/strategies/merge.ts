import { sqlName } from '../delta/sql-text';
import { type DataFile } from '../delta/types';
import { sqlNames, sqlPaths } from '../sql';
import { tableRelation } from '../table/table-relations';
import { AFFECTED, filesWithAffected, findAffected } from './affected';
import { type StrategyOptions, type StrategyRun } from './change';
import { compute } from './compute';

/**
 * Replaces the rows of the affected keys by the SELECT's rows for them. Only files with such rows are
 * rewritten: the log's statistics select candidates, and reading their affected columns selects the files.
 */
export const merge: StrategyRun = async (options) => {
  const { run, model, snapshot } = options;
  const { session } = run;
  const affected = await findAffected(session, model);
  if (affected.outcome === 'failed') return affected;

  const touched = await touchedFiles(options, affected.columns);
  const using = sqlNames(affected.columns);
  const old = tableRelation(run, model, snapshot, touched);
  const existing = `existing.${sqlName(model.table)}`;
  await session.keep('engine.existing', `SELECT * FROM (${old}) SEMI JOIN ${AFFECTED} USING (${using})`);
  await session.view(existing, 'SELECT * FROM engine.existing');
  const { removed = 0 } = await session.counts(`SELECT count(*) AS removed FROM ${existing}`);

  const computed = await compute(options, affected.columns);
  if (computed.outcome === 'failed') return computed;
  return {
    ...computed,
    outcome: 'change',
    kept: `SELECT * FROM (${old}) ANTI JOIN ${AFFECTED} USING (${using})`,
    remove: touched.map(({ path }) => path),
    operation: 'MERGE',
    rowsRemoved: removed,
  };
};

/** The files that have a row with affected values. */
async function touchedFiles(
  { run, model, snapshot }: StrategyOptions,
  columns: readonly string[],
): Promise<readonly DataFile[]> {
  if (snapshot === undefined) return [];
  let files: readonly DataFile[] = snapshot.files;
  for (const column of columns)
    files = await filesWithAffected(run.session, snapshot, files, { column, affected: column });
  const inside = columns.filter((name) => !snapshot.partitionColumns.includes(name));
  if (files.length === 0 || inside.length === 0) return files;
  const table = run.tableOf(model);
  const paths = sqlPaths(files.map((file) => table.localPath(file)));
  const found = await run.session.rows(
    `SELECT DISTINCT file_index AS file FROM read_parquet(${paths}, union_by_name = true, hive_partitioning = false) ` +
      `SEMI JOIN ${AFFECTED} USING (${sqlNames(inside)})`,
  );
  const indexes = new Set(found.map(({ file }) => Number(file)));
  return files.filter((_, at) => indexes.has(at));
}
