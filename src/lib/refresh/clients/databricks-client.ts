import { type TokenCredential } from '@azure/identity';
import { causesOf, classifyJobRun, type JobRun, type JobTaskRun, lastTries } from '../classify-job-run';
import {
  type RunService,
  type RunStatus,
  type ServiceOutput,
  type StartRunOptions,
  type TaskOutputs,
} from '../ports';
import { RestClient } from '../../platform/azure/rest-client';

/** Application id of Azure Databricks, the same in every tenant. */
const SCOPE = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default';

/** A page has 100 tasks; a job has at most 1,000. */
const MAX_PAGES = 10;

/** Failed tasks whose error message is read. The others are only listed as failed. */
const MAX_OUTPUTS = 5;

/** The output of one attempt of a task. */
interface JobOutput {
  readonly error?: string;
  readonly error_trace?: string;
  readonly logs?: string;
  readonly logs_truncated?: boolean;
}

export interface DatabricksClientOptions {
  readonly workspaceUrl: string;
  readonly jobId: number;
  readonly credential: TokenCredential;
}

/**
 * Runs one job, by the Jobs API 2.2 (https://docs.databricks.com/api/azure/workspace/jobs). The token makes a
 * start idempotent: for a known token, the service returns the run that it started, even a failed one.
 */
export class DatabricksClient implements RunService, TaskOutputs {
  readonly #rest: RestClient;
  readonly #jobId: number;

  constructor({ workspaceUrl, jobId, credential }: DatabricksClientOptions) {
    this.#jobId = jobId;
    this.#rest = new RestClient({
      service: 'Databricks',
      baseUrl: workspaceUrl,
      scope: SCOPE,
      credential,
      codes: { unavailable: 'databricks_unavailable', refused: 'databricks_refused' },
    });
  }

  async start({ token, refresh }: StartRunOptions): Promise<string> {
    const { run_id } = await this.#rest.send<{ readonly run_id: number }>({
      method: 'POST',
      path: '/api/2.2/jobs/run-now',
      body: {
        job_id: this.#jobId,
        idempotency_token: token,
        job_parameters: { refresh: String(refresh) },
      },
    });
    return String(run_id);
  }

  async read(externalId: string): Promise<RunStatus> {
    const whole = await this.#readRun(externalId);
    return classifyJobRun(whole, await this.#errorsOf(causesOf(whole)));
  }

  async readOutput(externalId: string, task: string): Promise<ServiceOutput | undefined> {
    const { tasks = [] } = await this.#readRun(externalId);
    const attempt = lastTries(tasks).find(({ task_key }) => task_key === task);
    if (attempt?.run_id === undefined) return undefined;
    const output = await this.#readOutput(attempt.run_id);
    return {
      error: output.error,
      trace: output.error_trace,
      log: output.logs,
      truncated: output.logs_truncated ?? false,
    };
  }

  async #readRun(externalId: string): Promise<JobRun> {
    const path = `/api/2.2/jobs/runs/get?run_id=${externalId}`;
    let page = await this.#rest.send<JobRun & { readonly next_page_token?: string }>({ method: 'GET', path });
    const run = page;
    const tasks = [...(page.tasks ?? [])];
    for (let pages = 1; pages < MAX_PAGES && page.next_page_token; pages++) {
      const next = `${path}&page_token=${encodeURIComponent(page.next_page_token)}`;
      page = await this.#rest.send({ method: 'GET', path: next });
      tasks.push(...(page.tasks ?? []));
    }
    return { ...run, tasks };
  }

  /** Reads why tasks failed. The run has only the state of a task; its error message is in the task's output. */
  async #errorsOf(causes: readonly JobTaskRun[]): Promise<ReadonlyMap<string, string>> {
    const errors = new Map<string, string>();
    for (const { task_key, run_id } of causes.slice(0, MAX_OUTPUTS)) {
      const { error } = await this.#readOutput(run_id);
      if (error !== undefined) errors.set(task_key, error);
    }
    return errors;
  }

  /** https://docs.databricks.com/api/azure/workspace/jobs/getrunoutput */
  async #readOutput(runId: number | undefined): Promise<JobOutput> {
    return this.#rest.send<JobOutput>({
      method: 'GET',
      path: `/api/2.2/jobs/runs/get-output?run_id=${runId}`,
    });
  }

  async cancel(externalId: string): Promise<void> {
    const body = { run_id: Number(externalId) };
    await this.#rest.send({ method: 'POST', path: '/api/2.2/jobs/runs/cancel', body });
  }
}
