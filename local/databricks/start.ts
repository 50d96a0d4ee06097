import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { StandInError } from '../shared/stand-in-error';
import { loadBundle } from './bundle/load-bundle';
import { toEngineCommand } from './engine-command';
import { DatabricksFaults } from './faults';
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

/** Where the compiled engine stands, beside this file. */
const ENGINE = join(__dirname, 'engine', 'main.js');

/**
 * Starts a stand-in for a Databricks workspace: the Jobs API, over the jobs of an Asset Bundle, whose tasks run as
 * programs on this machine.
 *
 * @throws StandInError `option_invalid` also for a mistake in the bundle; `unsupported` for what the bundle asks and
 * this service would have to ignore; `corrupt`; `start_failed` when the port is taken
 */
export async function startDatabricks(options: DatabricksOptions): Promise<Databricks> {
  requireOptions(options);
  const { port = 0, host = '127.0.0.1', tokenKey, clock = systemJobsClock } = options;
  const { faults = new DatabricksFaults(), variables = {}, secrets = {} } = options;
  const bundleDirectory = resolve(options.bundleDirectory);
  const modelsDirectory = resolve(options.modelsDirectory ?? defaultModelsDirectory(bundleDirectory));
  const bundle = loadBundle({
    directory: bundleDirectory,
    variables,
    ...(options.target !== undefined && { target: options.target }),
  });
  const { store, runs: known } = RunStore.open(resolve(options.dataDirectory));
  const runs = new JobRuns({
    jobs: bundle.jobs,
    store,
    runs: known,
    secrets,
    clock,
    toCommand:
      options.toCommand ?? ((invocation) => toEngineCommand(invocation, { script: ENGINE, modelsDirectory })),
    maximumParallelTasks: options.maximumParallelTasks ?? 2,
    keepRuns: options.keepRuns ?? 200,
  });
  const server = createJobsServer({
    runs,
    tokenKey,
    faults,
    faultEndpoint: options.faultEndpoint ?? false,
    clock,
    onFailure: (error) => {
      console.error(error);
    },
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    await runs.close();
    throw new StandInError('start_failed', `Databricks cannot listen on ${host}:${port}`, error);
  }
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
    },
  };
}
