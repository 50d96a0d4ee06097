import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { StandInError } from '../../kit';
import { partitionOfKey } from '../amqp/partition-of-key';
import { type HubConfiguration } from '../configuration';
import { readJson, writeJson } from '../log/data-directory';
import { PartitionLog, type PartitionLogOptions } from '../log/partition-log';
import { ReaderRegistry } from './reader-registry';

/** One Event Hub: its partitions, its consumer groups and its readers. */
export class Hub {
  readonly readers = new ReaderRegistry();
  readonly #consumerGroups: ReadonlySet<string>;
  #turn = 0;

  private constructor(
    readonly name: string,
    /** Creation time of this hub generation. It survives restarts; a new data directory has a new one. */
    readonly createdAt: Date,
    readonly partitions: readonly PartitionLog[],
    consumerGroups: readonly string[],
  ) {
    this.#consumerGroups = new Set(consumerGroups.map((group) => group.toLowerCase()));
  }

  /** @throws StandInError `option_invalid` if the hub on disk has another number of partitions */
  static async open(
    directory: string,
    configuration: HubConfiguration,
    options: Omit<PartitionLogOptions, 'directory'>,
  ): Promise<Hub> {
    const { name, partitionCount, consumerGroups } = configuration;
    await mkdir(directory, { recursive: true });
    const file = join(directory, 'hub.json');
    const known = readJson(file);
    const createdAt = new Date(known === undefined ? options.now() : String(known['createdAt']));
    if (known === undefined) {
      writeJson(file, { name, partitionCount, createdAt: createdAt.toISOString() });
    } else if (known['partitionCount'] !== partitionCount) {
      throw new StandInError(
        'option_invalid',
        `PartitionCount of ${name} is ${partitionCount}, but ${directory} holds ${String(known['partitionCount'])} ` +
          'partitions; the number is fixed when a hub is created',
      );
    }
    const partitions: PartitionLog[] = [];
    try {
      for (let id = 0; id < partitionCount; id++) {
        partitions.push(await PartitionLog.open({ ...options, directory: join(directory, String(id)) }));
      }
    } catch (error) {
      await Promise.all(partitions.map((partition) => partition.close()));
      throw error;
    }
    return new Hub(name, createdAt, partitions, consumerGroups);
  }

  hasConsumerGroup(name: string): boolean {
    return this.#consumerGroups.has(name.toLowerCase());
  }

  /** Returns the partition with this id, in the format of Azure: decimal, without leading zeros. */
  partition(id: string): PartitionLog | undefined {
    return /^(0|[1-9]\d{0,3})$/.test(id) ? this.partitions[Number(id)] : undefined;
  }

  /** Selects the partition of an event without one: by its key, or each partition in turn. */
  choosePartition(partitionKey: string | undefined): PartitionLog {
    const count = this.partitions.length;
    const chosen = partitionKey === undefined ? this.#turn++ % count : partitionOfKey(partitionKey, count);
    const partition = this.partitions[chosen];
    if (partition === undefined) throw new RangeError(`${this.name} has no partition ${chosen}`);
    return partition;
  }

  async close(): Promise<void> {
    await Promise.all(this.partitions.map((partition) => partition.close()));
  }
}

/** Why a partition of an existing hub cannot be used; clients recognize the condition, people read this. */
export function unknownPartition(hub: Hub, id: string): string {
  return `The partition '${id}' of '${hub.name}' does not exist; it must be from 0 to ${hub.partitions.length - 1}.`;
}
