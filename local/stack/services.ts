import { join } from 'node:path';
import { StandInError } from '../kit';
import { type ChildService, fromReadyLine, startChildService } from './child-service';

/** Compiled program that runs any stand-in. */
const MAIN = join(__dirname, '../main.js');

/** Arguments of Node for a stand-in. */
export const standIn = (name: string): readonly string[] => [MAIN, name];

export interface ServiceContext {
  readonly dataDirectory: string;
  readonly onExit: (reason: string) => void;
  /** Names besides those of loopback by which clients reach services that speak HTTP. */
  readonly allowedHosts: readonly string[];
  /** Folder of the certificate with which services speak TLS. */
  readonly certificatesDirectory: string;
}

export interface EventHubsReady {
  /** Port of AMQP over TCP, TLS and WebSockets. */
  readonly port: number;
  /** 5671 for the same, if it was free. */
  readonly secondPort?: number;
  /** Of AMQP without TLS. */
  readonly connectionString: string;
  /** Of AMQP over TLS. */
  readonly tlsConnectionString: string;
}

export interface LakeReady {
  readonly port: number;
  readonly baseUrl: string;
  readonly connectionString: string;
}

export interface HostReady {
  readonly port: number;
  readonly baseUrl: string;
}

/** Starts the Event Hubs stand-in. */
export function startEventHubsService(
  context: ServiceContext,
  options: {
    readonly port: number;
    readonly secondPort: number | undefined;
    readonly configurationFile: string;
  },
): Promise<ChildService<EventHubsReady>> {
  return startNode(context, 'Event Hubs', 'event-hubs', [
    ...standIn('event-hubs'),
    ...toAddressFlags(context, options.port),
    ...(options.secondPort === undefined ? [] : ['--second-port', String(options.secondPort)]),
    '--tls',
    context.certificatesDirectory,
    '--config',
    options.configurationFile,
    '--data',
    join(context.dataDirectory, 'event-hubs'),
  ]);
}

/** Starts the Data Lake stand-in, with one container (filesystem) for each layer. */
export function startLakeService(
  context: ServiceContext,
  options: { readonly port: number; readonly tokenKey: string },
): Promise<ChildService<LakeReady>> {
  return startNode(
    context,
    'Data Lake',
    'lake',
    [
      ...standIn('lake'),
      ...toAddressFlags(context, options.port),
      '--data',
      join(context.dataDirectory, 'lake'),
      ...['bronze', 'silver', 'gold'].flatMap((name) => ['--filesystem', name]),
    ],
    { SLUICE_TOKEN_KEY: options.tokenKey },
  );
}

/** Starts the Functions stand-in, which runs the built app. */
export function startFunctionsService(
  context: ServiceContext,
  options: {
    readonly port: number;
    readonly appDirectory: string;
    readonly settingsFile: string;
    readonly faultEndpoint: boolean;
    readonly quickRestarts: boolean;
  },
): Promise<ChildService<HostReady>> {
  return startNode(context, 'Functions host', 'functions', [
    ...standIn('functions-host'),
    ...toAddressFlags(context, options.port),
    '--app',
    options.appDirectory,
    // The stack has already read local.settings.json and passes on the settings that a person added.
    '--settings',
    options.settingsFile,
    '--ignore-local-settings',
    '--data',
    join(context.dataDirectory, 'functions'),
    ...(options.faultEndpoint ? ['--fault-endpoint'] : []),
    ...(options.quickRestarts ? ['--quick-restarts'] : []),
  ]);
}

/** Ports of Azurite for the state of Core Tools' host: checkpoints, leases, timers and durable work items. */
export interface HostStoragePorts {
  readonly blobs: number;
  readonly queues: number;
}

/** Starts Microsoft's Azurite, for tables, and with Core Tools also for the blobs and queues of its host. */
export function startAzuriteService(
  context: ServiceContext,
  options: { readonly tablePort: number; readonly hostStorage: HostStoragePorts | undefined },
): Promise<ChildService<Record<string, never>>> {
  const { tablePort, hostStorage } = options;
  const entry = hostStorage === undefined ? 'azurite/dist/src/table/main.js' : 'azurite/dist/src/azurite.js';
  let listening = 0;
  const services = hostStorage === undefined ? 1 : 3;
  return startChildService<Record<string, never>>({
    name: 'Azurite',
    command: process.execPath,
    args: [
      '--require',
      require.resolve('./end-with-parent'),
      require.resolve(entry),
      '--location',
      join(context.dataDirectory, 'azurite'),
      '--tableHost',
      '127.0.0.1',
      '--tablePort',
      String(tablePort),
      ...(hostStorage === undefined
        ? []
        : [
            '--blobHost',
            '127.0.0.1',
            '--blobPort',
            String(hostStorage.blobs),
            '--queueHost',
            '127.0.0.1',
            '--queuePort',
            String(hostStorage.queues),
          ]),
      '--disableTelemetry',
      '--skipApiVersionCheck',
    ],
    logFile: join(context.dataDirectory, 'logs', 'azurite.log'),
    readReady: (line) => {
      if (/successfully (listen|start)/.test(line)) listening += 1;
      return listening === services ? {} : undefined;
    },
    onExit: ({ code, signal }) => {
      context.onExit(`Azurite ended (${signal ?? `exit code ${code ?? '?'}`})`);
    },
  });
}

/**
 * Starts Core Tools' host with the same settings. `func` is searched in the path.
 *
 * @throws StandInError `start_failed`; without `func`, the message has the steps to install it
 */
export async function startCoreToolsService(
  context: ServiceContext,
  options: {
    readonly port: number;
    readonly appDirectory: string;
    readonly environment: Readonly<Record<string, string>>;
  },
): Promise<ChildService<HostReady>> {
  try {
    return await startChildService<HostReady>({
      name: 'func start',
      command: 'func',
      args: ['start', '--port', String(options.port)],
      cwd: options.appDirectory,
      environment: options.environment,
      logFile: join(context.dataDirectory, 'logs', 'func.log'),
      // The first start downloads the extension bundle.
      startTimeoutSeconds: 180,
      readReady: (line) =>
        /Host lock lease acquired|Worker process started and initialized/.test(line)
          ? { port: options.port, baseUrl: `http://127.0.0.1:${options.port}` }
          : undefined,
      onExit: ({ code, signal }) => {
        context.onExit(`func start ended (${signal ?? `exit code ${code ?? '?'}`})`);
      },
    });
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('ENOENT')) throw error;
    throw new StandInError(
      'start_failed',
      'Azure Functions Core Tools are not installed: `npm install --global azure-functions-core-tools@4`, or start without --func',
      error,
    );
  }
}

/** Returns the flags of the address of a stand-in that speaks HTTP. */
export function toAddressFlags({ allowedHosts }: ServiceContext, port: number): readonly string[] {
  return ['--port', String(port), ...allowedHosts.flatMap((name) => ['--allow-host', name])];
}

/**
 * Starts a compiled stand-in and waits for its ready line.
 *
 * @param args without secrets, because other users of the machine can read them
 * @param environment contains the secrets, which only the same user can read
 */
export function startNode<Ready>(
  context: ServiceContext,
  name: string,
  log: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildService<Ready>> {
  return startChildService<Ready>({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', ...args],
    environment,
    logFile: join(context.dataDirectory, 'logs', `${log}.log`),
    readReady: (line) => fromReadyLine(line) as Ready | undefined,
    onExit: ({ code, signal }) => {
      context.onExit(`${name} ended (${signal ?? `exit code ${code ?? '?'}`})`);
    },
  });
}
