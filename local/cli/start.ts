import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../replay/data-sets';
import { readAddedSettings, readAzdEnvironment, toNotice, writeLocalSettings } from '../stack/local-settings';
import { readSources, simulatedNamesOf } from '../stack/sources';
import { type Stack, startStack } from '../stack/start-stack';
import { toAddressLines } from './addresses';
import { dataOption } from './data-folder';
import { grouped, toTableLines } from './live-table';
import { warnOfNodeVersion } from './node-for-core-tools';
import { openSimulation, toSimulationLines } from './open-simulation';
import { addHostName, parseDuration, parsePort, parseRate, parseSourcesOf } from './options';
import { PipelineMonitor, type SourceProgress } from './pipeline-monitor';
import { RefreshClient } from './refresh-client';
import { RefreshWatcher } from './refresh-watcher';
import { ResponseNotice } from './response-notice';
import { runCommand } from './run-command';
import { Screen } from './screen';
import { readSimulatedUntil, writeSimulatedUntil } from './simulation-note';
import { waitForLanding } from './wait-for-landing';

interface StartOptions {
  readonly for?: number;
  readonly rate: number;
  readonly sources: readonly string[];
  readonly port: number;
  readonly allowHost: readonly string[];
  readonly data: string;
  readonly fresh: boolean;
  readonly func: boolean;
  readonly app: boolean;
  readonly faults?: string;
  readonly seed: number;
}

const SIMULATED = simulatedNamesOf(readSources(packageRoot()));

const command = new Command('npm start --')
  .description('Runs the whole pipeline on this machine and shows its progress. Ctrl-C stops it.')
  .option('--for <time>', 'stop after this time, such as 60s or 5m', parseDuration)
  .option('--rate <n>', 'simulated events a second over all sources; 0 for none', parseRate, 40)
  .option('--sources <list>', 'sources to simulate, comma-separated', parseSourcesOf(SIMULATED), SIMULATED)
  .option('--port <n>', 'port of the function app', parsePort, 7071)
  .option(
    '--allow-host <name>',
    'name besides localhost by which browsers and clients reach the services; can be repeated',
    addHostName,
    [],
  )
  .addOption(dataOption())
  .option('--fresh', 'delete the data folder first', false)
  .option('--func', "run the app with Core Tools' `func start`", false)
  .option('--no-app', 'start only the services, and write local.settings.json for `func start`')
  .option(
    '--faults <shares>',
    'shares of faulty simulated events, such as duplicate=0.01,malformed=0.002, or none',
  )
  .option('--seed <n>', 'seed of the simulators', Number, 1);

/** A second Ctrl-C after this time ends the command at once. */
const SECOND_SIGNAL_MILLISECONDS = 1000;
/** How often the progress is read. */
const LOOK_MILLISECONDS = 1000;
/** Without a terminal, prints one table for this many reads, so that a log stays readable. */
const LOOKS_PER_PLAIN_TABLE = 10;

runCommand(command, async () => {
  const options = command.opts<StartOptions>();
  const screen = new Screen();
  const stopping = new AbortController();
  let failure: Error | undefined;
  screen.print(`Starting Event Hubs, Data Lake, tables${options.app ? ' and the function app' : ''} …`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    let first: number | undefined;
    process.on(signal, () => {
      // Some versions of npm forward a Ctrl-C that the terminal has already sent: only a later signal counts
      // as the second.
      if (first !== undefined && performance.now() - first > SECOND_SIGNAL_MILLISECONDS) process.exit(130);
      first ??= performance.now();
      stopping.abort();
    });
  }
  const dataDirectory = resolve(options.data);
  const localSettings = resolve('local.settings.json');
  prepareForCoreTools(screen, options, localSettings);
  const simulated = options.rate > 0 ? options.sources : [];
  const simulatesErp = options.app && simulated.includes('ecommerce');
  const stack = await startStack({
    appDirectory: process.cwd(),
    dataDirectory,
    fresh: options.fresh,
    port: options.port,
    allowedHosts: options.allowHost,
    eventsPerSecond: options.rate,
    simulated: options.sources,
    seed: options.seed,
    simulatesErp,
    // Core Tools need blobs and queues besides tables, also when a person starts `func`.
    coreTools: options.func || !options.app,
    withApp: options.app,
    // With --no-app the settings stay in the file, where func reads them.
    addedSettings: options.app ? readAddedSettings(localSettings) : {},
    ...(options.faults !== undefined && { faults: options.faults }),
    notify: (message) => {
      screen.print(message);
    },
    onFailure: (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
      stopping.abort();
    },
  });
  const noteSimulation = (): void => {
    writeSimulatedUntil({ dataDirectory, seed: options.seed, sources: simulated, now: new Date() });
  };
  const monitor = new PipelineMonitor({
    sources: stack.sources,
    eventHubsConnectionString: stack.eventHubs.connectionString,
    lakeConnectionString: stack.lake.connectionString,
  });
  try {
    for (const line of toAddressLines(stack, dataDirectory)) screen.print(line);
    if (!options.app) {
      const { settings } = stack;
      const written = { path: localSettings, settings, backupDirectory: dataDirectory, now: new Date() };
      screen.print(`  ${toNotice(localSettings, writeLocalSettings(written))}\n`);
    }
    let opened: readonly SourceProgress[] = [];
    if (options.app) {
      const simulation = {
        sources: simulated,
        rate: options.rate,
        seed: options.seed,
        faults: options.faults,
      };
      for (const line of toSimulationLines(simulation)) screen.print(line);
      const until = readSimulatedUntil(dataDirectory, options.seed);
      const { baseUrl } = stack;
      const opening = await openSimulation({ baseUrl, sources: simulated, until, hasErp: simulatesErp });
      noteSimulation();
      for (const line of opening) screen.print(line);
      opened = await monitor.read();
    }
    const timer =
      options.for === undefined
        ? undefined
        : setTimeout(() => {
            stopping.abort();
          }, options.for * 1000);
    const refreshes = options.app ? watchRefreshes(stack, screen, dataDirectory, opened) : undefined;
    await watch(monitor, screen, stopping.signal, refreshes);
    clearTimeout(timer);
    if (options.app) noteSimulation();
    if (failure === undefined && options.app) await landTheRest(stack, monitor, screen);
  } finally {
    await monitor.close();
    await stack.close();
  }
  if (failure !== undefined) throw failure;
  const again = command.getOptionValueSource('data') === 'default' ? '' : ` -- --data ${options.data}`;
  screen.print(
    `Stopped. \`npm run reconcile${again}\` checks that no event is lost; \`npm start${again}\` continues from here.`,
  );
  return 0;
});

