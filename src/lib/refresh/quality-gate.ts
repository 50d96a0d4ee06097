import { type ModelResult } from './model-result';
import { type ModelCounts } from './refresh-record';

export interface QualityResult {
  readonly passed: boolean;
  /** One sentence each; empty where the gate is passed. */
  readonly reasons: readonly string[];
  /** Expectations that warned or dropped rows, one sentence each. They do not hold the gate. */
  readonly warnings: readonly string[];
  readonly counts: ModelCounts;
}

/**
 * Judges a refresh by what its models report: a failed model, or an expectation with the action `fail` that a row broke,
 * fails it; warnings and dropped rows are reported. A run without any result is failed too: the job ended well without
 * having run a model, which is a wrong job.
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

/** Sums over models. `already` counts as committed: the rows were written by an earlier attempt of this refresh. */
export function countModels(results: readonly ModelResult[]): ModelCounts {
  const count = (...outcomes: readonly ModelResult['outcome'][]): number =>
    results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const sum = (value: (result: ModelResult) => number): number =>
    results.reduce((total, result) => total + value(result), 0);
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
  };
}
