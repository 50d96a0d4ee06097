import { sqlNames, castColumns } from '../sql';
import { failure, type ModelFailure } from '../run/model-failure';
import { AFFECTED } from './affected';
import { type Change, type StrategyOptions } from './change';
import { checkKey } from './check-key';
import { countFailures, findBroken, keptCondition } from './expectations';

const COMPUTED = 'engine.computed';
const KEPT = 'engine.kept';

/** The checked result of a model's SELECT. */
export type Computed = Pick<Change, 'fresh' | 'rowsRead' | 'rowsWritten' | 'rowsDropped' | 'expectations'> & {
  readonly outcome: 'computed';
};

/**
 * Runs a model's SELECT, drops rows by its expectations, and checks the remaining rows against the model's
 * rules.
 *
 * @param within columns whose values must be affected, for the rows that replace affected ones; default: any
 */
export async function compute(
  { run: { session }, model }: StrategyOptions,
  within: readonly string[] = [],
): Promise<Computed | ModelFailure> {
  await session.keep(COMPUTED, `SELECT ${castColumns(model.columns)} FROM (\n${model.sql}\n)`);
  const kept = keptCondition(model.expectations);
  const drops = model.expectations.filter(({ action }) => action === 'drop');
  const dropped = await countFailures(session, COMPUTED, drops);
  await session.view(KEPT, `SELECT * FROM ${COMPUTED} WHERE ${kept}`);
  const { read = 0, written = 0 } = await session.counts(
    `SELECT count(*) AS read, count(*) FILTER (WHERE ${kept}) AS written FROM ${COMPUTED}`,
  );
  if (within.length > 0) {
    const { strange = 0 } = await session.counts(
      `SELECT count(*) AS strange FROM ${KEPT} ANTI JOIN ${AFFECTED} USING (${sqlNames(within)})`,
    );
    if (strange > 0)
      return failure(`the SELECT returns ${strange} rows whose ${within.join(', ')} is not affected`);
  }
  const doubled = await checkKey(session, KEPT, model);
  if (doubled !== undefined) return doubled;
  const others = model.expectations.filter(({ action }) => action !== 'drop');
  const expectations = [...dropped, ...(await countFailures(session, KEPT, others))];
  const broken = findBroken(expectations);
  if (broken !== undefined) return broken;
  return {
    outcome: 'computed',
    fresh: KEPT,
    rowsRead: read,
    rowsWritten: written,
    rowsDropped: read - written,
    expectations,
  };
}
