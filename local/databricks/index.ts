import { join, resolve } from 'node:path';
import {
  type AllowedHosts,
  defineService,
  flag,
  httpAddressFlags,
  type HttpServer,
  lockDirectory,
  StandInError,
  startRest,
  toFaultSwitches,
  tokenKeyFlag,
} from '../kit';
import { type Bundle, loadBundle } from './bundle/load-bundle';
import { toEngineCommand } from './engine-command';
import { databricksFault, DatabricksFaults } from './faults';
import { JobRuns } from './jobs/job-runs';
import { type JobsClock, systemJobsClock } from './jobs/jobs-clock';
import { jobsApi } from './jobs/operations';
import { RunStore } from './jobs/run-store';
import { type TaskInvocation } from './jobs/task-invocation';
import { type TaskCommand } from './jobs/task-process';
import { TaskWorkers } from './jobs/task-workers';
import { support } from './support';

export { type DatabricksFault, DatabricksFaults } from './faults';

export interface DatabricksOptions extends AllowedHosts {
  /** 0 chooses any free port. @default 0 */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Directory of runs and their logs. Created if missing. Only one service can use it. */
  readonly dataDirectory: string;
  /** Contains `databricks.yml`. */
  readonly bundleDirectory: string;
  /** @default the bundle's default target */
  readonly target?: string;
  /** Values of the bundle's variables, as with `--var`. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Values of secrets by `scope/key`. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Secret that signs bearer tokens, the same for the identity endpoint and all services. */
  readonly tokenKey: string;
  /** Directory of the models that tasks run. @default `lakehouse/models` beside the bundle */
  readonly modelsDirectory?: string;
  /** The command that runs a task, in a process of its own. @default the DuckDB engine, in a worker */
  readonly toCommand?: (invocation: TaskInvocation) => TaskCommand;
  /** Limit of concurrent tasks over all runs. @default 2 */
  readonly maximumParallelTasks?: number;
  /** Memory of DuckDB for all concurrent tasks together; each has an equal part. @default 4096 */
  readonly memoryMegabytes?: number;
  /** How many ended runs are kept; Databricks keeps runs for 60 days. @default 200 */
  readonly keepRuns?: number;
  /** @default the system's */
  readonly clock?: JobsClock;
  /** Injected faults, for tests. @default none */
  readonly faults?: DatabricksFaults;
  /** Let every client of the port control faults at `/_stand-in/faults`. @default false */
  readonly faultEndpoint?: boolean;
}

/** A running workspace. */
export interface Databricks {
  readonly port: number;
  /** `http://host:port`: the workspace's URL for clients. */
  readonly baseUrl: string;
  /** Ids of the bundle's jobs by their keys, the same at every start. */
  readonly jobs: Readonly<Record<string, number>>;
  readonly faults: DatabricksFaults;
  /** Releases the port and kills running tasks; their runs are failed at the next start. */
  close(): Promise<void>;
}

/** The compiled engine, at a path relative to this file. */
const ENGINE = join(__dirname, '../../lakehouse/engines/duckdb/worker.js');

const DEFAULTS = { maximumParallelTasks: 2, memoryMegabytes: 4096, keepRuns: 200 } as const;

/**
 * Starts a stand-in for a Databricks workspace: the Jobs API for the jobs of an Asset Bundle, whose tasks run
 * as local programs.
 *
 * @throws StandInError `option_invalid`, also for a mistake in the bundle; `corrupt`. `unsupported` for
 *   features of the bundle that this service would have to ignore. `start_failed` if the port or the
 *   directory is in use.
 */
export async function startDatabricks(options: DatabricksOptions): Promise<Databricks> {
  requireOptions(options);
  const { port, host, allowedHosts, clock = systemJobsClock, faults = new DatabricksFaults() } = options;
  const bundle = loadBundle({
    directory: resolve(options.bundleDirectory),
    ...(options.variables !== undefined && { variables: options.variables }),
    ...(options.target !== undefined && { target: options.target }),
  });
  const dataDirectory = resolve(options.dataDirectory);
  const unlock = lockDirectory(dataDirectory);
  const workers = new TaskWorkers({ args: ['--memory-limit', toMemoryLimit(options)], clock });
  let runs: JobRuns | undefined;
  try {
    runs = openRuns(bundle, dataDirectory, options, workers);
    const server = await startRest(jobsApi, {
      context: { runs, tokenKey: options.tokenKey },
      faults,
      faultSwitches: options.faultEndpoint === true ? toFaultSwitches(faults, databricksFault) : undefined,
      now: () => clock.now(),
      port,
      host,
      allowedHosts,
    });
    return toHandle({ server, runs, workers, bundle, faults, unlock });
  } catch (error) {
    await runs?.close();
    await workers.close();
    unlock();
    throw error;
  }
}

