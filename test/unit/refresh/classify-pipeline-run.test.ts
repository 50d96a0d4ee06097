import { classifyPipelineRun } from '../../../src/lib/refresh/classify-pipeline-run';

const classify = (status: string | undefined, ...failures: readonly (string | undefined)[]) =>
  classifyPipelineRun(
    { runId: '1', ...(status !== undefined && { status }), message: null },
    failures.map((failureType, index) => ({
      activityName: `copy_${index}`,
      status: 'Failed',
      error: { message: 'why', ...(failureType !== undefined && { failureType }) },
    })),
  );

describe('classifyPipelineRun', () => {
  it.each([
    ['Queued', 'running'],
    ['InProgress', 'running'],
    ['Canceling', 'running'],
    ['Hibernating', 'running'],
    [undefined, 'running'],
    ['Succeeded', 'succeeded'],
    ['Cancelled', 'cancelled'],
    ['Failed', 'failed'],
  ] as const)('maps %s to %s', (status, outcome) => {
    expect(classify(status)).toMatchObject({ outcome, status: status ?? 'no status' });
  });

  it('is retryable unless an activity failed with a user error', () => {
    expect(classify('Failed').retryable).toBe(true);
    expect(classify('Failed', 'SystemError').retryable).toBe(true);
    expect(classify('Failed', undefined, 'UserError').retryable).toBe(false);
  });

  it('lists the activities with their messages', () => {
    expect(classify('Failed', 'UserError').tasks).toEqual([
      { name: 'copy_0', state: 'Failed', message: 'why' },
    ]);
  });
});
