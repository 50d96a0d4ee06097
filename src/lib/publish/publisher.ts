import { perSource, type Source } from '../contracts/source';
import { openHubs } from '../event-log/event-hub-client';
import { type Platform } from '../platform/platform';
import { instruments, isTelemetryOn } from '../platform/telemetry/instruments';
import { toHubPort } from './event-batch';
import { at } from '../platform/at';
import { type OutgoingEvent } from '../event-log/outgoing-event';
import { partitionOfKey } from './partition-of-key';
import { PartitionSender } from './partition-sender';
import { type HubPort } from '../event-log/hub-port';

/** An event that did not reach the hub. */
export interface PublishFailure {
  /** Index in the events of {@link Publisher.publish}. */
  readonly index: number;
  readonly error: unknown;
}

export interface PublishReport {
  readonly published: number;
  /** Empty if all events were published. No event is dropped silently. */
  readonly failures: readonly PublishFailure[];
}

export interface PublisherOptions {
  readonly hub: HubPort;
  /** Bytes that may wait for one partition before callers must wait. @default 8 MiB */
  readonly maxWaitingBytes?: number;
  /** Called after each call with the numbers of events that reached the hub and that did not. */
  readonly observe?: (published: number, failed: number) => void;
}

/**
 * Publishes events to one hub, in batches that are as full as possible. Each event goes to the partition of its key.
 * Events without a key are distributed in turn. Callers wait until the hub has their events, and longer if too many
 * are already waiting, which is back-pressure.
 */
export class Publisher {
  readonly #hub: HubPort;
  readonly #maxWaitingBytes: number;
  readonly #observe: PublisherOptions['observe'];
  #senders: Promise<readonly PartitionSender[]> | undefined;
  #next = 0;

  constructor({ hub, maxWaitingBytes = 8 * 1024 * 1024, observe }: PublisherOptions) {
    this.#hub = hub;
    this.#observe = observe;
    this.#maxWaitingBytes = maxWaitingBytes;
  }

  /**
   * Publishes events. Events with the same key keep their order. Resolves when each event is in the hub or has failed.
   *
   * @throws SluiceError `hub_unavailable` if the hub does not return its partitions; then no event was published
   */
  async publish(events: readonly OutgoingEvent[]): Promise<PublishReport> {
    if (events.length === 0) return { published: 0, failures: [] };
    const senders = await this.#open();
    const byPartition = new Map<number, number[]>();
    events.forEach(({ partitionKey }, index) => {
      const partition =
        partitionKey === undefined
          ? this.#next++ % senders.length
          : partitionOfKey(partitionKey, senders.length);
      const indexes = byPartition.get(partition);
      if (indexes === undefined) byPartition.set(partition, [index]);
      else indexes.push(index);
    });
    const failures: PublishFailure[] = [];
    await Promise.all(
      [...byPartition].map(async ([partition, indexes]) => {
        const sender = senders[partition];
        if (sender === undefined) throw new RangeError(`the hub has no partition ${partition}`);
        const failed = await sender.send(indexes.map((index) => at(events, index)));
        for (const { index, error } of failed) failures.push({ index: at(indexes, index), error });
      }),
    );
    failures.sort((a, b) => a.index - b.index);
    const published = events.length - failures.length;
    this.#observe?.(published, failures.length);
    return { published, failures };
  }

  #open(): Promise<readonly PartitionSender[]> {
    this.#senders ??= this.#hub.partitionIds().then(
      (ids) =>
        ids.map(
          (id) =>
            new PartitionSender({ hub: this.#hub, partitionId: id, maxWaitingBytes: this.#maxWaitingBytes }),
        ),
      (error: unknown) => {
        this.#senders = undefined;
        throw error;
      },
    );
    return this.#senders;
  }
}

/** Opens the publishers of this process, one per hub. @throws SluiceError `config_invalid` */
export function openPublishers(platform: Platform): Readonly<Record<Source, Publisher>> {
  const { clients } = platform.use(openHubs);
  return perSource(
    (source) => new Publisher({ hub: toHubPort(clients[source]), observe: countSent(source) }),
  );
}

/** Counts the events that a publisher sent to the hub of a source; see `observe` of its options. */
export function countSent(source: string): (published: number, failed: number) => void {
  return (published, failed) => {
    if (!isTelemetryOn()) return;
    const attributes = { 'messaging.system': 'eventhubs', 'messaging.destination.name': source };
    const { sentMessages } = instruments();
    if (published > 0) sentMessages.add(published, attributes);
    if (failed > 0) sentMessages.add(failed, { ...attributes, 'error.type': 'hub_unavailable' });
  };
}
