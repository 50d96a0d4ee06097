import {
  type CheckpointStore,
  type Checkpoint,
  EventHubBufferedProducerClient,
  EventHubConsumerClient,
  type PartitionOwnership,
} from '@azure/event-hubs';
import { mapPartitionKeyToId } from '../../../node_modules/@azure/event-hubs/dist/commonjs/impl/partitionKeyToIdMapper.js';

import { configurationOf, Harness, numbered, QUICK_RETRIES, until } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

/** The part of a checkpoint store that the load balancer uses. */
class MemoryCheckpointStore implements CheckpointStore {
  readonly checkpoints = new Map<string, Checkpoint>();
  readonly #ownerships = new Map<string, PartitionOwnership>();
  #version = 0;

  listOwnership(): Promise<PartitionOwnership[]> {
    return Promise.resolve([...this.#ownerships.values()]);
  }

  claimOwnership(wanted: PartitionOwnership[]): Promise<PartitionOwnership[]> {
    const claimed = wanted.filter((each) => this.#ownerships.get(each.partitionId)?.etag === each.etag);
    return Promise.resolve(
      claimed.map((each) => {
        const own = { ...each, etag: String(++this.#version), lastModifiedTimeInMs: Date.now() };
        this.#ownerships.set(each.partitionId, own);
        return own;
      }),
    );
  }

  updateCheckpoint(checkpoint: Checkpoint): Promise<void> {
    this.checkpoints.set(checkpoint.partitionId, checkpoint);
    return Promise.resolve();
  }

  listCheckpoints(): Promise<Checkpoint[]> {
    return Promise.resolve([...this.checkpoints.values()]);
  }
}

describe('the library’s own processors', () => {
  it('delivers all events of a buffered producer to the partitions of their keys', async () => {
    const hubs = await harness.start({ configuration: configurationOf(4) });
    const failures: unknown[] = [];
    const producer = new EventHubBufferedProducerClient(hubs.connectionString, 'iot', {
      onSendEventsErrorHandler: (context) => {
        failures.push(context.error);
      },
      maxWaitTimeInMs: 50,
      retryOptions: QUICK_RETRIES,
    });
    harness.defer(() => producer.close());
    const expected = [0, 0, 0, 0];
    for (let n = 0; n < 200; n++) {
      const partitionKey = `device-${n % 17}`;
      await producer.enqueueEvent({ body: n }, { partitionKey });
      const partition = mapPartitionKeyToId(partitionKey, 4);
      expected[partition] = (expected[partition] ?? 0) + 1;
    }
    await producer.flush();
    const lasts = await Promise.all(['0', '1', '2', '3'].map((id) => producer.getPartitionProperties(id)));
    expect(lasts.map((last) => last.lastEnqueuedSequenceNumber + 1)).toEqual(expected);
    expect(failures).toEqual([]);
  });

  // Proves receive.groups of event-hubs with JavaScript.
  it('lets a subscriber continue from its checkpoint', async () => {
    const hubs = await harness.start();
    const producer = harness.producer(hubs);
    const store = new MemoryCheckpointStore();
    const receive = async (count: number): Promise<unknown[]> => {
      const received: unknown[] = [];
      const client = new EventHubConsumerClient('bronze', hubs.connectionString, 'iot', store, {
        loadBalancingOptions: { strategy: 'greedy', updateIntervalInMs: 50 },
        retryOptions: QUICK_RETRIES,
      });
      const subscription = client.subscribe(
        {
          processEvents: async (events, context) => {
            received.push(...events.map((event): unknown => event.body));
            const last = events.at(-1);
            if (last !== undefined) await context.updateCheckpoint(last);
          },
          processError: () => Promise.resolve(),
        },
        { startPosition: { offset: '-1' }, maxBatchSize: 50 },
      );
      await until(() => received.length >= count);
      await subscription.close();
      await client.close();
      return received.sort((a, b) => Number(a) - Number(b));
    };
    await producer.sendBatch(numbered(10), { partitionId: '0' });
    await producer.sendBatch(numbered(10, 10), { partitionId: '1' });
    expect(await receive(20)).toEqual(numbered(20).map((event) => event.body));
    await producer.sendBatch(numbered(5, 20), { partitionId: '0' });
    expect(await receive(5)).toEqual([20, 21, 22, 23, 24]);
  });
});
