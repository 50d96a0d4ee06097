import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type AllowedHosts, defineService, flag, httpAddressFlags, StandInError } from '../kit';
import { findEntryPoints } from './app/entry-points';
import { type FunctionDefinition, toFunctionDefinition } from './app/function-definition';
import { readHostJson } from './app/host-json';
import { mergeLocalSettings, readSettings, resolveSettings, type Settings } from './app/settings';
import { DurableAddresses, DurableBackend } from './durable/durable-backend';
import { BUNDLED_EXTENSION, findDurableExtension } from './durable/durable-extension';
import { requireHubName } from './durable/durable-options';
import { type TaskHub } from './durable/task-hub';
import { FunctionsHostFaults, toHostSwitches } from './faults';
import { type HostClock, systemHostClock } from './host/host-clock';
import { HostLog, type LogSink, standardErrorLog } from './host/host-log';
import { createListeners, type Listeners } from './host/listeners';
import { RecyclingListeners } from './host/recycling-listeners';
import { stopInTime } from './host/trigger-listener';
import { PLATFORM_RESTART_WAITS, QUICK_RESTART_WAITS, type RestartWaits } from './host/worker-deaths';
import { workerEnvironment } from './host/worker-environment';
import { WorkerSupervisor } from './host/worker-supervisor';
import { AdminApi, HOST_VERSION } from './http/admin-api';
import { loadHostKeys } from './http/host-keys';
import { HttpInvoker } from './http/http-invoker';
import { HttpListener } from './http/http-listener';
import { Router } from './http/router';
import { support } from './support';
import { startTelemetry } from './telemetry/start-telemetry';

export { FunctionsHostFaults } from './faults';

export interface FunctionsHostOptions extends AllowedHosts {
  /** The built app: host.json, package.json, and the files that "main" names. */
  readonly appDirectory: string;
  /** 0 chooses any free port. @default 7071 */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** App settings; they have priority over the Values of local.settings.json. */
  readonly settings: Settings;
  /** Do not read local.settings.json. @default false */
  readonly ignoreLocalSettings?: boolean;
  /** Directory of checkpoints, timer status, durable instances and keys. */
  readonly dataDirectory: string;
  /** Clock of timers, retries, restarts and the timers of batches. @default the system's */
  readonly clock?: HostClock;
  /** Delays after the death of the worker or the host. @default those of the platform */
  readonly restartWaits?: RestartWaits;
  /**
   * Enforce keys, as in Azure; Core Tools do not. The keys are in `<dataDirectory>/keys.json`. @default false
   */
  readonly enforceKeys?: boolean;
  /**
   * Version of the Durable Task extension to reproduce: `3.12.5` or `3.19.0`. @default that of the extension
   * bundle
   */
  readonly durableExtension?: string;
  /** Arguments with which Node runs the worker, for tests. @default the worker beside this host, compiled or not */
  readonly workerArguments?: readonly string[];
  /** Injected faults, for tests. @default none */
  readonly faults?: FunctionsHostFaults;
  /** Let every client of the port control faults at `/_stand-in/faults`. @default false */
  readonly faultEndpoint?: boolean;
  /** @default one line for each record on standard error */
  readonly log?: LogSink;
}

export interface FunctionsHost {
  readonly port: number;
  readonly baseUrl: string;
  /** Names of the enabled functions. */
  readonly functions: readonly string[];
  /** Injected faults, for tests. */
  readonly faults: FunctionsHostFaults;
  /** Stops triggers, waits for running invocations, writes checkpoints, runs `appTerminate` hooks. */
  close(): Promise<void>;
}

