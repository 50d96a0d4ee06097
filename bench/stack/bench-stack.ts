import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type * as PipelineMonitorModule from '../../local/cli/pipeline-monitor';
import { local, ROOT } from '../shared/built';
import { readChildren } from '../shared/processes';

/** Names of the services in figures; `worker` runs the app itself. */
export type ServiceName = 'eventHubs' | 'lake' | 'azurite' | 'host' | 'worker';

/**
 * All stand-ins and the app on this machine, in a separate folder and on free ports, with a probe in each process.
 */
export interface BenchStack {
  readonly baseUrl: string;
  /** The lake's folder of files. */
  readonly lakeDirectory: string;
  readonly lakeConnectionString: string;
  readonly probeDirectory: string;
  readonly processIds: Readonly<Record<ServiceName, number>>;
  /** Events in Bronze since the stack started, accepted and quarantined. */
  countLanded(): Promise<number>;
  /** @throws Error if Bronze does not have this many events in time, or has more */
  waitForLanded(count: number, timeoutSeconds: number): Promise<void>;
  /** @throws Error if a service ended in the meantime, because the figures are then useless */
  assertUndisturbed(): void;
  close(): Promise<void>;
}

/** Starts the stack without simulators. It only uses loopback, and deletes its data when it is closed. */
export async function startBenchStack({
  withLakehouse = false,
  settings = {},
}: {
  readonly withLakehouse?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
} = {}): Promise<BenchStack> {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  const probeDirectory = join(directory, 'probe');
  mkdirSync(probeDirectory);
  const probe = {
    NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, '../shared/probe.cjs'))}`,
    SLUICE_BENCH_PROBE: probeDirectory,
  };
  const disturbances: string[] = [];
  const remove = (): void => {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  // If the benchmark ends early, services end by themselves, and no data remains.
  process.once('exit', remove);
  const stack = await withEnvironment(probe, () =>
    local.startStack({
      appDirectory: ROOT,
      dataDirectory: join(directory, 'data'),
      port: 0,
      wellKnownPorts: false,
      eventsPerSecond: 0,
      withLakehouse,
      // The benchmark starts refreshes itself.
      settings: { ...probe, REFRESH_SCHEDULE: '', REFRESH_ARRIVALS_SCHEDULE: '', ...settings },
      notify: (message) => disturbances.push(message),
      onFailure: (error) => disturbances.push(String(error)),
    }),
  ).catch((error: unknown) => {
    remove();
    throw error;
  });
  const monitor = new local.PipelineMonitor({
    sources: stack.sources,
    eventHubsConnectionString: stack.eventHubs.connectionString,
    lakeConnectionString: stack.lake.connectionString,
  });
  const assertUndisturbed = (): void => {
    if (disturbances.length > 0) throw new Error(`a service of the stack failed: ${disturbances.join('; ')}`);
  };
  const countLanded = async (): Promise<number> => totalOf(await monitor.read());

  return {
    baseUrl: stack.baseUrl,
    lakeDirectory: join(directory, 'data', 'lake'),
    lakeConnectionString: stack.lake.connectionString,
    probeDirectory,
    processIds: toServices(await stack.processIds()),
    countLanded,
    async waitForLanded(count, timeoutSeconds) {
      const deadline = Date.now() + timeoutSeconds * 1000;
      for (;;) {
        assertUndisturbed();
        const landed = await countLanded();
        if (landed === count) return;
        if (landed > count)
          throw new Error(`Bronze holds ${landed} events, more than the ${count} published`);
        if (Date.now() > deadline) {
          throw new Error(`Bronze holds ${landed} of ${count} events after ${timeoutSeconds} s`);
        }
        await pause(Math.min(500, 100 + (count - landed) / 100));
      }
    },
    assertUndisturbed,
    async close() {
      await monitor.close();
      await stack.close();
      process.off('exit', remove);
      remove();
    },
  };
}

function totalOf(progress: readonly PipelineMonitorModule.SourceProgress[]): number {
  return progress.reduce((sum, { accepted, quarantined }) => sum + accepted + quarantined, 0);
}

function toServices(ids: Readonly<Record<string, number>>): Record<ServiceName, number> {
  const id = (name: string): number => {
    const found = ids[name];
    if (found === undefined) throw new Error(`the stack has no process '${name}'`);
    return found;
  };
  const host = id('app');
  const [worker = -1] = readChildren(host);
  return { eventHubs: id('eventHubs'), lake: id('lake'), azurite: id('azurite'), host, worker };
}

/** Services inherit the environment of this process, which is restored afterwards. */
async function withEnvironment<T>(
  variables: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
  }
}

/** Every file below a folder. */
export function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
