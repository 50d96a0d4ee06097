import { type ServiceSupport } from '../kit';

/** What the workspace does and what it refuses; local/SUPPORT.md is written from it. */
export const support: ServiceSupport = {
  defaultPort: 10_043,
  service: 'Azure Databricks (Jobs API 2.2)',
  supported: [
    {
      id: 'bundle',
      feature: 'Jobs of an Asset Bundle: variables, includes, targets, parameters, job clusters',
      note: 'Deployed by starting the service. A job has the same id at every start.',
    },
    {
      id: 'task',
      feature: 'Python files on a job cluster, with the variables of its environment and secrets in them',
      note: 'run_models.py is run by the DuckDB engine as a program of this machine; clusters are not made, and what they would be made of changes nothing.',
    },
    {
      id: 'order',
      feature: 'depends_on, run_if, max_retries, min_retry_interval_millis, timeout_seconds, disabled',
    },
    {
      id: 'schedule',
      feature: 'Schedules of jobs',
      note: 'Shown with the job; none starts a run here. The only scheduled job deletes old files, which the DuckDB engine does after its commits.',
    },
    { id: 'values', feature: 'References to job parameters, and to ids and names of job, run and task' },
    {
      id: 'run-now',
      feature: 'Run now, with idempotency token, job parameters, only and queue',
      note: 'A token is known as long as its run is kept, and refused for the next 10,000 removed runs.',
    },
    { id: 'concurrency', feature: 'max_concurrent_runs with and without a queue' },
    {
      id: 'runs.get',
      feature: 'Get a run, of a job or of a task, with tasks in pages of 100',
      note: 'Every try of a task is an element of tasks. The service lets go of a run after 60 days; here so many ended runs are kept (200).',
    },
    { id: 'runs.list', feature: 'List runs with every filter, onwards and back' },
    { id: 'runs.cancel', feature: 'Cancel a run, a task of it, all runs of a job, or those in its queue' },
    {
      id: 'runs.output',
      feature: 'Get the output of a task: logs up to 5 MB, error and trace',
      note: 'While a task runs, what it has written so far.',
    },
    { id: 'jobs', feature: 'Get and list jobs' },
    {
      id: 'errors',
      feature: 'Errors of the service',
      note: 'A job or run that there is not: 400 INVALID_PARAMETER_VALUE, as Databricks’ own clients expect it.',
    },
    {
      id: 'auth',
      feature: 'Bearer tokens of the local identity endpoint',
      note: 'Without one or with an old one 401, with one for another service 400.',
    },
    {
      id: 'durability',
      feature: 'Runs survive a killed service and a power cut',
      note: 'Those under way have lost their driver at the next start and fail; those in a queue go on waiting.',
    },
  ],
  refused: [
    {
      id: 'api.other',
      feature: 'Making, changing and deleting jobs and runs, submitting and repairing runs, every other API',
      note: '501 NOT_IMPLEMENTED',
    },
    { id: 'api.version', feature: 'Jobs API 2.0 and 2.1', note: '501 NOT_IMPLEMENTED' },
    {
      id: 'run-now.task-parameters',
      feature: 'Parameters of kinds of tasks in run now (python_params, notebook_params, …)',
      note: '501 NOT_IMPLEMENTED; the service too refuses them for jobs with job parameters',
    },
    { id: 'run-now.performance', feature: 'performance_target in run now', note: '501 NOT_IMPLEMENTED' },
    { id: 'runs.history', feature: 'include_history', note: '501 NOT_IMPLEMENTED' },
    { id: 'jobs.trigger-state', feature: 'include_trigger_state', note: '501 NOT_IMPLEMENTED' },
    { id: 'offset', feature: 'offset in lists, deprecated since 2023', note: '501 NOT_IMPLEMENTED' },
    { id: 'field', feature: 'Any other field of a request', note: '501 NOT_IMPLEMENTED' },
    {
      id: 'bundle.resource',
      feature: 'Resources other than jobs',
      note: 'the service does not start',
    },
    {
      id: 'bundle.trigger',
      feature: 'Triggers and continuous jobs',
      note: 'the service does not start',
    },
    {
      id: 'bundle.task',
      feature: 'Other kinds of tasks: notebooks, wheels, SQL, pipelines, conditions, loops',
      note: 'the service does not start',
    },
    {
      id: 'bundle.compute',
      feature: 'Serverless compute, existing clusters and clusters of one task',
      note: 'the service does not start',
    },
    {
      id: 'bundle.file',
      feature: 'Python files outside of the bundle, in Git or in cloud storage',
      note: 'the service does not start',
    },
    {
      id: 'bundle.value',
      feature: 'Other references to values, such as {{job.start_time.iso_date}} and task values',
      note: 'the service does not start',
    },
    {
      id: 'bundle.target',
      feature: 'Targets that change resources or presets',
      note: 'the service does not start',
    },
    {
      id: 'bundle.include',
      feature: 'Patterns of included files with more than one *',
      note: 'the service does not start',
    },
    {
      id: 'task.file',
      feature: 'Python files other than run_models.py',
      note: 'the task fails with INVALID_RUN_CONFIGURATION',
    },
  ],
};
