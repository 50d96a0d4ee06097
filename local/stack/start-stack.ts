import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toAppSettings } from './app-settings';
import { choosePort, requirePort } from './choose-port';
import { type ChildService } from './child-service';
import { claimFolder } from './claim-folder';
import { createDataset } from './create-dataset';
import { type Source, SOURCES, toEmulatorConfiguration } from './hubs';
import { startLakehouse } from './start-lakehouse';
import {
  type HostReady,
  type ServiceContext,
  startAzuriteService,
  startCoreToolsService,
  startEventHubsService,
  startFunctionsService,
  startLakeService,
} from './services';
import { removeStackFile, writeStackFile } from './stack-file';
import { Supervisor } from './supervisor';

export interface StackOptions {
  /** Folder of the built function app: `package.json`, `host.json`, `dist/`. */
  readonly appDirectory: string;
  /** Everything that the stack keeps. */
  readonly dataDirectory: string;
  /** Forget what an earlier stack kept. @default false */
  readonly fresh?: boolean;
  /** Port of the function app; taken is an error. 0 is any. @default 7071 */
  readonly port?: number;
  /** Whether the services behind the app use their well-known ports where free. @default true */
  readonly wellKnownPorts?: boolean;
  /** Simulated events a second, all sources together; 0 for none. @default 40 */
  readonly eventsPerSecond?: number;
  /** @default every source */
  readonly sources?: readonly Source[];
  /** Shares of faulty simulated events, as the app reads them. */
  readonly faults?: string;
  /** @default 1 */
  readonly seed?: number;
  /** Partitions of each hub, fixed when a hub is first made. @default 4 */
  readonly partitionCount?: number;
  /** For Core Tools: run the app with `func start`, and blobs and queues beside tables. @default false */
  readonly coreTools?: boolean;
  /** Without the function app: the services only, for commands that read what is there. @default true */
  readonly withApp?: boolean;
  /**
   * Without Data Factory, Databricks and their identity: nothing is refreshed then.
   * @default as withApp
   */
  readonly withLakehouse?: boolean;
  /** Whether faults of the services can be switched on, for tests. @default false */
  readonly faultEndpoints?: boolean;
  /** More settings of the app. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Something that a person should know (a service ended and was started again). */
  readonly notify?: (message: string) => void;
  /** A service cannot be kept up; the stack should be closed. */
  readonly onFailure?: (error: unknown) => void;
}

export interface Stack {
  /** Of the function app, such as `http://127.0.0.1:7071`. */
  readonly baseUrl: string;
  readonly eventHubs: { readonly port: number; readonly connectionString: string };
  readonly lake: { readonly port: number; readonly baseUrl: string; readonly connectionString: string };
  readonly tablePort: number;
  /** Undefined without the lakehouse. */
  readonly databricks: { readonly baseUrl: string } | undefined;
  readonly dataFactory: { readonly endpoint: string } | undefined;
  readonly powerBi: { readonly endpoint: string; readonly arrivedUrl: string } | undefined;
  readonly settings: Readonly<Record<string, string>>;
  /** Process ids by service, as they are now. */
  processIds(): Promise<Readonly<Record<string, number>>>;
  /** Starts the app again without simulators, so that what is in the hubs can be landed to the end. */
  stopSimulators(): Promise<void>;
  /** Stops everything, the app first; what is kept stays. */
  close(): Promise<void>;
}

