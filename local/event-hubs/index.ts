import { readFile } from 'node:fs/promises';

import { addressFlags, defineService, flag, StandInError } from '../kit';
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

export interface RunningEventHubs {
  readonly port: number;
  readonly connectionString: string;
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
 * Starts an Event Hubs namespace on this machine. It supports AMQP 1.0 without TLS, which client libraries
 * use for a connection string with `UseDevelopmentEmulator=true`. support.ts lists all supported and refused
 * features.
 *
 * @throws StandInError `option_invalid`, `start_failed` (port or data directory in use), `corrupt`
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
    const listener = new Listener({
      accessKey,
      faults,
      now,
      tokenNow: Date.now,
      report,
      maximumMessageBytes,
      hub,
    });
    const port = await listener.listen(complete.port, host);
    undo.push(() => listener.close());
    return {
      port,
      connectionString:
        `Endpoint=sb://${host}:${port};SharedAccessKeyName=${accessKey.name};` +
        `SharedAccessKey=${accessKey.key};UseDevelopmentEmulator=true`,
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
  readonly host?: string;
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
    ...addressFlags,
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
  ready: ({ port, connectionString }) => ({ port, connectionString }),
});

async function readConfiguration(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StandInError('option_invalid', `--config ${file}: ${reason}`, error);
  }
}
