import { join } from 'node:path';

import { type AccessKey } from '../amqp/sas-token';
import { type HubConfiguration } from '../configuration';
import { type PartitionLogOptions } from '../log/partition-log';
import { Hub } from './hub';

/**
 * Faults that a test can switch on. Counters run down to zero as faults happen; each can be set at any time through the
 * handle that `startEventHubs` returns.
 */
export interface EventHubsFaults {
  /** Refuse this many publications with `com.microsoft:server-busy`; nothing is stored. */
  refuseSends: number;
  /** Store this many publications and cut the publisher's connection before it hears so. */
  loseSendReplies: number;
  /** A reader that attaches gets this many events again that lie before its start position. Not run down. */
  redeliverEvents: number;
}

/** Everything that connections share. */
export interface Namespace {
  readonly accessKey: AccessKey;
  readonly faults: EventHubsFaults;
  /** What events are stamped with, milliseconds since 1970. */
  readonly now: () => number;
  /** What the expiry of tokens is held against. Clients sign with the system's time, whatever the events' clock is. */
  readonly tokenNow: () => number;
  /** Told of faults inside the broker that a client sees as `amqp:internal-error` or a lost connection. */
  readonly report: (error: unknown) => void;
  readonly maximumMessageBytes: number;
  /** Hub names ignore case, as in Azure. */
  hub(name: string): Hub | undefined;
}

/** Opens the hubs of a configuration below `directory`, one folder each. Hubs that it leaves out stay as they are. */
export async function openHubs(
  directory: string,
  configurations: readonly HubConfiguration[],
  options: Omit<PartitionLogOptions, 'directory'>,
): Promise<ReadonlyMap<string, Hub>> {
  const hubs = new Map<string, Hub>();
  try {
    for (const configuration of configurations) {
      const key = configuration.name.toLowerCase();
      hubs.set(key, await Hub.open(join(directory, 'hubs', key), configuration, options));
    }
  } catch (error) {
    for (const hub of hubs.values()) await hub.close();
    throw error;
  }
  return hubs;
}
