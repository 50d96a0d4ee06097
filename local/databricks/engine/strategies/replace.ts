import { sqlName } from '../../delta/sql-text';
import { type DataFile } from '../../delta/types';
import { tableRelation } from '../table/table-relations';
import { AFFECTED, filesWithAffected, findAffected } from './affected';
import { type StrategyOptions, type StrategyRun } from './change';
import { compute } from './compute';

/**
 * Makes the affected partitions anew. Of the relations in `restrict` only the rows with affected values are read, and
 * only files that can hold them are opened.
 */
export const replace: StrategyRun = async (options) => {
  const { run, model, snapshot } = options;
  const { session } = run;
  const partition = model.partitionBy ?? '';
  const affected = await findAffected(session, model);
  if (affected.outcome === 'failed') return affected;
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
  for (const [relation, column] of Object.entries(model.restrict)) {
    const [schema = '', name = ''] = relation.split('.');
    const upstream = run.models.models.get(name);
    const snapshot = inputs.tables.get(name);
    if (upstream === undefined) continue;
    const files =
      snapshot === undefined
        ? []
        : await filesWithAffected(run.session, snapshot, snapshot.files, { column, affected: partition });
    const rows = tableRelation(run, upstream, snapshot, files);
    await run.session.view(
      `${schema}.${sqlName(name)}`,
      `SELECT * FROM (${rows}) WHERE ${sqlName(column)} IN (SELECT ${sqlName(partition)} FROM ${AFFECTED})`,
    );
  }
}
