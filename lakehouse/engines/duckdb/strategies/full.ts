import { sqlNames } from '../sql';
import { tableRelation } from '../table/table-relations';
import { type StrategyOptions, type StrategyRun } from './change';
import { compute } from './compute';

/**
 * Rebuilds the whole table. If the rows are the same as before, no file changes, and models that read the
 * table skip it.
 */
export const full: StrategyRun = async (options) => {
  const computed = await compute(options);
  if (computed.outcome === 'failed') return computed;
  const files = options.snapshot?.files ?? [];
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  if (rows === computed.rowsWritten && (await isSame(options, computed.fresh)))
    return {
      ...computed,
      outcome: 'change',
      fresh: `(SELECT * FROM ${computed.fresh} WHERE false)`,
      remove: [],
      operation: 'WRITE',
      rowsWritten: 0,
      rowsRemoved: 0,
    };
  return {
    ...computed,
    outcome: 'change',
    remove: files.map(({ path }) => path),
    operation: 'WRITE',
    rowsRemoved: rows,
  };
};

/** Whether the table has exactly these rows. The caller has compared the counts. */
async function isSame({ run, model, snapshot }: StrategyOptions, fresh: string): Promise<boolean> {
  const names = model.columns.map(({ name }) => name);
  const known = snapshot?.columns.map(({ name }) => name) ?? [];
  if (!names.every((name) => known.includes(name))) return false;
  const columns = sqlNames(names);
  const old = tableRelation(run, model, snapshot);
  const { different = 0 } = await run.session.counts(
    `SELECT count(*) AS different FROM (SELECT ${columns} FROM ${fresh} EXCEPT ALL SELECT ${columns} FROM (${old}))`,
  );
  return different === 0;
}