/** The part of one task, in DuckDB's notation. */
function toMemoryLimit({
  memoryMegabytes = DEFAULTS.memoryMegabytes,
  maximumParallelTasks = DEFAULTS.maximumParallelTasks,
}: DatabricksOptions): string {
  return `${Math.max(1, Math.floor(memoryMegabytes / maximumParallelTasks))}MB`;
}

function openRuns(
  bundle: Bundle,
  dataDirectory: string,
  options: DatabricksOptions,
  workers: TaskWorkers,
): JobRuns {
  const modelsDirectory = resolve(
    // In the repository the models are beside the bundle.
    options.modelsDirectory ?? join(options.bundleDirectory, '..', 'lakehouse/models'),
  );
  const { store, runs } = RunStore.open(dataDirectory);
  return new JobRuns({
    jobs: bundle.jobs,
    store,
    runs,
    secrets: options.secrets ?? {},
    clock: options.clock ?? systemJobsClock,
    toCommand:
      options.toCommand ?? ((invocation) => toEngineCommand(invocation, { script: ENGINE, modelsDirectory })),
    startTask: options.toCommand === undefined ? (task) => workers.start(task) : undefined,
    maximumParallelTasks: options.maximumParallelTasks ?? DEFAULTS.maximumParallelTasks,
    keepRuns: options.keepRuns ?? DEFAULTS.keepRuns,
  });
}

interface Parts {
  readonly server: HttpServer;
  readonly runs: JobRuns;
  readonly workers: TaskWorkers;
  readonly bundle: Bundle;
  readonly faults: DatabricksFaults;
  readonly unlock: () => void;
}

function toHandle({ server, runs, workers, bundle, faults, unlock }: Parts): Databricks {
  return {
    port: server.port,
    baseUrl: server.baseUrl,
    jobs: Object.fromEntries(bundle.jobs.map(({ key, jobId }) => [key, jobId])),
    faults,
    close: async () => {
      server.stopAccepting();
      await runs.close();
      await workers.close();
      await server.close(Infinity);
      unlock();
    },
  };
}

/** @throws StandInError `option_invalid` */
function requireOptions(options: DatabricksOptions): void {
  const { dataDirectory, bundleDirectory, tokenKey } = options;
  for (const [name, value] of Object.entries({ dataDirectory, bundleDirectory, tokenKey }))
    if (value === '') throw new StandInError('option_invalid', `${name} is missing`);
  const { maximumParallelTasks, memoryMegabytes, keepRuns } = { ...DEFAULTS, ...options };
  for (const [name, value] of Object.entries({ maximumParallelTasks, memoryMegabytes, keepRuns }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new StandInError('option_invalid', `${name} must be a whole number from 1`);
}

export const service = defineService<DatabricksOptions, Databricks>({
  name: 'databricks',
  support,
  flags: {
    dataDirectory: flag.required(flag.text('data', 'DIRECTORY')),
    bundleDirectory: flag.required(flag.text('bundle', 'DIRECTORY')),
    tokenKey: tokenKeyFlag,
    ...httpAddressFlags,
    target: flag.text('target', 'NAME'),
    variables: flag.pairs('var'),
    secrets: flag.secrets('secret', 'SCOPE/KEY=ENVIRONMENT_VARIABLE', process.env),
    modelsDirectory: flag.text('models', 'DIRECTORY'),
    maximumParallelTasks: flag.wholeNumber('parallel-tasks'),
    memoryMegabytes: flag.wholeNumber('memory-megabytes'),
    keepRuns: flag.wholeNumber('keep-runs'),
    faultEndpoint: flag.toggle('fault-endpoint'),
  },
  start: startDatabricks,
  ready: ({ port, baseUrl, jobs }) => ({ port, baseUrl, jobs }),
});
