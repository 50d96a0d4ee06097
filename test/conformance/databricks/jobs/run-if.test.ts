import fc from 'fast-check';
import { RUN_IF } from '../../../../local/databricks/bundle/job-definition';
import { type ResultState } from '../../../../local/databricks/jobs/ending';
import { decideRun } from '../../../../local/databricks/jobs/run-if';

const STATES: readonly ResultState[] = [
  'SUCCESS',
  'FAILED',
  'TIMEDOUT',
  'CANCELED',
  'EXCLUDED',
  'UPSTREAM_FAILED',
  'UPSTREAM_CANCELED',
  'DISABLED',
];

describe('the condition of a task', () => {
  test.each([
    ['ALL_SUCCESS', ['SUCCESS', 'SUCCESS'], 'run'],
    ['ALL_SUCCESS', ['SUCCESS', 'EXCLUDED'], 'run'],
    ['ALL_SUCCESS', ['SUCCESS', 'FAILED'], 'UPSTREAM_FAILED'],
    ['ALL_SUCCESS', ['TIMEDOUT'], 'UPSTREAM_FAILED'],
    ['ALL_SUCCESS', ['SUCCESS', 'CANCELED'], 'UPSTREAM_CANCELED'],
    ['ALL_SUCCESS', ['FAILED', 'CANCELED'], 'UPSTREAM_FAILED'],
    ['ALL_SUCCESS', ['UPSTREAM_CANCELED'], 'UPSTREAM_CANCELED'],
    ['AT_LEAST_ONE_SUCCESS', ['FAILED', 'SUCCESS'], 'run'],
    ['AT_LEAST_ONE_SUCCESS', ['FAILED', 'EXCLUDED'], 'UPSTREAM_FAILED'],
    ['NONE_FAILED', ['SUCCESS', 'EXCLUDED'], 'run'],
    ['NONE_FAILED', ['SUCCESS', 'FAILED'], 'UPSTREAM_FAILED'],
    ['ALL_DONE', ['FAILED', 'CANCELED'], 'run'],
    ['AT_LEAST_ONE_FAILED', ['SUCCESS', 'FAILED'], 'run'],
    ['AT_LEAST_ONE_FAILED', ['SUCCESS', 'CANCELED'], 'EXCLUDED'],
    ['ALL_FAILED', ['FAILED', 'UPSTREAM_FAILED'], 'run'],
    ['ALL_FAILED', ['FAILED', 'SUCCESS'], 'EXCLUDED'],
    ['ALL_DONE', ['EXCLUDED', 'DISABLED'], 'EXCLUDED'],
  ] as const)('%s after %j gives %s', (runIf, dependencies, expected) => {
    const decision = decideRun(runIf, dependencies);
    expect(decision.kind === 'run' ? 'run' : decision.resultState).toBe(expected);
  });

  test('always runs a task without dependencies', () => {
    for (const runIf of RUN_IF) expect(decideRun(runIf, [])).toEqual({ kind: 'run' });
  });

  test('is independent of the order of dependencies', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RUN_IF),
        fc.array(fc.constantFrom(...STATES), { minLength: 1, maxLength: 5 }),
        (runIf, dependencies) => {
          const decision = decideRun(runIf, dependencies);
          expect(decideRun(runIf, [...dependencies].reverse())).toEqual(decision);
          // If a task is skipped because of a failure or a cancellation, a dependency has failed or was
          // cancelled.
          if (decision.kind === 'skip' && decision.resultState === 'UPSTREAM_CANCELED')
            expect(dependencies).not.toContain('FAILED');
        },
      ),
    );
  });
});
