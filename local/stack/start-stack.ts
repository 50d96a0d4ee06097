import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppService, startAppService } from '../app-service';
import { toAppSettings, toSimulatorSettings } from './app-settings';
import { checkFormat } from './check-format';
import { DEFAULT_PORTS, requirePort } from './choose-port';
import { choosePorts, HOST_STORAGE } from './choose-ports';
import { type ChildService } from './child-service';
import { claimFolder } from './claim-folder';
import { createDataset } from './create-dataset';
import { FunctionApp, writeSettingsFile } from './function-app';
import { holdBuild } from './hold-build';
import { toEmulatorConfiguration } from './hubs';
import {
  makeSecrets,
  startIdentityService,
  toIdentitySettings,
  toManagementSettings,
} from './lakehouse-services';
import { startLakehouse } from './start-lakehouse';
import {
  type ServiceContext,
  startAzuriteService,
  startCoreToolsService,
  startEventHubsService,
  startFunctionsService,
  startLakeService,
} from './services';
import { namesOf, readSources, simulatedNamesOf } from './sources';
import { removeStackFile, writeStackFile } from './stack-file';
import { type Stack, type StackOptions } from './stack-options';
import { Supervisor } from './supervisor';

export { type Stack, type StackOptions };

/**
 * Starts the stack: Event Hubs, Data Lake, tables, and a Functions host that runs the built app. Each service
 * is a process that is restarted if it ends unexpectedly.
 *
 * @throws StandInError `start_failed`, or `option_invalid` if another stack runs over the same folder
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
    seed = 1,
  } = options;
  const { faultEndpoints: faultEndpoint = false, quickRestarts = false } = options;
  const { allowedHosts = [], notify = () => undefined, onFailure = () => undefined } = options;
  let claim = claimFolder(dataDirectory);
  if (fresh) {
    rmSync(dataDirectory, { recursive: true, force: true });
    claim = claimFolder(dataDirectory);
  }
  try {
    checkFormat(dataDirectory);
  } catch (error) {
    claim.release();
    throw error;
  }

  const build = holdBuild({ appDirectory, dataDirectory });
  const supervisors: Supervisor<unknown>[] = [];
  const supervise = <Ready>(
    start: (context: ServiceContext) => Promise<ChildService<Ready>>,
  ): Supervisor<Ready> => {
    const supervisor = new Supervisor<Ready>({
      start: (onExit) => start({ dataDirectory, onExit, allowedHosts }),
      notify,
      giveUp: onFailure,
    });
    supervisors.push(supervisor);
    return supervisor;
  };
  let appService: AppService | undefined;
  const closeAll = async (): Promise<void> => {
    // Stops the changes of settings first, then the app, then the services that the app uses.
    await appService?.close();
    for (const supervisor of [...supervisors].reverse()) await supervisor.stop();
    removeStackFile(dataDirectory);
    build.release();
    claim.release();
  };

  try {
    const ports = await choosePorts({
      wellKnownPorts,
      unused: [...(coreTools ? [] : HOST_STORAGE), ...(withApp ? [] : (['appService'] as const))],
      notify,
    });
    const port = withApp ? await requirePort(options.port ?? DEFAULT_PORTS.functionsHost, '--port') : 0;
    const hostStorage = coreTools ? { blobs: ports.hostBlobs, queues: ports.hostQueues } : undefined;

    const sources = readSources(appDirectory);
    const configurationFile = join(dataDirectory, 'event-hubs.json');
    writeFileSync(
      configurationFile,
      JSON.stringify(toEmulatorConfiguration(sources, options.partitionCount ?? 4), null, 2),
    );

    const services = {
      azurite: supervise((context) => startAzuriteService(context, { tablePort: ports.tables, hostStorage })),
      eventHubs: supervise((context) =>
        startEventHubsService(context, { port: ports.eventHubs, configurationFile }),
      ),
      lake: supervise((context) => startLakeService(context, { port: ports.lake })),
    };
    const [, eventHubs, lake] = await Promise.all([
      services.azurite.start(),
      services.eventHubs.start(),
      services.lake.start(),
    ]);

    const secrets = makeSecrets(dataDirectory);
    const identity =
      withApp || withLakehouse
        ? supervise((context) => startIdentityService(context, { port: ports.identity, secrets }))
        : undefined;
    const identityReady = (await identity?.start())?.ready;
    const lakehouse = withLakehouse
      ? await startLakehouse({
          supervise,
          secrets,
          ports,
          dataDirectory,
          appDirectory,
          lakeConnectionString: lake.ready.connectionString,
          faultEndpoints: faultEndpoint,
          erpSeed: options.simulatesErp === true ? seed : undefined,
        })
      : undefined;

    const simulation = {
      eventsPerSecond: options.eventsPerSecond ?? 40,
      sources,
      simulated: options.simulated ?? simulatedNamesOf(sources),
    };
    const serviceSettings: Record<string, string> = {
      ...options.addedSettings,
      ...toAppSettings({
        eventHubsConnectionString: eventHubs.ready.connectionString,
        lakeConnectionString: lake.ready.connectionString,
        tablePort: ports.tables,
        hostStorage,
        ...simulation,
        faults: options.faults,
        seed,
      }),
      ...(identityReady !== undefined && toIdentitySettings(identityReady)),
      ...lakehouse?.settings,
      ...options.settings,
    };
    // Settings of the caller have priority, and a sink that they name replaces the dataset.
    const sinkSettings =
      lakehouse === undefined || options.settings?.['LIVE_SINKS'] !== undefined
        ? {}
        : await createDataset(appDirectory, serviceSettings);
    const settingsFile = join(dataDirectory, 'app-settings.json');
    let settings: Record<string, string> = { ...serviceSettings, ...sinkSettings, ...options.settings };
    let app: FunctionApp | undefined;
    if (withApp) {
      appService = await startAppService({
        port: ports.appService,
        allowedHosts,
        tokenKey: secrets.tokenKey,
        settings: {
          read: () => app?.read() ?? settings,
          replace: (changed) => {
            app?.replace(changed);
          },
        },
      });
      settings = { ...toManagementSettings(appService), ...settings };
      app = new FunctionApp(
        {
          settingsFile,
          supervise,
          port,
          notify,
          start: (context, appPort, environment) =>
            coreTools
              ? startCoreToolsService(context, { port: appPort, appDirectory, environment })
              : startFunctionsService(context, {
                  port: appPort,
                  appDirectory,
                  settingsFile,
                  faultEndpoint,
                  quickRestarts,
                }),
        },
        settings,
      );
    } else {
      writeSettingsFile(settingsFile, settings);
    }
    const baseUrl = (await app?.start())?.baseUrl ?? '';
    writeStackFile(dataDirectory, { processId: process.pid, baseUrl, settings });

    return {
      baseUrl,
      eventHubs: eventHubs.ready,
      lake: lake.ready,
      tablePort: ports.tables,
      appService,
      databricks: lakehouse?.databricks.ready,
      dataFactory: lakehouse?.dataFactory.ready,
      powerBi: lakehouse?.powerBi.ready,
      settings,
      sources: namesOf(sources),
      async processIds() {
        const named = {
          ...services,
          ...(identity !== undefined && { identity }),
          ...lakehouse?.supervisors,
          ...(app !== undefined && { app }),
        };
        const ids = await Promise.all(
          Object.entries(named).map(
            async ([name, supervisor]) => [name, await supervisor.processId()] as const,
          ),
        );
        return Object.fromEntries(ids);
      },
      async stopSimulators() {
        const none = toSimulatorSettings({ ...simulation, eventsPerSecond: 0 });
        await app?.change({ ...none, ...options.settings });
      },
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
