import { type RunIf } from '../bundle/job-definition';
import { type ResultState } from './ending';

export type RunDecision =
  | { readonly kind: 'run' }
  | { readonly kind: 'skip'; readonly resultState: 'UPSTREAM_FAILED' | 'UPSTREAM_CANCELED' | 'EXCLUDED' };

type Outcome = 'succeeded' | 'failed' | 'canceled' | 'excluded';

/**
 * Decides whether a task runs after all tasks that it depends on have ended.
 *
 * https://docs.databricks.com/jobs/run-if: a task whose dependencies are all excluded is also excluded;
 * otherwise an excluded one counts as successful.
 */
export function decideRun(runIf: RunIf, dependencies: readonly ResultState[]): RunDecision {
  const outcomes = dependencies.map(toOutcome);
  if (outcomes.length > 0 && outcomes.every((outcome) => outcome === 'excluded'))
    return { kind: 'skip', resultState: 'EXCLUDED' };
  if (isMet(runIf, outcomes)) return { kind: 'run' };
  if (runIf === 'AT_LEAST_ONE_FAILED' || runIf === 'ALL_FAILED')
    return { kind: 'skip', resultState: 'EXCLUDED' };
  return {
    kind: 'skip',
    resultState: outcomes.includes('failed') ? 'UPSTREAM_FAILED' : 'UPSTREAM_CANCELED',
  };
}

function isMet(runIf: RunIf, outcomes: readonly Outcome[]): boolean {
  const wentWell = (outcome: Outcome): boolean => outcome === 'succeeded' || outcome === 'excluded';
  if (outcomes.length === 0) return true;
  switch (runIf) {
    case 'ALL_SUCCESS':
    case 'NONE_FAILED':
      return outcomes.every(wentWell);
    case 'AT_LEAST_ONE_SUCCESS':
      return outcomes.includes('succeeded');
    case 'ALL_DONE':
      return true;
    case 'AT_LEAST_ONE_FAILED':
      return outcomes.includes('failed');
    case 'ALL_FAILED':
      return outcomes.every((outcome) => outcome === 'failed');
  }
}

export function toOutcome(resultState: ResultState): Outcome {
  switch (resultState) {
    case 'SUCCESS':
    case 'SUCCESS_WITH_FAILURES':
      return 'succeeded';
    case 'EXCLUDED':
    case 'DISABLED':
      return 'excluded';
    case 'CANCELED':
    case 'UPSTREAM_CANCELED':
      return 'canceled';
    case 'FAILED':
    case 'TIMEDOUT':
    case 'UPSTREAM_FAILED':
    case 'MAXIMUM_CONCURRENT_RUNS_REACHED':
      return 'failed';
  }
}
