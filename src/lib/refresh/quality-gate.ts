import { type ModelChange } from './details-api';
import { type ModelResult } from './model-result';
import { type ModelCounts } from './refresh-record';

export interface QualityResult {
  readonly passed: boolean;
  /** One sentence each; empty if the check passed. */
  readonly reasons: readonly string[];
  /** Expectations that warned or dropped rows, one sentence each. They do not fail the check. */
  readonly warnings: readonly string[];
  readonly counts: ModelCounts;
}

/**
 * Checks the quality of a refresh by the results of its models. It fails if a model failed, or if a row broke
 * an expectation with the action `fail`. Warnings and dropped rows are only reported.
 *
 * It also fails if there is no result at all: then the job succeeded without running a model, so it is the
 * wrong job.
 */
export function checkQuality(results: readonly ModelResult[]): QualityResult {
  const reasons: string[] = results.length === 0 ? ['no model reported a result'] : [];
  const warnings: string[] = [];
  for (const { model, outcome, error, expectations } of results) {
    const broken = expectations.filter(({ failed }) => failed > 0);
    const fatal = broken.filter(({ action }) => action === 'fail');
    for (const { name, failed, checked } of fatal)
      reasons.push(`${model}: ${failed} of ${checked} rows break '${name}'`);
    if (outcome === 'failed' && fatal.length === 0) reasons.push(`${model}: ${error ?? 'failed'}`);
    for (const { name, action, failed, checked } of broken) {
      if (action === 'warn') warnings.push(`${model}: ${failed} of ${checked} rows break '${name}'`);
      if (action === 'drop')
        warnings.push(`${model}: ${failed} of ${checked} rows were dropped by '${name}'`);
    }
  }
  return { passed: reasons.length === 0, reasons, warnings, counts: countModels(results) };
}

/** Sums over all models. `already` counts as committed: an earlier attempt of this refresh wrote the rows. */
export function countModels(results: readonly ModelResult[]): ModelCounts {
  const count = (...outcomes: readonly ModelResult['outcome'][]): number =>
    results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const sum = (value: (result: ModelResult) => number): number =>
    results.reduce((total, result) => total + value(result), 0);
  const mixedTables = toModelChanges(results).length;
  return {
    models: results.length,
    committed: count('committed', 'already'),
    unchanged: count('unchanged'),
    failed: count('failed'),
    rowsWritten: sum(({ rowsWritten }) => rowsWritten),
    rowsDropped: sum(({ rowsDropped }) => rowsDropped),
    warnings: sum(
      ({ expectations }) =>
        expectations.filter(({ action, failed }) => action === 'warn' && failed > 0).length,
    ),
    ...(mixedTables > 0 && { mixedTables }),
  };
}

/** The tables that have rows of an older text of their model, by the results of a refresh. */
export function toModelChanges(results: readonly ModelResult[]): readonly ModelChange[] {
  return results.flatMap(({ model, modelChangedAt }) =>
    modelChangedAt === undefined || modelChangedAt === null
      ? []
      : [{ table: model, changedAt: modelChangedAt, detail: describeModelChange(model, modelChangedAt) }],
  );
}

/** What a person should know and can do about a table with rows of an older text of its model. */
export function describeModelChange(table: string, changedAt: string): string {
  const minute = `${changedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return (
    `The model of ${table} changed on ${minute}. Older rows stay until the table is rebuilt: ` +
    `npm run refresh -- --rebuild ${table}`
  );
}
