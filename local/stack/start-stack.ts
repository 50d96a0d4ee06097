import { join } from 'node:path';
import { type AppService, startAppService } from '../app-service';
import { toAppSettings, toSimulatorSettings } from './app-settings';
import { DEFAULT_PORTS, requirePort } from './choose-port';
import { choosePorts, HOST_STORAGE } from './choose-ports';
import { type ChildService } from './child-service';
import { createDataset } from './create-dataset';
import { FunctionApp, writeSettingsFile } from './function-app';
import { holdBuild } from './hold-build';
import { writeHubs } from './hubs';
import { makeSecrets, toManagementSettings } from './lakehouse-services';
import { openDataFolder } from './open-data-folder';
import { startIdentity } from './start-identity';
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
import { CERTIFICATES, prepareTrust } from './trust';

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
    withIdentity = withApp || withLakehouse,
    wellKnownPorts = true,
    seed = 1,
  } = options;
  const { faultEndpoints: faultEndpoint = false, quickRestarts = false } = options;
  const { allowedHosts = [], notify = () => undefined, onFailure = () => undefined } = options;
  const claim = openDataFolder(dataDirectory, { fresh });
  const certificatesDirectory = join(dataDirectory, CERTIFICATES);
  const build = holdBuild({ appDirectory, dataDirectory });
  const supervisors: Supervisor<unknown>[] = [];
  const supervise = <Ready>(
    start: (context: ServiceContext) => Promise<ChildService<Ready>>,
  ): Supervisor<Ready> => {
    const supervisor = new Supervisor<Ready>({
      start: (onExit) => start({ dataDirectory, onExit, allowedHosts, certificatesDirectory }),
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
    const trust = await prepareTrust({
      dataDirectory,
      allowedHosts,
      ownFile: options.addedSettings?.['NODE_EXTRA_CA_CERTS'] ?? process.env['NODE_EXTRA_CA_CERTS'],
      notify,
      now: new Date(),
    });
    const ports = await choosePorts({
      wellKnownPorts,
      unused: [...(coreTools ? [] : HOST_STORAGE), ...(withApp ? [] : (['appService'] as const))],
      notify,
    });
    const port = withApp ? await requirePort(options.port ?? DEFAULT_PORTS.functionsHost, '--port') : 0;
    const hostStorage = coreTools ? { blobs: ports.hostBlobs, queues: ports.hostQueues } : undefined;

    const sources = readSources(appDirectory);
    const partitionCount = options.partitionCount ?? 4;
    const configurationFile = writeHubs({ dataDirectory, sources, partitionCount, notify });

    const secrets = makeSecrets(dataDirectory);
    const services = {
      azurite: supervise((context) => startAzuriteService(context, { tablePort: ports.tables, hostStorage })),
      eventHubs: supervise((context) =>
        startEventHubsService(context, {
          port: ports.eventHubs,
          secondPort: ports.secondEventHubs,
          configurationFile,
        }),
      ),
      lake: supervise((context) =>
        startLakeService(context, { port: ports.lake, tokenKey: secrets.tokenKey }),
      ),
    };
    const [, eventHubs, lake] = await Promise.all([
      services.azurite.start(),
      services.eventHubs.start(),
      services.lake.start(),
    ]);

    const identity = withIdentity ? await startIdentity({ supervise, secrets, ports }) : undefined;
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
      ...trust.settings,
      ...identity?.settings,
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
    writeStackFile(dataDirectory, { processId: process.pid, baseUrl, caFile: trust.caFile, settings });

    return {
      baseUrl,
      eventHubs: eventHubs.ready,
      lake: lake.ready,
      tablePort: ports.tables,
      appService,
      keyVault: identity?.keyVault,
      caFile: trust.caFile,
      databricks: lakehouse?.databricks.ready,
      dataFactory: lakehouse?.dataFactory.ready,
      powerBi: lakehouse?.powerBi.ready,
      settings,
      sources: namesOf(sources),
      async processIds() {
        const named = {
          ...services,
          ...identity?.supervisors,
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
