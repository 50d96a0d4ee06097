import { toBarState } from '../../../monitor/derive/timeline';

describe('toBarState', () => {
  test.each([
    ['succeeded', 'succeeded'],
    ['TERMINATED SUCCESS', 'succeeded'],
    ['Succeeded', 'succeeded'],
    ['TERMINATED SUCCESS_WITH_FAILURES', 'failed'],
    ['TERMINATED FAILED RUN_EXECUTION_ERROR', 'failed'],
    ['INTERNAL_ERROR', 'failed'],
    ['TERMINATED UPSTREAM_FAILED', 'failed'],
    ['TERMINATED CANCELED', 'cancelled'],
    ['cancelled-downstream', 'cancelled'],
    ['BLOCKED', 'waiting'],
    ['QUEUED', 'waiting'],
    ['PENDING', 'waiting'],
    ['SKIPPED', 'waiting'],
    ['RUNNING', 'running'],
    ['InProgress', 'running'],
  ])('maps %s to %s', (words, state) => {
    expect(toBarState(words)).toBe(state);
  });
});
