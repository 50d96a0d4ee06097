import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { local } from '../shared/built';

/** Takes the place of a Fabric Eventstream, and records the arrival of a carrier's windows. */
export interface RowReceiver {
  /** Connection string of the custom endpoint. */
  readonly connectionString: string;
  /** Milliseconds since the epoch of a carrier's first window. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** Windows that arrived, each change counted. */
  readonly count: () => number;
  close(): Promise<void>;
}

const HUB = 'windows';

const CONFIGURATION = {
  UserConfig: {
    NamespaceConfig: [
      {
        Type: 'EventHub',
        Name: 'emulatorns1',
        Entities: [{ Name: HUB, PartitionCount: 2, ConsumerGroups: [] }],
      },
    ],
  },
};

/**
 * Starts an Event Hub in this process and reads it. An Eventstream is used, because Power BI takes only two requests a
 * second: the figures would be those of its limit.
 */
export async function startRowReceiver(): Promise<RowReceiver> {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-bench-sink-'));
  const hubs = await local.startEventHubs({ dataDirectory: directory, configuration: CONFIGURATION });
  const arrivals = new Map<string, number>();
  let count = 0;
  const consumer = new EventHubConsumerClient('$Default', hubs.connectionString, HUB);
  const take = (events: readonly ReceivedEventData[]): Promise<void> => {
    const at = performance.timeOrigin + performance.now();
    count += events.length;
    for (const { body } of events) {
      const { data } = body as { readonly data: { readonly carrier_code?: string } };
      if (data.carrier_code !== undefined && !arrivals.has(data.carrier_code))
        arrivals.set(data.carrier_code, at);
    }
    return Promise.resolve();
  };
  const fail = (error: Error): Promise<void> => {
    process.stderr.write(`the receiver of windows failed: ${error.message}\n`);
    return Promise.resolve();
  };
  // As soon as an event is there: a batch of one, and no wait for more.
  const subscription = consumer.subscribe(
    { processEvents: take, processError: fail },
    { maxBatchSize: 1000, maxWaitTimeInSeconds: 1, startPosition: { offset: '-1' } },
  );
  return {
    connectionString: `${hubs.connectionString};EntityPath=${HUB}`,
    arrivals,
    count: () => count,
    async close() {
      await subscription.close();
      await consumer.close();
      await hubs.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