/**
 * Runs a built, unmodified function app (programming model v4) on this machine with Node only.
 *
 * @throws StandInError `option_invalid` for a malformed app or setting. `unsupported` for features that this
 *   host would have to ignore. `start_failed` if the app cannot be loaded or a trigger cannot be connected.
 */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const {
    port = 7071,
    host = '127.0.0.1',
    allowedHosts,
    clock = systemHostClock,
    restartWaits = PLATFORM_RESTART_WAITS,
    enforceKeys = false,
    durableExtension = BUNDLED_EXTENSION,
    faults = new FunctionsHostFaults(),
    faultEndpoint = false,
    workerArguments,
    log: sink = standardErrorLog,
  } = options;
  const extension = findDurableExtension(durableExtension);
  const appDirectory = resolve(options.appDirectory);
  const dataDirectory = resolve(options.dataDirectory);
  const settings =
    options.ignoreLocalSettings === true
      ? options.settings
      : await mergeLocalSettings(appDirectory, options.settings);
  const hostJson = await readHostJson(appDirectory, settings);
  const entryPoints = await findEntryPoints(appDirectory);
  const { durableTask, functionTimeoutMilliseconds } = hostJson;
  const hubName = requireHubName(resolveSettings(durableTask.hubName, settings, 'host.json, hubName'));
  await mkdir(dataDirectory, { recursive: true });
  const keys = enforceKeys ? await loadHostKeys(dataDirectory) : undefined;
  const log = new HostLog({ sink, logLevels: hostJson.logLevels });

  const telemetry = await startTelemetry({
    telemetryMode: hostJson.telemetryMode,
    settings,
    hostVersion: HOST_VERSION,
    log,
  });
  // Listens first, because the app gets the address in WEBSITE_HOSTNAME.
  const http = await HttpListener.listen({ host, port, allowedHosts });
  const environment = workerEnvironment({ settings, hostname: `${host}:${http.port}` });
  const supervisor = new WorkerSupervisor({
    appDirectory,
    entryPoints,
    environment,
    hostVersion: HOST_VERSION,
    workerArguments,
    functionTimeoutMilliseconds,
    restartWaits,
    clock,
    log,
    tracer: telemetry.tracer,
  });
  let hub: TaskHub | undefined;
  try {
    const worker = await supervisor.start();
    // The unspecified address can be listened on, but not called.
    const origin = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${http.port}`;
    const addresses = new DurableAddresses({ origin, hubName, key: keys?.systemKey });
    const { clientInput } = addresses;
    const functions = worker.functions.map((one) => toFunctionDefinition(one, settings, clientInput));
    requireFunctions(functions);
    const durable = new DurableBackend({
      addresses,
      directory: join(dataDirectory, 'durable', hubName.toLowerCase()),
      options: durableTask,
      extension,
      faults: faults.durable,
      functions: functions.filter(({ disabled }) => !disabled),
      supervisor,
      clock,
      log,
    });
    hub = durable.hub;
    await hub.load();
    const router = new Router({ functions, routePrefix: hostJson.routePrefix });
    const context = { functions, settings, hostJson, dataDirectory, supervisor, faults, clock, log };
    const create = (): Listeners => createListeners(context);
    const listeners = new RecyclingListeners({ create, supervisor, restartWaits, clock, log });
    const admin = new AdminApi({
      supervisor,
      functions,
      routes: router.routes,
      runByHand: (name) => listeners.runByHand(name),
      log,
    });
    const invoker = new HttpInvoker({ supervisor, log });
    http.serve({
      router,
      invoker,
      admin,
      durable,
      customHeaders: hostJson.customHeaders,
      isHomepageDisabled: /^true$/i.test(settings['AzureWebJobsDisableHomepage'] ?? ''),
      keys,
      faults: faultEndpoint ? toHostSwitches(faults) : undefined,
      log,
    });
    await Promise.all([listeners.start(), hub.start()]);

    return {
      port: http.port,
      baseUrl: `http://${host}:${http.port}`,
      functions: functions.filter(({ disabled }) => !disabled).map(({ name }) => name),
      faults,
      async close() {
        await Promise.all([http.close(), listeners.stop(), stopInTime([durable.hub])]);
        await supervisor.close();
        await telemetry.close();
      },
    };
  } catch (error) {
    await Promise.all([http.close(), hub?.stop(), supervisor.close(), telemetry.close()]);
    throw error;
  }
}

function requireFunctions(functions: readonly FunctionDefinition[]): void {
  if (functions.length > 0) return;
  throw new StandInError('start_failed', 'the app registered no function; programming model v4 is required');
}

/** Options of the command line; see `FunctionsHostOptions`. */
interface CommandLine extends Pick<
  FunctionsHostOptions,
  | 'appDirectory'
  | 'dataDirectory'
  | 'port'
  | 'host'
  | 'allowedHosts'
  | 'ignoreLocalSettings'
  | 'enforceKeys'
  | 'durableExtension'
  | 'faultEndpoint'
> {
  readonly settingsFile?: string;
  readonly quickRestarts?: boolean;
}

export const service = defineService<CommandLine, FunctionsHost>({
  name: 'functions-host',
  support,
  flags: {
    appDirectory: flag.required(flag.text('app', 'DIRECTORY')),
    dataDirectory: flag.required(flag.text('data', 'DIRECTORY')),
    ...httpAddressFlags,
    settingsFile: flag.text('settings', 'FILE.json'),
    ignoreLocalSettings: flag.toggle('ignore-local-settings'),
    enforceKeys: flag.toggle('enforce-keys'),
    durableExtension: flag.text('durable-extension', '3.12.5|3.19.0'),
    faultEndpoint: flag.toggle('fault-endpoint'),
    quickRestarts: flag.toggle('quick-restarts'),
  },
  start: async ({ settingsFile, quickRestarts = false, ...options }) =>
    startFunctionsHost({
      ...options,
      settings: settingsFile === undefined ? {} : await readSettings(settingsFile),
      restartWaits: quickRestarts ? QUICK_RESTART_WAITS : PLATFORM_RESTART_WAITS,
    }),
  ready: ({ port, baseUrl, functions }) => ({ port, baseUrl, functions }),
});