/**
 * Starts Azure on this machine: Event Hubs, Data Lake, tables, and a Functions host that runs the built app, each a
 * process of its own that is started again when it ends unasked.
 *
 * @throws StandInError `start_failed`, or `option_invalid` where another stack runs over the same folder
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const {
    dataDirectory,
    appDirectory,
    fresh = false,
    withApp = true,
    coreTools = false,
    withLakehouse = withApp || coreTools,
    wellKnownPorts = true,
  } = options;
  const { notify = () => undefined, onFailure = () => undefined } = options;
  let claim = claimFolder(dataDirectory);
  if (fresh) {
    rmSync(dataDirectory, { recursive: true, force: true });
    claim = claimFolder(dataDirectory);
  }

  const supervisors: Supervisor<unknown>[] = [];
  const supervise = <Ready>(
    start: (context: ServiceContext) => Promise<ChildService<Ready>>,
  ): Supervisor<Ready> => {
    const supervisor = new Supervisor<Ready>({
      start: (onExit) => start({ dataDirectory, onExit }),
      notify,
      giveUp: onFailure,
    });
    supervisors.push(supervisor);
    return supervisor;
  };
  const closeAll = async (): Promise<void> => {
    // The app before what it talks to.
    for (const supervisor of [...supervisors].reverse()) await supervisor.stop();
    removeStackFile(dataDirectory);
    claim.release();
  };

  try {
    const chooseService = (preferred: number): Promise<number> => choosePort(wellKnownPorts ? preferred : 0);
    const [eventHubsPort, lakePort, tablePort, blobPort, queuePort] = [
      await chooseService(5672),
      await chooseService(10_010),
      await chooseService(10_002),
      await chooseService(10_000),
      await chooseService(10_001),
    ];
    const lakehousePorts = [
      await chooseService(10_040),
      await chooseService(10_041),
      await chooseService(10_042),
      await chooseService(10_043),
      await chooseService(10_044),
    ] as const;
    const port = withApp ? await requirePort(options.port ?? 7071, '--port') : 0;
    const blobAndQueuePorts = coreTools ? { blob: blobPort, queue: queuePort } : undefined;

    const configurationFile = join(dataDirectory, 'event-hubs.json');
    writeFileSync(
      configurationFile,
      JSON.stringify(toEmulatorConfiguration(options.partitionCount ?? 4), null, 2),
    );

    const services = {
      azurite: supervise((context) =>
        startAzuriteService(context, {
          tablePort,
          ...(blobAndQueuePorts !== undefined && { blobAndQueuePorts }),
        }),
      ),
      eventHubs: supervise((context) =>
        startEventHubsService(context, { port: eventHubsPort, configurationFile }),
      ),
      lake: supervise((context) => startLakeService(context, { port: lakePort })),
    };
    const [, eventHubs, lake] = await Promise.all([
      services.azurite.start(),
      services.eventHubs.start(),
      services.lake.start(),
    ]);

    const lakehouse = withLakehouse
      ? await startLakehouse({
          supervise,
          ports: lakehousePorts,
          dataDirectory,
          appDirectory,
          lakeConnectionString: lake.ready.connectionString,
          faultEndpoints: options.faultEndpoints ?? false,
        })
      : undefined;

    const servicesOnly = (eventsPerSecond: number): Record<string, string> => ({
      ...toAppSettings({
        eventHubsConnectionString: eventHubs.ready.connectionString,
        lakeConnectionString: lake.ready.connectionString,
        tablePort,
        ...(blobAndQueuePorts !== undefined && { blobAndQueuePorts }),
        eventsPerSecond,
        sources: options.sources ?? SOURCES,
        faults: options.faults,
        seed: options.seed ?? 1,
      }),
      ...lakehouse?.settings,
      ...options.settings,
    });
    // What a test or a person sets wins, and so does a sink that they name.
    const sinkSettings =
      lakehouse === undefined || options.settings?.['LIVE_SINKS'] !== undefined
        ? {}
        : await createDataset(appDirectory, servicesOnly(0));
    const settingsFor = (eventsPerSecond: number): Record<string, string> => ({
      ...servicesOnly(eventsPerSecond),
      ...sinkSettings,
      ...options.settings,
    });
    const settings = settingsFor(options.eventsPerSecond ?? 40);

    const settingsFile = join(dataDirectory, 'app-settings.json');
    const startApp = (appPort: number, appSettings: Record<string, string>): Supervisor<HostReady> => {
      writeFileSync(settingsFile, JSON.stringify(appSettings, null, 2), { mode: 0o600 });
      return supervise((context) =>
        coreTools
          ? startCoreToolsService(context, { port: appPort, appDirectory, environment: appSettings })
          : startFunctionsService(context, { port: appPort, appDirectory, settingsFile }),
      );
    };
    if (!withApp) writeFileSync(settingsFile, JSON.stringify(settings, null, 2), { mode: 0o600 });
    let app = withApp ? startApp(port, settings) : undefined;
    const host = await app?.start();
    const baseUrl = host?.ready.baseUrl ?? '';
    writeStackFile(dataDirectory, { processId: process.pid, baseUrl, settings });

    return {
      baseUrl,
      eventHubs: eventHubs.ready,
      lake: lake.ready,
      tablePort,
      databricks: lakehouse?.databricks.ready,
      dataFactory: lakehouse?.dataFactory.ready,
      powerBi: lakehouse?.powerBi.ready,
      settings,
      async processIds() {
        const named = { ...services, ...lakehouse?.supervisors, ...(app !== undefined && { app }) };
        const ids = await Promise.all(
          Object.entries(named).map(
            async ([name, supervisor]) => [name, await supervisor.processId()] as const,
          ),
        );
        return Object.fromEntries(ids);
      },
      async stopSimulators() {
        if (app === undefined || host === undefined) return;
        await app.stop();
        supervisors.splice(supervisors.indexOf(app), 1);
        app = startApp(host.ready.port, settingsFor(0));
        await app.start();
      },
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
