import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type * as monitorModule from '../../local/cli/pipeline-monitor';
import type * as stackModule from '../../local/stack/start-stack';
import { expectDescribedResponse } from './expect-described';

type SourceProgress = monitorModule.SourceProgress;

export const ROOT = resolve(__dirname, '..', '..');

/** A module of the compiled local stack: it starts compiled services, so it is the compiled one that must be tested. */
function built<Module>(path: string): Promise<Module> {
  return import(join(ROOT, 'build', 'local', path)) as Promise<Module>;
}

export interface TestStack extends stackModule.Stack {
  readonly dataDirectory: string;
  readonly monitor: monitorModule.PipelineMonitor;
  /** What a service printed when it ended unasked. */
  readonly notices: readonly string[];
  api(path: string, init?: RequestInit): Promise<Response>;
  progress(source: string): Promise<SourceProgress>;
  /** Waits until everything that the hubs hold is in Bronze. */
  landed(timeoutSeconds?: number): Promise<void>;
  /** Closes the stack and removes its files. */
  end(): Promise<void>;
}

/** The whole stack on free ports over a folder of its own, without simulated events unless asked for. */
export async function startTestStack(options: Partial<stackModule.StackOptions> = {}): Promise<TestStack> {
  const { startStack } = await built<typeof stackModule>('stack/start-stack.js');
  const { PipelineMonitor } = await built<typeof monitorModule>('cli/pipeline-monitor.js');
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'sluice-test-'));
  const notices: string[] = [];
  // Another app may have other contracts, which our document does not describe.
  const isOurs = options.appDirectory === undefined;
  const stack = await startStack({
    appDirectory: ROOT,
    port: 0,
    wellKnownPorts: false,
    eventsPerSecond: 0,
    withLakehouse: false,
    partitionCount: 2,
    quickRestarts: true,
    notify: (message) => notices.push(message),
    ...options,
    // A refresh starts when a test says so.
    settings: { REFRESH_SCHEDULE: '', REFRESH_ARRIVALS_SCHEDULE: '', ...options.settings },
    dataDirectory,
  });
  const monitor = new PipelineMonitor({
    sources: stack.sources,
    eventHubsConnectionString: stack.eventHubs.connectionString,
    lakeConnectionString: stack.lake.connectionString,
  });
  const test: TestStack = {
    ...stack,
    dataDirectory,
    monitor,
    notices,
    async api(path, init) {
      const response = await fetch(`${stack.baseUrl}/api/${path}`, init);
      if (isOurs) await expectDescribedResponse(init?.method ?? 'GET', response.clone());
      return response;
    },
    async progress(source) {
      const found = (await monitor.read()).find((one) => one.source === source);
      if (found === undefined) throw new Error(`no progress of ${source}`);
      return found;
    },
    async landed(timeoutSeconds) {
      await eventually(
        async () => (await monitor.read()).every(({ lag }) => lag === 0),
        'the lag of every hub is 0',
        timeoutSeconds,
      );
    },
    async end() {
      await monitor.close();
      await stack.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
  return test;
}

/** Looking costs requests to every service of a stack, so looks that find nothing come further and further apart. */
const FIRST_PAUSE_MILLISECONDS = 25;
const LONGEST_PAUSE_MILLISECONDS = 400;

/** Waits for a condition; fails with its name. A fault while a service is being started again counts as "not yet". */
export async function eventually(
  condition: () => Promise<boolean>,
  what: string,
  timeoutSeconds = 60,
): Promise<void> {
  const end = Date.now() + timeoutSeconds * 1000;
  let last: unknown;
  let pause = FIRST_PAUSE_MILLISECONDS;
  while (Date.now() < end) {
    try {
      if (await condition()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await delay(pause);
    pause = Math.min(1.5 * pause, LONGEST_PAUSE_MILLISECONDS);
  }
  throw new Error(`not within ${timeoutSeconds} s: ${what}`, { cause: last });
}
