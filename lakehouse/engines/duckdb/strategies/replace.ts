import { sqlName } from '../delta/sql-text';
import { type DataFile } from '../delta/types';
import { tableRelation } from '../table/table-relations';
import { AFFECTED, filesWithAffected, findAffected } from './affected';
import { type StrategyOptions, type StrategyRun } from './change';
import { compute } from './compute';

/** The values for which relations in `restrict` are read, in the column `value`. */
const SOUGHT = 'engine.sought';

/**
 * Rebuilds the affected partitions. Of the relations in `restrict`, only rows with affected values are read, from the
 * files that can have them. `restrictDays` adds days around the values. `run.affected` has the affected values.
 */
export const replace: StrategyRun = async (options) => {
  const { run, model, snapshot } = options;
  const { session } = run;
  const partition = model.partitionBy ?? '';
  const affected = await findAffected(session, model);
  if (affected.outcome === 'failed') return affected;
  await session.view('run.affected', `SELECT * FROM ${AFFECTED}`);
  await restrictRelations(options, partition);

  const computed = await compute(options, [partition]);
  if (computed.outcome === 'failed') return computed;
  const gone: readonly DataFile[] =
    snapshot === undefined
      ? []
      : await filesWithAffected(session, snapshot, snapshot.files, {
          column: partition,
          affected: partition,
        });
  return {
    ...computed,
    outcome: 'change',
    remove: gone.map(({ path }) => path),
    operation: 'WRITE',
    rowsRemoved: gone.reduce((sum, { rows }) => sum + rows, 0),
  };
};

async function restrictRelations({ run, model, inputs }: StrategyOptions, partition: string): Promise<void> {
  const days = model.restrictDays;
  const value =
    days === 0 ? sqlName(partition) : `CAST(${sqlName(partition)} + to_days(CAST(days AS INTEGER)) AS DATE)`;
  // The calendar has no day before its first one and after its last one.
  const within =
    days === 0 ? '' : " WHERE value IS NULL OR value BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'";
  await run.session.keep(
    SOUGHT,
    `SELECT * FROM (SELECT DISTINCT ${value} AS value FROM ${AFFECTED} CROSS JOIN generate_series(-${days}, ${days}) AS around(days))${within}`,
  );
  for (const [relation, column] of Object.entries(model.restrict)) {
    const [schema = '', name = ''] = relation.split('.');
    const upstream = run.models.models.get(name);
    const snapshot = inputs.tables.get(name);
    if (upstream === undefined) continue;
    const files =
      snapshot === undefined
        ? []
        : await filesWithAffected(run.session, snapshot, snapshot.files, {
            column,
            affected: 'value',
            relation: SOUGHT,
          });
    const rows = tableRelation(run, upstream, snapshot, files);
    await run.session.view(
      `${schema}.${sqlName(name)}`,
      `SELECT * FROM (${rows}) WHERE ${sqlName(column)} IN (SELECT value FROM ${SOUGHT})`,
    );
  }
}
