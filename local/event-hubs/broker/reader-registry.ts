import { type AmqpCondition } from '../amqp/rhea-view';
import { amqpErrors } from './amqp-errors';

/** Limit of readers without owner level for one partition and consumer group, as in Azure. */
export const MAXIMUM_READERS_WITHOUT_OWNER_LEVEL = 5;

/** A reader of one partition in one consumer group. */
export interface RegisteredReader {
  readonly ownerLevel: number | undefined;
  /** Called when another reader takes over the partition. */
  disconnect(error: AmqpCondition): void;
}

/**
 * The readers of a partition in a consumer group. A reader with an owner level reads alone. It disconnects
 * readers without a level and those whose level is not higher. While it reads, readers without a level or
 * with a lower one are refused.
 * https://learn.microsoft.com/azure/event-hubs/event-hubs-event-processor-host#epoch
 */
export class ReaderRegistry {
  readonly #readers = new Map<string, Set<RegisteredReader>>();

  /** Admits the reader, or returns the error why it is refused. */
  admit(consumerGroup: string, partition: string, reader: RegisteredReader): AmqpCondition | undefined {
    const key = keyOf(consumerGroup, partition);
    const present = this.#readers.get(key) ?? new Set<RegisteredReader>();
    const highest = Math.max(...[...present].map((other) => other.ownerLevel ?? -1), -1);
    const { ownerLevel } = reader;
    if (ownerLevel === undefined) {
      if (highest >= 0) {
        return amqpErrors.stolen(
          `A reader with owner level ${highest} has this partition; a reader without one cannot join it.`,
        );
      }
      if (present.size >= MAXIMUM_READERS_WITHOUT_OWNER_LEVEL) {
        return amqpErrors.quota(
          `A partition has at most ${MAXIMUM_READERS_WITHOUT_OWNER_LEVEL} readers without owner level in a consumer group.`,
        );
      }
    } else {
      if (ownerLevel < highest) {
        return amqpErrors.stolen(`A reader with the higher owner level ${highest} has this partition.`);
      }
      // The winner is registered first: each loser leaves while it is disconnected, and the last one removes an empty set.
      this.#readers.set(key, new Set([reader]));
      for (const other of present) {
        other.disconnect(
          amqpErrors.stolen(`A reader with owner level ${ownerLevel} has taken this partition.`),
        );
      }
      return undefined;
    }
    this.#readers.set(key, present.add(reader));
    return undefined;
  }

  leave(consumerGroup: string, partition: string, reader: RegisteredReader): void {
    const key = keyOf(consumerGroup, partition);
    const present = this.#readers.get(key);
    present?.delete(reader);
    if (present?.size === 0) this.#readers.delete(key);
  }
}

function keyOf(consumerGroup: string, partition: string): string {
  return `${consumerGroup.toLowerCase()}/${partition}`;
}
