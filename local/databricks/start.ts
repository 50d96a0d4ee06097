import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { StandInError } from '../shared/stand-in-error';
import { type Bundle, loadBundle } from './bundle/load-bundle';
import { toEngineCommand } from './engine-command';
import { DatabricksFaults } from './faults';
import { lockDirectory } from './jobs/directory-lock';
import { createJobsServer } from './jobs/http/jobs-server';
import { JobRuns } from './jobs/job-runs';
import { systemJobsClock } from './jobs/jobs-clock';
import { RunStore } from './jobs/run-store';
import { type DatabricksOptions, defaultModelsDirectory, requireOptions } from './options';

/** A running workspace. */
export interface Databricks {
  readonly port: number;
  /** `http://host:port`: the workspace's URL for clients. */
  readonly baseUrl: string;
  /** Ids of the bundle's jobs by their keys; the same at every start. */
  readonly jobs: Readonly<Record<string, number>>;
  readonly faults: DatabricksFaults;
  /** Lets go of the port and ends running tasks; their runs have failed at the next start. */
  close(): Promise<void>;
}

/** The compiled engine. */
const ENGINE = join(__dirname, '../../lakehouse/engines/duckdb/main.js');

/**
 * Starts a stand-in for a Databricks workspace: the Jobs API, over the jobs of an Asset Bundle, whose tasks run as
 * programs on this machine.
 *
 * @throws StandInError `option_invalid` also for a mistake in the bundle; `unsupported` for what the bundle asks and
 * this service would have to ignore; `corrupt`; `start_failed` when the port or the directory is taken
 */
export async function startDatabricks(options: DatabricksOptions): Promise<Databricks> {
  requireOptions(options);
  const { port = 0, host = '127.0.0.1', clock = systemJobsClock, faults = new DatabricksFaults() } = options;
  const bundle = loadBundle({
    directory: resolve(options.bundleDirectory),
    ...(options.variables !== undefined && { variables: options.variables }),
    ...(options.target !== undefined && { target: options.target }),
  });
  const dataDirectory = resolve(options.dataDirectory);
  const unlock = lockDirectory(dataDirectory);
  let runs: JobRuns | undefined;
  try {
    runs = openRuns(bundle, dataDirectory, options);
    const server = createJobsServer({
      runs,
      tokenKey: options.tokenKey,
      faults,
      faultEndpoint: options.faultEndpoint ?? false,
      clock,
      onFailure: (error) => {
        console.error(error);
      },
    });
    server.listen(port, host);
    await once(server, 'listening');
    return toHandle({ server, runs, bundle, faults, unlock });
  } catch (error) {
    await runs?.close();
    unlock();
    if (error instanceof StandInError) throw error;
    throw new StandInError('start_failed', `Databricks cannot listen on ${host}:${port}`, error);
  }
}

function openRuns(bundle: Bundle, dataDirectory: string, options: DatabricksOptions): JobRuns {
  const modelsDirectory = resolve(options.modelsDirectory ?? defaultModelsDirectory(options.bundleDirectory));
  const { store, runs } = RunStore.open(dataDirectory);
  return new JobRuns({
    jobs: bundle.jobs,
    store,
    runs,
    secrets: options.secrets ?? {},
    clock: options.clock ?? systemJobsClock,
    toCommand:
      options.toCommand ?? ((invocation) => toEngineCommand(invocation, { script: ENGINE, modelsDirectory })),
    maximumParallelTasks: options.maximumParallelTasks ?? 2,
    keepRuns: options.keepRuns ?? 200,
  });
}

interface Parts {
  readonly server: ReturnType<typeof createJobsServer>;
  readonly runs: JobRuns;
  readonly bundle: Bundle;
  readonly faults: DatabricksFaults;
  readonly unlock: () => void;
}

function toHandle({ server, runs, bundle, faults, unlock }: Parts): Databricks {
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    port: address.port,
    baseUrl: `http://${shownHost}:${address.port}`,
    jobs: Object.fromEntries(bundle.jobs.map(({ key, jobId }) => [key, jobId])),
    faults,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await runs.close();
      await closed;
      unlock();
    },
  };
}
