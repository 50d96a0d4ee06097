import { type EventContext, type Receiver } from 'rhea';

import { BareClient, keyOf } from './bare-client';
import { Harness, numbered, until } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

const addressOf = (partition: number): string => `iot/ConsumerGroups/$Default/Partitions/${partition}`;

/** A reader that gives credit manually, with the sequence numbers and body lengths that it received. */
function open(
  client: BareClient,
  partition = 0,
): { receiver: Receiver; numbers: number[]; lengths: number[]; drained: () => boolean } {
  const numbers: number[] = [];
  const lengths: number[] = [];
  let drained = false;
  const receiver = client.connection.open_receiver({
    source: { address: addressOf(partition) },
    credit_window: 0,
  });
  receiver.on('message', ({ message }: EventContext) => {
    const annotations = message?.message_annotations as Record<string, unknown> | undefined;
    numbers.push(Number(annotations?.['x-opt-sequence-number']));
    const body = message?.body as { content: Buffer };
    lengths.push(body.content.length);
  });
  receiver.on('receiver_drained', () => {
    drained = true;
  });
  return { receiver, numbers, lengths, drained: () => drained };
}

function bare(
  hubs: { port: number; connectionString: string },
  options?: Record<string, unknown>,
): BareClient {
  const client = new BareClient(hubs, keyOf(hubs.connectionString), options);
  harness.defer(() => client.close());
  return client;
}

describe('flow control', () => {
  // Proves receive.credit of event-hubs with JavaScript.
  it('sends as many events as the credit allows, and continues with more credit', async () => {
    const hubs = await harness.start();
    await harness.producer(hubs).sendBatch(numbered(20), { partitionId: '0' });
    const { receiver, numbers, drained } = open(bare(hubs));
    receiver.add_credit(5);
    await until(() => numbers.length === 5);
    receiver.add_credit(3);
    await until(() => numbers.length === 8);
    // A drain gets its response after all events in flight: any further event would have arrived before it.
    receiver.add_credit(100);
    await until(() => numbers.length === 20);
    receiver.drain_credit();
    await until(drained);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, position) => position));
  });

  it('delivers all events to a reader with a small session window', async () => {
    const hubs = await harness.start();
    await harness.producer(hubs).sendBatch(numbered(500), { partitionId: '0' });
    const { receiver, numbers } = open(bare(hubs, { session_buffer_size: { incoming: 16 } }));
    receiver.add_credit(1000);
    await until(() => numbers.length === 500);
    expect(numbers).toEqual(Array.from({ length: 500 }, (_, position) => position));
  });

  it('splits events into frames of the size that a client allows', async () => {
    const hubs = await harness.start();
    const sizes = [1, 400, 512, 5000, 100_000];
    await harness.producer(hubs).sendBatch(
      sizes.map((size) => ({ body: Buffer.alloc(size, 'x') })),
      { partitionId: '0' },
    );
    const { receiver, lengths } = open(bare(hubs, { max_frame_size: 512 }));
    receiver.add_credit(10);
    await until(() => lengths.length === sizes.length);
    expect(lengths).toEqual(sizes);
  });

  it('serves several readers and a publisher in one session', async () => {
    const hubs = await harness.start();
    const client = bare(hubs);
    const readers = [open(client, 0), open(client, 1), open(client, 0)];
    for (const { receiver } of readers) receiver.add_credit(1000);
    const producer = harness.producer(hubs);
    await producer.sendBatch(numbered(300), { partitionId: '0' });
    await producer.sendBatch(numbered(300), { partitionId: '1' });
    await until(() => readers.every(({ numbers }) => numbers.length === 300));
    for (const { numbers } of readers)
      expect(numbers).toEqual(Array.from({ length: 300 }, (_, position) => position));
  });

  it('reads no events for a reader without credit', async () => {
    const hubs = await harness.start();
    const { receiver, numbers } = open(bare(hubs));
    const producer = harness.producer(hubs);
    receiver.add_credit(1);
    await producer.sendBatch(numbered(10), { partitionId: '0' });
    await until(() => numbers.length === 1);
    await producer.sendBatch(numbered(10, 10), { partitionId: '0' });
    expect(numbers).toEqual([0]);
  });
});
