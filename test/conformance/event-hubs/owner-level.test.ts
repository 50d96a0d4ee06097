import { type EventHubConsumerClient, type Subscription } from '@azure/event-hubs';

import { Harness, NO_RETRIES, numbered, until } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

/**
 * A reader of partition 0 with the events and errors that it received. The library sends no owner level for
 * 0.
 */
class Reader {
  readonly codes: unknown[] = [];
  readonly received: unknown[] = [];
  readonly subscription: Subscription;

  constructor(client: EventHubConsumerClient, ownerLevel?: number) {
    this.subscription = client.subscribe(
      '0',
      {
        processEvents: async (events) => {
          this.received.push(...events.map((event): unknown => event.body));
          await Promise.resolve();
        },
        processError: async (error) => {
          this.codes.push('code' in error ? error.code : error.name);
          await Promise.resolve();
        },
      },
      { startPosition: { offset: '-1' }, maxBatchSize: 10, ...(ownerLevel !== undefined && { ownerLevel }) },
    );
    harness.defer(() => this.subscription.close());
  }

  reading(): Promise<void> {
    return until(() => this.received.length > 0);
  }

  failing(): Promise<void> {
    return until(() => this.codes.length > 0);
  }
}

async function startWithEvents(): Promise<{ reader(ownerLevel?: number, group?: string): Reader }> {
  const hubs = await harness.start();
  await harness.producer(hubs).sendBatch(numbered(3), { partitionId: '0' });
  return {
    reader: (ownerLevel, group) => new Reader(harness.consumer(hubs, group, NO_RETRIES), ownerLevel),
  };
}

// Proves receive.owner-level of event-hubs with JavaScript.
describe('owner level', () => {
  it('disconnects a reader with a lower level', async () => {
    const { reader } = await startWithEvents();
    const low = reader(1);
    await low.reading();
    const high = reader(2);
    await high.reading();
    await low.failing();
    expect(low.codes).toContain('ReceiverDisconnectedError');
    expect(high.codes).toEqual([]);
  });

  it('disconnects an older reader with the same level', async () => {
    const { reader } = await startWithEvents();
    const first = reader(1);
    await first.reading();
    const second = reader(1);
    await second.reading();
    await first.failing();
    expect(first.codes).toContain('ReceiverDisconnectedError');
  });

  it('disconnects readers without a level', async () => {
    const { reader } = await startWithEvents();
    const [first, second] = [reader(), reader()];
    await Promise.all([first.reading(), second.reading()]);
    await reader(1).reading();
    await Promise.all([first.failing(), second.failing()]);
    expect([...first.codes, ...second.codes]).toContain('ReceiverDisconnectedError');
  });

  it('refuses a reader with a lower level, and one without', async () => {
    const { reader } = await startWithEvents();
    const owner = reader(5);
    await owner.reading();
    const [lower, without] = [reader(4), reader()];
    await Promise.all([lower.failing(), without.failing()]);
    expect(lower.codes).toContain('ReceiverDisconnectedError');
    expect(without.codes).toContain('ReceiverDisconnectedError');
    expect(owner.codes).toEqual([]);
  });

  it('has no effect after its reader has closed', async () => {
    const { reader } = await startWithEvents();
    const owner = reader(5);
    await owner.reading();
    await owner.subscription.close();
    await reader(1).reading();
  });

  // Proves receive.groups of event-hubs with JavaScript.
  it('applies to one consumer group', async () => {
    const { reader } = await startWithEvents();
    const owner = reader(5);
    await owner.reading();
    await reader(1, 'bronze').reading();
    expect(owner.codes).toEqual([]);
  });
});

describe('readers without owner level', () => {
  // Proves receive.limit of event-hubs with JavaScript.
  it('refuses a sixth reader of a partition and consumer group', async () => {
    const { reader } = await startWithEvents();
    const five = Array.from({ length: 5 }, () => reader());
    await Promise.all(five.map((each) => each.reading()));
    const sixth = reader();
    await sixth.failing();
    expect(sixth.codes).toContain('QuotaExceededError');
    await reader(undefined, 'bronze').reading();
  });
});
