import {
  causesOf,
  classifyJobRun,
  type JobRun,
  type JobTaskRun,
} from '../../../src/lib/refresh/classify-job-run';

const ended = (
  result_state: string,
  details: { readonly code: string; readonly type: string } | undefined,
  life_cycle_state = 'TERMINATED',
): Pick<JobRun, 'state' | 'status'> => ({
  state: { life_cycle_state, result_state, state_message: 'as it says' },
  ...(details !== undefined && { status: { state: 'TERMINATED', termination_details: details } }),
});

const task = (key: string, result: string, code: string, type: string, attempt = 0): JobTaskRun => ({
  task_key: key,
  run_id: 7,
  attempt_number: attempt,
  ...ended(result, { code, type }, type === 'INTERNAL_ERROR' ? 'INTERNAL_ERROR' : 'TERMINATED'),
});

const MODEL = ['RUN_EXECUTION_ERROR', 'CLIENT_ERROR'] as const;
const DRIVER = ['DRIVER_ERROR', 'INTERNAL_ERROR'] as const;

describe('classifyJobRun', () => {
  it.each(['QUEUED', 'PENDING', 'RUNNING', 'TERMINATING', 'BLOCKED', 'WAITING_FOR_RETRY', 'HIBERNATING'])(
    'returns running for %s',
    (life_cycle_state) => {
      expect(classifyJobRun({ state: { life_cycle_state } })).toMatchObject({
        outcome: 'running',
        status: life_cycle_state,
      });
    },
  );

  it('returns running without any status', () => {
    expect(classifyJobRun({})).toMatchObject({ outcome: 'running', status: 'no status' });
  });

  it.each([
    ['SUCCESS', 'succeeded'],
    ['CANCELED', 'cancelled'],
    ['FAILED', 'failed'],
    ['TIMEDOUT', 'failed'],
    ['SUCCESS_WITH_FAILURES', 'failed'],
    ['SOMETHING_NEW', 'failed'],
  ])('maps the result %s to %s', (result, outcome) => {
    expect(classifyJobRun(ended(result, undefined))).toMatchObject({ outcome });
  });

  it('reads the newer form alone, too', () => {
    const details = (code: string) => ({ status: { state: 'TERMINATED', termination_details: { code } } });
    expect(classifyJobRun(details('SUCCESS')).outcome).toBe('succeeded');
    expect(classifyJobRun(details('USER_CANCELED')).outcome).toBe('cancelled');
    expect(classifyJobRun(details('RUN_EXECUTION_ERROR')).outcome).toBe('failed');
    expect(classifyJobRun({ status: { state: 'RUNNING' } }).outcome).toBe('running');
  });
});

describe('a failed job run', () => {
  it.each([
    ['the service broke', 'INTERNAL_ERROR', 'INTERNAL_ERROR'],
    ['the driver was lost', ...DRIVER],
    ['the cloud failed', 'CLOUD_FAILURE', 'CLOUD_FAILURE'],
    ['the cluster could not start', 'CLUSTER_ERROR', 'CLIENT_ERROR'],
    ['the quota of clusters was full', 'CLUSTER_REQUEST_LIMIT_EXCEEDED', 'CLIENT_ERROR'],
    ['as many runs were under way as may be', 'MAX_CONCURRENT_RUNS_EXCEEDED', 'CLIENT_ERROR'],
  ])('is retryable if %s', (_, code, type) => {
    expect(classifyJobRun(ended('FAILED', { code, type })).retryable).toBe(true);
  });

  it.each([
    ['a model failed', ...MODEL],
    ['the job is set up wrongly', 'INVALID_RUN_CONFIGURATION', 'CLIENT_ERROR'],
    ['a library cannot be installed', 'LIBRARY_INSTALLATION_ERROR', 'CLIENT_ERROR'],
    ['nobody knows', 'SOMETHING_NEW', 'CLIENT_ERROR'],
  ])('is not retryable if %s, though the older form has an internal error', (_, code, type) => {
    expect(classifyJobRun(ended('FAILED', { code, type }, 'INTERNAL_ERROR')).retryable).toBe(false);
  });

  it('is retryable if only the older form has an internal error', () => {
    expect(classifyJobRun(ended('FAILED', undefined, 'INTERNAL_ERROR')).retryable).toBe(true);
    expect(classifyJobRun(ended('FAILED', undefined)).retryable).toBe(false);
  });

  it('is retryable if all failed tasks are, and not if one is not', () => {
    const upstream = task('gold', 'UPSTREAM_FAILED', 'UPSTREAM_FAILED', 'CLIENT_ERROR');
    const lost = task('silver_iot', 'FAILED', ...DRIVER);
    const broken = task('silver_batch', 'FAILED', ...MODEL);
    const run = (...tasks: readonly JobTaskRun[]): JobRun => ({
      ...ended('FAILED', { code: MODEL[0], type: MODEL[1] }, 'INTERNAL_ERROR'),
      tasks,
    });
    expect(classifyJobRun(run(lost, upstream)).retryable).toBe(true);
    expect(classifyJobRun(run(lost, broken, upstream)).retryable).toBe(false);
    expect(causesOf(run(lost, broken, upstream)).map(({ task_key }) => task_key)).toEqual([
      'silver_iot',
      'silver_batch',
    ]);
  });
});

describe('tasks of a job run', () => {
  it('have the state of their last attempt', () => {
    const tasks = [
      task('a', 'FAILED', ...MODEL, 0),
      task('a', 'SUCCESS', 'SUCCESS', 'SUCCESS', 1),
      task('b', 'FAILED', ...DRIVER, 0),
    ];
    const run = classifyJobRun({ ...ended('FAILED', { code: MODEL[0], type: MODEL[1] }), tasks });
    expect(run.retryable).toBe(true);
    expect(run.tasks.map(({ name, state }) => [name, state])).toEqual([
      ['a', 'TERMINATED SUCCESS'],
      ['b', 'INTERNAL_ERROR FAILED DRIVER_ERROR'],
    ]);
  });

  it('have the message of their output', () => {
    const tasks = [{ ...task('a', 'FAILED', ...MODEL), start_time: 1000, end_time: 0 }];
    const run = { ...ended('FAILED', { code: MODEL[0], type: MODEL[1] }), tasks };
    const { message, tasks: views } = classifyJobRun(run, new Map([['a', 'no such column']]));
    expect(message).toBe('task a: TERMINATED FAILED RUN_EXECUTION_ERROR: no such column');
    expect(views).toEqual([
      {
        name: 'a',
        state: 'TERMINATED FAILED RUN_EXECUTION_ERROR',
        startedAt: '1970-01-01T00:00:01.000Z',
        message: 'no such column',
      },
    ]);
  });
});
