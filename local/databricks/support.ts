import { type ServiceSupport, webPagesRow } from '../kit';

/** Supported and refused operations of the workspace. `npm run generate` writes local/SUPPORT.md from it. */
export const support: ServiceSupport = {
  defaultPort: 10_043,
  service: 'Azure Databricks (Jobs API 2.2)',
  supported: [
    {
      id: 'bundle',
      feature: 'Jobs of an Asset Bundle: variables, includes, targets, parameters, job clusters',
      note: 'The start of the service deploys the bundle. A job keeps its id over restarts.',
    },
    {
      id: 'task',
      feature: 'Python files on a job cluster, with its environment variables, including secrets',
      note: 'The DuckDB engine runs run_models.py in local worker processes, one task at a time in each. No clusters are created, and their settings have no effect.',
    },
    {
      id: 'order',
      feature: 'depends_on, run_if, max_retries, min_retry_interval_millis, timeout_seconds, disabled',
    },
    {
      id: 'schedule',
      feature: 'Schedules of jobs',
      note: 'A job shows its schedule, but no schedule starts a run. The only scheduled job deletes old files, which the DuckDB engine does after its commits.',
    },
    { id: 'values', feature: 'References to job parameters, and to ids and names of the job, run and task' },
    {
      id: 'run-now',
      feature: 'Run now, with idempotency token, job parameters, only and queue',
      note: 'A token returns its run while that run is kept. It is refused until 10,000 more runs have been removed.',
    },
    { id: 'concurrency', feature: 'max_concurrent_runs with and without a queue' },
    {
      id: 'runs.get',
      feature: 'Get a run, of a job or of a task, with tasks in pages of 100',
      note: 'Each attempt of a task is an element of tasks. Databricks keeps a run for 60 days; the stand-in keeps the last 200 ended runs.',
    },
    { id: 'runs.list', feature: 'List runs with all filters, with next and previous pages' },
    { id: 'runs.cancel', feature: 'Cancel a run, one of its tasks, all runs of a job, or its queued runs' },
    {
      id: 'runs.output',
      feature: 'Get the output of a task: logs up to 5 MB, error and trace',
      note: 'For a running task: its output so far.',
    },
    { id: 'jobs', feature: 'Get and list jobs' },
    {
      id: 'errors',
      feature: 'Errors of the API',
      note: 'An unknown job or run is 400 INVALID_PARAMETER_VALUE, as Databricks’ own clients expect.',
    },
    {
      id: 'auth',
      feature: 'Bearer tokens of the local identity endpoint',
      note: 'A missing or expired token is 401, one for another service 400.',
    },
    {
      id: 'host-metadata',
      feature: 'The description of the workspace at /.well-known/databricks-config',
      note: 'Databricks’ clients read it without a token before their first call.',
    },
    {
      id: 'durability',
      feature: 'Runs survive a killed service and a power cut',
      note: 'At the next start, runs that were running fail because their driver is lost; queued runs keep waiting.',
    },
  ],
  refused: [
    {
      id: 'api.other',
      feature: 'Creating, changing and deleting jobs and runs, submitting and repairing runs, all other APIs',
      note: '501 NOT_IMPLEMENTED',
    },
    { id: 'api.version', feature: 'Jobs API 2.0 and 2.1', note: '501 NOT_IMPLEMENTED' },
    {
      id: 'oidc',
      feature: 'Signing in at the workspace (OAuth of Databricks)',
      note: '501 NOT_IMPLEMENTED; tokens come from the local identity endpoint',
    },
    {
      id: 'run-now.task-parameters',
      feature: 'Task parameters in run now (python_params, notebook_params, …)',
      note: '501 NOT_IMPLEMENTED; Databricks also refuses them for jobs with job parameters',
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
      feature: 'Other task types: notebooks, wheels, SQL, pipelines, conditions, loops',
      note: 'the service does not start',
    },
    {
      id: 'bundle.compute',
      feature: 'Serverless compute, existing clusters and clusters of one task',
      note: 'the service does not start',
    },
    {
      id: 'bundle.file',
      feature: 'Python files outside the bundle, in Git or in cloud storage',
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
  different: [webPagesRow],
};
