import { type Column } from '../delta/types';
import { sqlNames } from '../sql';
import { tableColumns } from '../table/table-columns';
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
  const known = snapshot?.columns ?? [];
  const hasShape = ({ name, type }: Column): boolean =>
    known.some((column) => column.name === name && column.type === type);
  const columnsOfModel = tableColumns(model);
  const isSameShape = known.length === columnsOfModel.length && columnsOfModel.every(hasShape);
  if (snapshot !== undefined && !isSameShape) return false;
  const columns = sqlNames(model.columns.map(({ name }) => name));
  const old = tableRelation(run, model, snapshot);
  const { different = 0 } = await run.session.counts(
    `SELECT count(*) AS different FROM (SELECT ${columns} FROM ${fresh} EXCEPT ALL SELECT ${columns} FROM (${old}))`,
  );
  return different === 0;
}
