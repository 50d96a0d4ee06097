import { readFile } from 'node:fs/promises';

import {
  defineService,
  flag,
  httpAddressFlags,
  RequestGuard,
  StandInError,
  type TlsFiles,
  tlsFlag,
} from '../kit';
import { type AmqpCondition } from './amqp/rhea-view';
import { amqpErrors } from './broker/amqp-errors';
import { Listener } from './broker/listener';
import { Maintenance } from './broker/maintenance';
import { type EventHubsFaults, openHubs } from './broker/namespace';
import { parseConfiguration } from './configuration';
import { openDataDirectory } from './log/data-directory';
import { type FsyncPolicy } from './log/partition-log';
import { completeOptions, type EventHubsOptions } from './options';
import { support } from './support';
import { type ServerCertificate } from './transport/transport';

export interface RunningEventHubs {
  readonly port: number;
  /** The second port, if there is one. */
  readonly secondPort: number | undefined;
  /** Of AMQP without TLS, with `UseDevelopmentEmulator=true`. */
  readonly connectionString: string;
  /** Of AMQP with TLS; `undefined` without a certificate. */
  readonly tlsConnectionString: string | undefined;
  /** Faults for tests; they can be set at any time. */
  readonly faults: EventHubsFaults;
  /** Closes all sockets without an AMQP close. */
  dropConnections(): void;
  /** Detaches every publisher and reader. @default `amqp:link:detach-forced` */
  detachLinks(error?: AmqpCondition): void;
  /** Applies retention immediately. */
  applyRetention(): Promise<void>;
  /** Closes connections, writes and flushes pending events, and releases the port and the directory. */
  close(): Promise<void>;
}

/**
 * Starts an Event Hubs namespace on this machine. Its port speaks AMQP 1.0 over TCP and over WebSockets, both with and
 * without TLS. Client libraries use no TLS for a connection string with `UseDevelopmentEmulator=true`. support.ts lists
 * all supported and refused features.
 *
 * @throws StandInError `option_invalid`, `start_failed` (port or data directory in use, certificate not readable),
 *   `corrupt`
 */
export async function startEventHubs(options: EventHubsOptions): Promise<RunningEventHubs> {
  const complete = completeOptions(options);
  const { host, fsync, segmentBytes, clock, report, maximumMessageBytes } = complete;
  const configurations = parseConfiguration(complete.configuration);
  const partitionCount = configurations.reduce((sum, hub) => sum + hub.partitionCount, 0);
  const now = (): number => clock.now().getTime();

  const undo = new UndoStack();
  try {
    const directory = openDataDirectory(complete.dataDirectory);
    undo.push(() => {
      directory.release();
    });
    const tailCacheBytes = Math.floor(complete.tailCacheBytes / Math.max(1, partitionCount));
    const hubs = await openHubs(directory.path, configurations, { now, fsync, segmentBytes, tailCacheBytes });
    for (const hub of hubs.values()) undo.push(() => hub.close());
    const { retentionMilliseconds, retentionBytes } = complete;
    const maintenance = new Maintenance(
      [...hubs.values()].flatMap((hub) => hub.partitions),
      {
        fsyncIntervalMilliseconds: fsync === 'interval' ? complete.fsyncIntervalMilliseconds : undefined,
        retentionMilliseconds,
        retentionBytes,
        now,
        report,
      },
    );
    undo.push(() => maintenance.stop());
    const accessKey = {
      name: complete.sharedAccessKeyName,
      key: options.sharedAccessKey ?? directory.sharedAccessKey,
    };
    const faults: EventHubsFaults = {
      refuseSends: 0,
      loseSendReplies: 0,
      redeliverEvents: 0,
      ...options.faults,
    };
    const hub = (name: string): ReturnType<typeof hubs.get> => hubs.get(name.toLowerCase());
    const listener = new Listener(
      { accessKey, faults, now, tokenNow: Date.now, report, maximumMessageBytes, hub },
      {
        certificate: options.tls && (await readCertificate(options.tls)),
        guard: new RequestGuard({ allowedHosts: options.allowedHosts }),
        handshakeMilliseconds: complete.handshakeMilliseconds,
      },
    );
    undo.push(() => listener.close());
    const port = await listener.listen(complete.port, host);
    const { secondPort: second } = options;
    const secondPort = second === undefined ? undefined : await listener.listen(second, host);
    const keyText = `SharedAccessKeyName=${accessKey.name};SharedAccessKey=${accessKey.key}`;
    return {
      port,
      secondPort,
      connectionString: `Endpoint=sb://${host}:${port};${keyText};UseDevelopmentEmulator=true`,
      tlsConnectionString: options.tls && `Endpoint=sb://${toTlsName(host)}:${port};${keyText}`,
      faults,
      dropConnections: () => {
        listener.drop();
      },
      detachLinks: (error = amqpErrors.detachForced('A fault switch detached the link.')) => {
        listener.detachLinks(error);
      },
      applyRetention: () => maintenance.applyRetention(),
      close: () => undo.run(),
    };
  } catch (error) {
    await undo.run();
    throw error;
  }
}

/** A name of TLS, because Node warns of a server name that is an address. */
function toTlsName(host: string): string {
  return host === '127.0.0.1' ? 'localhost' : host;
}

async function readCertificate({ certFile, keyFile }: TlsFiles): Promise<ServerCertificate> {
  try {
    return { cert: await readFile(certFile), key: await readFile(keyFile) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StandInError('start_failed', `Event Hubs cannot use ${certFile}: ${reason}`, error);
  }
}

/** Started parts, which are stopped once, in reverse order. */
class UndoStack {
  readonly #steps: (() => Promise<void> | void)[] = [];

  push(step: () => Promise<void> | void): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) await step();
  }
}

interface CommandLine {
  readonly configurationFile: string;
  readonly dataDirectory: string;
  readonly port?: number;
  readonly secondPort?: number;
  readonly tls?: TlsFiles;
  readonly host?: string;
  readonly allowedHosts?: readonly string[];
  readonly retentionHours?: number;
  readonly retentionBytes?: number;
  readonly fsync?: FsyncPolicy;
  readonly sharedAccessKeyName?: string;
  readonly sharedAccessKey?: string;
}

export const service = defineService<CommandLine, RunningEventHubs>({
  name: 'event-hubs',
  support,
  flags: {
    configurationFile: flag.required(flag.text('config', 'FILE')),
    dataDirectory: flag.required(flag.text('data', 'DIR')),
    ...httpAddressFlags,
    secondPort: flag.wholeNumber('second-port'),
    tls: tlsFlag,
    retentionHours: flag.number('retention-hours'),
    retentionBytes: flag.number('retention-bytes'),
    fsync: flag.choice('fsync', ['interval', 'always', 'never']),
    sharedAccessKeyName: flag.text('key-name', 'NAME'),
    sharedAccessKey: flag.secret('key', 'KEY', 'SLUICE_EVENT_HUBS_KEY', process.env),
  },
  start: async ({ configurationFile, retentionHours, ...options }) =>
    startEventHubs({
      ...options,
      configuration: await readConfiguration(configurationFile),
      ...(retentionHours !== undefined && { retentionMilliseconds: retentionHours * 3_600_000 }),
    }),
  ready: ({ port, secondPort, connectionString, tlsConnectionString }) => ({
    port,
    secondPort,
    connectionString,
    tlsConnectionString,
  }),
});

async function readConfiguration(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StandInError('option_invalid', `--config ${file}: ${reason}`, error);
  }
}
