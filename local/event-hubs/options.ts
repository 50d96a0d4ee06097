import { type AllowedHosts, StandInError, type TlsFiles } from '../kit';
import { type EventHubsFaults } from './broker/namespace';
import { type FsyncPolicy } from './log/partition-log';

export interface EventHubsOptions extends AllowedHosts {
  /** 0 chooses any free port. @default 0 */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** Certificate and key with which the port speaks TLS, too. @default none: clients with TLS are closed */
  readonly tls?: TlsFiles | undefined;
  /**
   * A second port for the same protocols, such as 5671: some clients use it for TLS whatever the connection string says.
   * @default none
   */
  readonly secondPort?: number | undefined;
  /** Time for a client to get from its connection to AMQP. @default 30 s */
  readonly handshakeMilliseconds?: number;
  /** Folder of the events. Deleting it starts new hub generations. Only one process uses it at a time. */
  readonly dataDirectory: string;
  /** In the format of the official emulator's Config.json; see `parseConfiguration`. */
  readonly configuration: unknown;
  /** Clock of enqueued times and retention. Tokens expire by the system's clock. @default the system's */
  readonly clock?: { now(): Date };
  /** Faults from the start. @default none */
  readonly faults?: Partial<EventHubsFaults>;
  /** Older events are deleted, whole segments at a time. @default seven days */
  readonly retentionMilliseconds?: number;
  /** Size above which a partition loses its oldest segments. @default Infinity */
  readonly retentionBytes?: number;
  /** @default 'RootManageSharedAccessKey' */
  readonly sharedAccessKeyName?: string;
  /** @default generated once and stored in the data directory */
  readonly sharedAccessKey?: string;
  /** Durability of accepted events; see `FsyncPolicy`. @default 'interval' */
  readonly fsync?: FsyncPolicy;
  /** @default 1000 */
  readonly fsyncIntervalMilliseconds?: number;
  /** Size at which a partition starts a new file. @default 32 MiB */
  readonly segmentBytes?: number;
  /** Memory for the newest events of all partitions together. @default 64 MiB */
  readonly tailCacheBytes?: number;
  /** Limit of a message or batch. @default 1 MiB, as in Azure */
  readonly maximumMessageBytes?: number;
  /** Receives faults inside the broker. @default writes them to standard error */
  readonly report?: (error: unknown) => void;
}

const MEBIBYTE = 1024 * 1024;
const WEEK_MILLISECONDS = 7 * 86_400_000;

/** Smallest and largest value of numeric options. */
const RANGES = {
  port: [0, 65_535],
  handshakeMilliseconds: [1, 0x7fff_ffff],
  retentionMilliseconds: [1, Infinity],
  retentionBytes: [1, Infinity],
  fsyncIntervalMilliseconds: [1, 0x7fff_ffff],
  segmentBytes: [1, 1024 * MEBIBYTE],
  tailCacheBytes: [0, Infinity],
  maximumMessageBytes: [1, 64 * MEBIBYTE],
} as const;

const FSYNC_POLICIES: readonly unknown[] = ['interval', 'always', 'never'] satisfies FsyncPolicy[];

/**
 * Adds defaults to the options. @throws StandInError `option_invalid`; the message has the name of the option
 */
export function completeOptions(options: EventHubsOptions): Required<Omit<EventHubsOptions, OptionalOnes>> {
  const complete = {
    port: 0,
    host: '127.0.0.1',
    handshakeMilliseconds: 30_000,
    clock: { now: () => new Date() },
    retentionMilliseconds: WEEK_MILLISECONDS,
    retentionBytes: Infinity,
    sharedAccessKeyName: 'RootManageSharedAccessKey',
    fsync: 'interval' as const,
    fsyncIntervalMilliseconds: 1000,
    segmentBytes: 32 * MEBIBYTE,
    tailCacheBytes: 64 * MEBIBYTE,
    maximumMessageBytes: MEBIBYTE,
    report: (error: unknown) => {
      console.error(error);
    },
    ...options,
  };
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const value: unknown = complete[name as keyof typeof RANGES];
    if (typeof value !== 'number' || !(value >= least && value <= most)) {
      throw new StandInError(
        'option_invalid',
        `${name} must be a number from ${least} to ${most}, not ${String(value)}`,
      );
    }
  }
  if (!FSYNC_POLICIES.includes(complete.fsync)) {
    throw new StandInError(
      'option_invalid',
      `fsync must be one of ${FSYNC_POLICIES.join(', ')}, not ${complete.fsync}`,
    );
  }
  if (complete.dataDirectory === '')
    throw new StandInError('option_invalid', 'dataDirectory must not be empty');
  return complete;
}

/** Options without a fixed default. That of the key is in the data directory. */
type OptionalOnes = 'allowedHosts' | 'faults' | 'secondPort' | 'sharedAccessKey' | 'tls';
