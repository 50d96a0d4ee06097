import { join } from 'node:path';

import { type AccessKey } from '../amqp/sas-token';
import { type HubConfiguration } from '../configuration';
import { type PartitionLogOptions } from '../log/partition-log';
import { Hub } from './hub';

/**
 * Faults that a test can switch on. Counters decrease with each fault; tests can set them at any time through
 * the handle of `startEventHubs`.
 */
export interface EventHubsFaults {
  /** Refuse this many publications with `com.microsoft:server-busy` without storing them. */
  refuseSends: number;
  /** Store this many publications and close the publisher's connection before the response. */
  loseSendReplies: number;
  /** A new reader first receives this many events before its start position. The value does not decrease. */
  redeliverEvents: number;
}

/** State that all connections share. */
export interface Namespace {
  readonly accessKey: AccessKey;
  readonly faults: EventHubsFaults;
  /** Clock of enqueued times, in milliseconds since 1970. */
  readonly now: () => number;
  /** Clock of token expiry. Clients sign with the system's time, independent of the clock of events. */
  readonly tokenNow: () => number;
  /** Receives faults inside the broker, which a client sees as `amqp:internal-error` or a lost connection. */
  readonly report: (error: unknown) => void;
  readonly maximumMessageBytes: number;
  /** Hub names ignore case, as in Azure. */
  hub(name: string): Hub | undefined;
}

/**
 * Opens the hubs of a configuration below `directory`, each in its folder. Folders of hubs that are not
 * configured are not changed.
 */
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
