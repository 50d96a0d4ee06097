import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  earliestEventPosition,
  EventHubConsumerClient,
  EventHubProducerClient,
  type EventPosition,
  type ReceivedEventData,
  type SubscribeOptions,
} from '@azure/event-hubs';

import { type EventHubsOptions } from '../../../local/event-hubs/options';
import { type RunningEventHubs, startEventHubs } from '../../../local/event-hubs';

/** Short delays, so that a retry happens within a test. */
export const QUICK_RETRIES = {
  maxRetries: 5,
  retryDelayInMs: 20,
  maxRetryDelayInMs: 50,
  timeoutInMs: 10_000,
};
export const NO_RETRIES = { maxRetries: 0, timeoutInMs: 3000 };

export function configurationOf(partitionCount: number, hub = 'iot'): unknown {
  return {
    UserConfig: {
      NamespaceConfig: [
        {
          Type: 'EventHub',
          Name: 'local',
          Entities: [{ Name: hub, PartitionCount: partitionCount, ConsumerGroups: [{ Name: 'bronze' }] }],
        },
      ],
    },
  };
}

/** Everything that a test starts; it is closed after the test in reverse order. */
export class Harness {
  readonly #undo: (() => Promise<unknown>)[] = [];

  async directory(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'event-hubs-'));
    this.#undo.push(() => rm(path, { recursive: true, force: true }));
    return path;
  }

  async start(options: Partial<EventHubsOptions> = {}): Promise<RunningEventHubs> {
    const hubs = await startEventHubs({
      dataDirectory: options.dataDirectory ?? (await this.directory()),
      configuration: configurationOf(2),
      ...options,
    });
    this.#undo.push(() => hubs.close());
    return hubs;
  }

  producer(
    hubs: { connectionString: string },
    retryOptions: object = QUICK_RETRIES,
    hub = 'iot',
  ): EventHubProducerClient {
    const client = new EventHubProducerClient(hubs.connectionString, hub, { retryOptions });
    this.#undo.push(() => client.close());
    return client;
  }

  consumer(
    hubs: { connectionString: string },
    group = '$Default',
    retryOptions: object = QUICK_RETRIES,
    hub = 'iot',
  ): EventHubConsumerClient {
    const client = new EventHubConsumerClient(group, hubs.connectionString, hub, { retryOptions });
    this.#undo.push(() => client.close());
    return client;
  }

  defer(undo: () => Promise<unknown>): void {
    this.#undo.push(undo);
  }

  async close(): Promise<void> {
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) await undo();
  }
}

export interface ReadOptions extends SubscribeOptions {
  readonly from?: EventPosition;
  readonly count: number;
}

/** Reads `count` events of a partition in the order of arrival. */
export function read(
  consumer: EventHubConsumerClient,
  partition: string,
  { from = earliestEventPosition, count, ...options }: ReadOptions,
): Promise<ReceivedEventData[]> {
  return new Promise((resolve, reject) => {
    const events: ReceivedEventData[] = [];
    const subscription = consumer.subscribe(
      partition,
      {
        processEvents: async (batch) => {
          events.push(...batch);
          if (events.length < count) return;
          resolve(events.slice(0, count));
          await subscription.close();
        },
        processError: async (error) => {
          reject(error);
          await subscription.close();
        },
      },
      { startPosition: from, maxBatchSize: 100, ...options },
    );
  });
}

/** Resolves when `condition` is true; it is checked after every turn of the event loop. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

export function bodies(events: readonly ReceivedEventData[]): unknown[] {
  return events.map((event): unknown => event.body);
}

/** `count` events with the bodies 0, 1, 2 … */
export function numbered(count: number, first = 0): { body: number }[] {
  return Array.from({ length: count }, (_, position) => ({ body: first + position }));
}