/** Core Tools have their own Node worker, and `func start` always reads local.settings.json. */
function prepareForCoreTools(screen: Screen, { func, app }: StartOptions, localSettings: string): void {
  const warning = func || !app ? warnOfNodeVersion(process.version) : undefined;
  if (warning !== undefined) screen.print(warning);
  const environment = func ? readAzdEnvironment(localSettings) : undefined;
  if (environment === undefined) return;
  throw new Error(
    `local.settings.json names the services of the azd environment ${environment}, and func reads it: move the file away to run the app over local services`,
  );
}

/** @param opened progress of each source when its opening was published */
function watchRefreshes(
  stack: Stack,
  screen: Screen,
  dataDirectory: string,
  opened: readonly SourceProgress[],
): RefreshWatcher {
  return new RefreshWatcher({
    client: new RefreshClient(stack.baseUrl),
    opened,
    lakeDirectory: join(dataDirectory, 'lake'),
    modelsDirectory: join(process.cwd(), 'lakehouse/models'),
    print: (line) => {
      screen.print(line);
    },
  });
}

async function watch(
  monitor: PipelineMonitor,
  screen: Screen,
  stop: AbortSignal,
  refreshes: RefreshWatcher | undefined,
): Promise<void> {
  let before: { readonly at: number; readonly progress: readonly SourceProgress[] } | undefined;
  const notice = new ResponseNotice();
  for (let look = 0; !stop.aborted; look++) {
    const at = performance.now();
    const now = await lookAgain(monitor, screen, notice);
    if (now !== undefined) {
      const seconds = before === undefined ? 0 : (at - before.at) / 1000;
      if (screen.isTerminal || look % LOOKS_PER_PLAIN_TABLE === 0) {
        const status = refreshes === undefined ? [] : ['', refreshes.status];
        screen.draw([...toTableLines({ before: before?.progress, now, seconds }), ...status]);
        before = { at, progress: now };
      }
    }
    if (now !== undefined) void refreshes?.look(now);
    await wait(Math.max(0, LOOK_MILLISECONDS - (performance.now() - at)), stop);
  }
}

/** A service that restarts does not respond for a moment; the next read succeeds. */
async function lookAgain(
  monitor: PipelineMonitor,
  screen: Screen,
  notice: ResponseNotice,
): Promise<readonly SourceProgress[] | undefined> {
  let progress: readonly SourceProgress[] | undefined;
  let line: string | undefined;
  try {
    progress = await monitor.read();
    line = notice.worked();
  } catch (error) {
    line = notice.failed(error);
  }
  if (line !== undefined) screen.print(line);
  return progress;
}

/** Lands what is in the hubs before the services stop, so that received and landed counts match. */
async function landTheRest(stack: Stack, monitor: PipelineMonitor, screen: Screen): Promise<void> {
  screen.settle();
  screen.print('Stopping: the simulators end, and the remaining events land in Bronze …');
  await stack.stopSimulators();
  const missing = await waitForLanding({ monitor });
  screen.draw(toTableLines({ before: undefined, now: await monitor.read(), seconds: 0 }));
  screen.settle();
  if (missing > 0)
    throw new Error(
      `${grouped(missing)} events did not land in Bronze; they stay in the hubs (see the logs in the data folder)`,
    );
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
