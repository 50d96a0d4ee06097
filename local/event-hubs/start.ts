import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import { create_container } from 'rhea';

import { StandInError } from '../shared/stand-in-error';
import { type AmqpCondition, type RheaConnection } from './amqp/rhea-view';
import { SaslKeyMechanism } from './amqp/sasl-key';
import { type AccessKey } from './amqp/sas-token';
import { amqpErrors } from './broker/amqp-errors';
import { BrokerConnection } from './broker/broker-connection';
import { type EventHubsFaults, noFaults } from './broker/faults';
import { type Namespace, openHubs, partitionsOf } from './broker/namespace';
import { parseConfiguration } from './configuration';
import { openDataDirectory } from './log/data-directory';
import { type FsyncPolicy } from './log/partition-log';

export interface EventHubsOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** Where the events are kept. Deleting it makes new incarnations of the hubs. One process at a time. */
  readonly dataDirectory: string;
  /** The shape of the official emulator's Config.json. */
  readonly configuration: unknown;
  /** @default the system's */
  readonly clock?: { now(): Date };
  readonly faults?: Partial<EventHubsFaults>;
  /** Events older than this are dropped, whole segments at a time. @default seven days */
  readonly retentionMilliseconds?: number;
  /** A partition larger than this loses its oldest segments. @default Infinity */
  readonly retentionBytes?: number;
  /** @default 'RootManageSharedAccessKey' */
  readonly sharedAccessKeyName?: string;
  /** @default drawn once and kept in the data directory */
  readonly sharedAccessKey?: string;
  /** What an accepted event survives; see FsyncPolicy. @default 'interval' */
  readonly fsync?: FsyncPolicy;
  /** @default 1000 */
  readonly fsyncIntervalMilliseconds?: number;
  /** @default 32 MiB */
  readonly segmentBytes?: number;
  /** Memory for the newest events, divided among all partitions. @default 64 MiB */
  readonly tailCacheBytes?: number;
  /** Largest message or batch. @default 1048576, as in Azure */
  readonly maximumMessageBytes?: number;
  /** Told of faults inside the broker. @default writes them to standard error */
  readonly report?: (error: unknown) => void;
}

export interface RunningEventHubs {
  readonly port: number;
  readonly connectionString: string;
  /** Switches; set them at any time. */
  readonly faults: EventHubsFaults;
  /** Cuts every client off, without a word. */
  dropConnections(): void;
  /** Detaches every publisher and reader with this error. @default `amqp:link:detach-forced` */
  detachLinks(error?: AmqpCondition): void;
  /** Applies retention now, instead of when its timer comes round. */
  applyRetention(): Promise<void>;
  close(): Promise<void>;
}

const DAY_MILLISECONDS = 86_400_000;
const RETENTION_INTERVAL_MILLISECONDS = 60_000;
const MEBIBYTE = 1024 * 1024;

/**
 * Starts an Azure Event Hubs namespace that speaks AMQP 1.0 without TLS, for connection strings with
 * `UseDevelopmentEmulator=true`.
 *
 * @throws StandInError `option_invalid`, `start_failed` (port or data directory taken), `corrupt`
 */
export async function startEventHubs(options: EventHubsOptions): Promise<RunningEventHubs> {
  const {
    port = 0,
    host = '127.0.0.1',
    clock = { now: () => new Date() },
    retentionMilliseconds = 7 * DAY_MILLISECONDS,
    retentionBytes = Infinity,
    fsync = 'interval',
    fsyncIntervalMilliseconds = 1000,
    segmentBytes = 32 * MEBIBYTE,
    tailCacheBytes = 64 * MEBIBYTE,
    maximumMessageBytes = MEBIBYTE,
    report = (error: unknown) => {
      console.error(error);
    },
  } = options;
  const configurations = parseConfiguration(options.configuration);
  const partitionCount = configurations.reduce((sum, hub) => sum + hub.partitionCount, 0);
  const now = (): number => clock.now().getTime();
  const directory = await openDataDirectory(options.dataDirectory);
  const accessKey: AccessKey = {
    name: options.sharedAccessKeyName ?? 'RootManageSharedAccessKey',
    key: options.sharedAccessKey ?? directory.sharedAccessKey,
  };
  const hubs = await openHubs(directory.path, configurations, {
    now,
    fsync,
    segmentBytes,
    tailCacheBytes: Math.floor(tailCacheBytes / Math.max(1, partitionCount)),
  });
  const partitions = partitionsOf(hubs);
  const faults: EventHubsFaults = { ...noFaults(), ...options.faults };
  const namespace: Namespace = {
    accessKey,
    faults,
    now,
    report,
    maximumMessageBytes,
    hub: (name) => hubs.get(name.toLowerCase()),
  };
  const container = create_container({ id: 'event-hubs' });
  const mechanisms = container.sasl_server_mechanisms as Record<string, unknown> & {
    enable_anonymous(): void;
  };
  mechanisms.enable_anonymous();
  mechanisms['MSSBCBS'] = mechanisms['ANONYMOUS'];
  mechanisms['PLAIN'] = () => new SaslKeyMechanism(accessKey);

  const connections = new Map<Socket, BrokerConnection>();
  const server = createServer({ noDelay: true }, (socket) => {
    const connection = container.create_connection({
      receiver_options: { autoaccept: false, credit_window: 0 },
    } as never) as unknown as RheaConnection;
    connections.set(socket, new BrokerConnection(connection, socket, namespace));
    socket.on('close', () => connections.delete(socket));
    connection.accept(socket);
  });
  const boundPort = await listen(server, port, host);

  const syncTimer = setInterval(() => {
    if (fsync === 'interval') Promise.all(partitions.map((partition) => partition.sync())).catch(report);
  }, fsyncIntervalMilliseconds).unref();
  const applyRetention = async (): Promise<void> => {
    const expiresBefore = now() - retentionMilliseconds;
    for (const partition of partitions) await partition.applyRetention(expiresBefore, retentionBytes);
  };
  const retentionTimer = setInterval(() => {
    applyRetention().catch(report);
  }, RETENTION_INTERVAL_MILLISECONDS).unref();

  return {
    port: boundPort,
    connectionString:
      `Endpoint=sb://${host}:${boundPort};SharedAccessKeyName=${accessKey.name};` +
      `SharedAccessKey=${accessKey.key};UseDevelopmentEmulator=true`,
    faults,
    dropConnections: () => {
      for (const socket of connections.keys()) socket.destroy();
    },
    detachLinks: (error = amqpErrors.detachForced('A fault switch detached the link.')) => {
      for (const connection of connections.values()) connection.detachLinks(error);
    },
    applyRetention,
    close: async () => {
      clearInterval(syncTimer);
      clearInterval(retentionTimer);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of connections.keys()) socket.destroy();
      await closed;
      for (const hub of hubs.values()) await hub.close();
      await directory.release();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(new StandInError('start_failed', `cannot listen on ${host}:${port}`, error));
    });
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
