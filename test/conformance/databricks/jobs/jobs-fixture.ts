import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Databricks,
  DatabricksFaults,
  type DatabricksOptions,
  startDatabricks,
} from '../../../../local/databricks';
import { DATABRICKS_AUDIENCE } from '../../../../local/databricks/jobs/operations';
import { issueToken } from '../../../../local/kit';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';
import { SCRIPT } from './script-path';

export const TOKEN_KEY = 'the key of these tests';

/** The parts of a run's response that these tests use. */
export interface WireRun {
  readonly run_id: number;
  readonly state: {
    readonly life_cycle_state: string;
    readonly result_state?: string;
    readonly state_message: string;
    readonly user_cancelled_or_timedout: boolean;
  };
  readonly status: {
    readonly state: string;
    readonly termination_details?: { readonly code: string; readonly type: string; readonly message: string };
  };
  readonly start_time: number;
  readonly end_time: number;
  readonly tasks: readonly (WireRun & { readonly task_key: string; readonly attempt_number: number })[];
  readonly [field: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** A task of a job: its instructions for task-script.cjs, and other fields of the bundle. */
export function task(taskKey: string, instructions: readonly string[], fields: object = {}): object {
  return {
    task_key: taskKey,
    job_cluster_key: 'main',
    spark_python_task: { python_file: 'run.py', parameters: instructions },
    ...fields,
  };
}

export function dependsOn(...keys: readonly string[]): object {
  return { depends_on: keys.map((key) => ({ task_key: key })) };
}

export interface RestartOptions extends Partial<DatabricksOptions> {
  /** Whether tasks run as outside tests. @default false: they run task-script.cjs */
  readonly withEngine?: boolean;
}

export interface FixtureOptions extends RestartOptions {
  /** Fields of the bundle's job. */
  readonly job?: object;
}

/** A workspace with one job, `job`, and its bundle. */
export class JobsFixture {
  readonly #removals: (() => Promise<void>)[] = [];
  #databricks: Databricks | undefined;
  directory = '';

  /** Sends requests to a service that the test started itself. */
  attach(databricks: Pick<Databricks, 'baseUrl' | 'jobs'>): void {
    this.#databricks = {
      ...databricks,
      port: 0,
      faults: new DatabricksFaults(),
      close: () => Promise.resolve(),
    };
  }

  get databricks(): Databricks {
    if (this.#databricks === undefined) throw new Error('not started');
    return this.#databricks;
  }

  get jobId(): number {
    return this.databricks.jobs['job'] ?? 0;
  }

  async start(tasks: readonly object[], { job = {}, ...options }: FixtureOptions = {}): Promise<void> {
    await this.writeBundle(tasks, job);
    await this.restart(options);
  }

  /** @param root fields of databricks.yml that replace the usual ones */
  async writeBundle(tasks: readonly object[], job: object = {}, root: object = {}): Promise<void> {
    if (this.directory === '') {
      const { path, remove } = await temporaryDirectory();
      this.#removals.push(remove);
      this.directory = path;
    }
    await mkdir(join(this.directory, 'bundle'), { recursive: true });
    await writeFile(join(this.directory, 'bundle', 'run.py'), '');
    // JSON is valid YAML.
    await writeFile(
      join(this.directory, 'bundle', 'databricks.yml'),
      JSON.stringify({
        bundle: { name: 'test' },
        targets: { only: { default: true, mode: 'production' } },
        resources: {
          jobs: {
            job: {
              name: 'job',
              job_clusters: [{ job_cluster_key: 'main', new_cluster: { num_workers: 1 } }],
              tasks,
              ...job,
            },
          },
        },
        ...root,
      }),
    );
  }

  /** Starts with the same bundle and data; the previous service must be closed. */
  async restart({ withEngine = false, ...options }: RestartOptions = {}): Promise<void> {
    this.#databricks = await startDatabricks({
      dataDirectory: join(this.directory, 'data'),
      bundleDirectory: join(this.directory, 'bundle'),
      tokenKey: TOKEN_KEY,
      ...(!withEngine && {
        toCommand: ({ parameters, environment }) => ({ script: SCRIPT, args: parameters, environment }),
      }),
      ...options,
    });
  }

  async close(): Promise<void> {
    await this.#databricks?.close();
    this.#databricks = undefined;
  }

  async cleanup(): Promise<void> {
    await this.close();
    for (const remove of this.#removals.splice(0)) await remove();
    this.directory = '';
  }

  /** A path in the fixture's directory. */
  path(name: string): string {
    return join(this.directory, name);
  }

  get(path: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const query = new URLSearchParams(
      Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return this.#send(`${path}?${query.toString()}`, { method: 'GET' });
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.#send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async #send(
    path: string,
    {
      headers,
      ...init
    }: { readonly headers?: Readonly<Record<string, string>> } & Omit<RequestInit, 'headers'>,
  ): Promise<Answer> {
    return answerOf(
      await fetch(`${this.databricks.baseUrl}/api/2.2/${path}`, {
        ...init,
        headers: { ...headers, authorization: `Bearer ${token()}` },
      }),
    );
  }

  async runNow(fields: object = {}): Promise<number> {
    const { status, body } = await this.post('jobs/run-now', { job_id: this.jobId, ...fields });
    expect({ status, body }).toMatchObject({ status: 200 });
    return body['run_id'] as number;
  }

  async getRun(runId: number): Promise<WireRun> {
    const { status, body } = await this.get('jobs/runs/get', { run_id: runId });
    expect({ status, body }).toMatchObject({ status: 200 });
    return body as unknown as WireRun;
  }

  /** Waits until the condition is true; Jest's time-out ends a wait without success. */
  async until(runId: number, condition: (run: WireRun) => boolean): Promise<WireRun> {
    for (;;) {
      const run = await this.getRun(runId);
      if (condition(run)) return run;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  ended(runId: number): Promise<WireRun> {
    return this.until(runId, (run) => run.status.state === 'TERMINATED');
  }

  running(runId: number, taskKey: string): Promise<WireRun> {
    return this.until(runId, (run) =>
      run.tasks.some((one) => one.task_key === taskKey && one.status.state === 'RUNNING'),
    );
  }

  /** Results of all tasks in the job's order: `key result`, one for each attempt. */
  async results(runId: number): Promise<readonly string[]> {
    const { tasks } = await this.ended(runId);
    return tasks.map(({ task_key, state }) => `${task_key} ${state.result_state ?? ''}`);
  }
}

export function token(lifetimeSeconds = 600): string {
  return issueToken({ audience: DATABRICKS_AUDIENCE, key: TOKEN_KEY, now: new Date(), lifetimeSeconds });
}

export async function answerOf(response: Response): Promise<Answer> {
  return {
    status: response.status,
    body: (await response.json()) as Readonly<Record<string, unknown>>,
    headers: response.headers,
  };
}
