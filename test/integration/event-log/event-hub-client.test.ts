import { type AmqpAnnotatedMessage } from '@azure/core-amqp';
import { type EventData, EventHubConsumerClient, EventHubProducerClient } from '@azure/event-hubs';
import { startEventHubs } from '../../../local/event-hubs';
import {
  createHubInspector,
  EventHubClient,
  HEAL_CONSUMER_GROUP,
} from '../../../src/lib/event-log/event-hub-client';
import { toHubPort } from '../../../src/lib/publish/event-batch';
import { type Connection } from '../../../src/lib/platform/azure/connections';
import { type ReceivedEvent } from '../../../src/lib/event-log/received-event';
import { toSequenceNumber } from '../../../src/lib/event-log/positions';
import { type Source, SOURCES } from '../../../src/lib/contracts/source';
import { liveConnection } from '../../testing/fixtures/live-connection';
import { MemoryHub } from '../../testing/fakes/memory-hub';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';
import { createCredential } from '../../../src/lib/platform/azure/credential';
import { describeHub, type HubHarness } from '../publish/hub.suite';

const configure = (consumerGroups: readonly string[]) => ({
  UserConfig: {
    NamespaceConfig: [
      {
        Type: 'EventHub',
        Name: 'emulatorns1',
        Entities: SOURCES.map((source) => ({
          Name: source,
          PartitionCount: 4,
          ConsumerGroups: consumerGroups.map((group) => ({ Name: group })),
        })),
      },
    ],
  },
});

/** The client of the app, and Microsoft's consumer that reads the events it sends. */
function harnessOver(connection: Connection, close: () => Promise<void>): HubHarness {
  const source: Source = 'iot';
  const client = new EventHubClient(connection, source);
  const hub = {
    ...toHubPort(client),
    readHubGeneration: () => client.readHubGeneration(),
    readPartitions: () => client.readPartitions(),
  };
  const consumer =
    connection.kind === 'connectionString'
      ? new EventHubConsumerClient('$Default', connection.connectionString, source)
      : new EventHubConsumerClient('$Default', connection.endpoint, source, createCredential(undefined));
  return {
    hub,
    readBodies: (partitionId, fromSequenceNumber, count) =>
      readBodies(consumer, partitionId, fromSequenceNumber, count),
    close: async () => {
      await Promise.all([client.close(), consumer.close()]);
      await close();
    },
  };
}

async function readBodies(
  consumer: EventHubConsumerClient,
  partitionId: string,
  sequenceNumber: number,
  count: number,
): Promise<readonly Buffer[]> {
  if (count === 0) return [];
  const bodies: Buffer[] = [];
  let close: (() => Promise<void>) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const subscription = consumer.subscribe(
        partitionId,
        {
          processEvents: (events) => {
            for (const { body, contentType } of events) {
              expect(contentType).toBe('application/cloudevents+json; charset=utf-8');
              bodies.push(body as Buffer);
            }
            if (bodies.length >= count) resolve();
            return Promise.resolve();
          },
          processError: (error) => {
            reject(error);
            return Promise.resolve();
          },
        },
        {
          startPosition: { sequenceNumber, isInclusive: true },
          maxBatchSize: 500,
          maxWaitTimeInSeconds: 1,
          skipParsingBodyAsJson: true,
        },
      );
      close = () => subscription.close();
    });
  } finally {
    await close?.();
  }
  return bodies.slice(0, count);
}

async function openLocalHubs(consumerGroups: readonly string[] = [HEAL_CONSUMER_GROUP]) {
  const directory = await temporaryDirectory();
  const hubs = await startEventHubs({
    dataDirectory: directory.path,
    configuration: configure(consumerGroups),
    fsync: 'never',
  });
  const connection: Connection = { kind: 'connectionString', connectionString: hubs.connectionString };
  const close = async (): Promise<void> => {
    await hubs.close();
    await directory.remove();
  };
  return { connection, close };
}

describeHub('in memory', () => {
  const hub = new MemoryHub();
  return Promise.resolve({
    hub,
    readBodies: (partitionId, from, count) =>
      Promise.resolve(
        hub
          .eventsOf(partitionId)
          .slice(from, from + count)
          .map(({ body }) => body),
      ),
    close: () => Promise.resolve(),
  });
});

describeHub('EventHubClient over the local namespace', async () => {
  const { connection, close } = await openLocalHubs();
  return harnessOver(connection, close);
});

const live = liveConnection('SLUICE_LIVE_EVENT_HUBS');
if (live !== undefined) {
  describeHub('EventHubClient over Azure', () => Promise.resolve(harnessOver(live, () => Promise.resolve())));
}

describe('createHubInspector', () => {
  it('reads the partitions and the generation of each hub, with -1 for an empty partition', async () => {
    const { connection, close } = await openLocalHubs();
    const clients = Object.fromEntries(
      SOURCES.map((source) => [source, new EventHubClient(connection, source)]),
    ) as Record<Source, EventHubClient>;
    try {
      const customers = toHubPort(clients.customers);
      const batch = await customers.createBatch('2');
      batch.tryAdd({ partitionKey: undefined, body: Buffer.from('{}') });
      await customers.send(batch);

      const inspector = createHubInspector(clients);
      expect(await inspector.readPartitions('customers')).toEqual(
        [0, 1, 2, 3].map((partition) => ({
          partition,
          beginSequenceNumber: 0,
          lastSequenceNumber: partition === 2 ? 0 : -1,
          ...(partition === 2 && { newestEnqueuedTime: expect.stringMatching(/^\d{4}-.+Z$/) as string }),
        })),
      );
      expect(
        (await inspector.readPartitions('logistics')).map(({ lastSequenceNumber }) => lastSequenceNumber),
      ).toEqual([-1, -1, -1, -1]);
      expect(await inspector.readHubGeneration('iot')).toMatch(/^\d{8}T\d{9}Z$/);
    } finally {
      await Promise.all(Object.values(clients).map((client) => client.close()));
      await close();
    }
  });
});

describe('EventHubClient.receive', () => {
  /** Sends with Microsoft's producer, so that bodies, properties and sections are those of other publishers. */
  async function openWith(events: readonly (EventData | AmqpAnnotatedMessage)[]) {
    const { connection, close } = await openLocalHubs();
    const producer = new EventHubProducerClient(connectionStringOf(connection), 'iot');
    for (const event of events) await producer.sendBatch([event], { partitionId: '1' });
    await producer.close();
    const client = new EventHubClient(connection, 'iot');
    const read = async (from: number, count: number): Promise<readonly ReceivedEvent[]> => {
      const read: ReceivedEvent[] = [];
      for await (const batch of client.receive(1, toSequenceNumber(from))) {
        read.push(...batch);
        if (read.length >= count) break;
      }
      return read;
    };
    return {
      client,
      read,
      close: async () => {
        await client.close();
        await close();
      },
    };
  }

  it('returns events from a sequence number on, with bytes, positions and properties', async () => {
    const time = new Date('2026-11-21T08:15:30.250Z');
    const scene = await openWith([
      { body: Buffer.from('{"n":0}') },
      {
        body: Buffer.from([0, 255, 10]),
        contentType: 'application/octet-stream',
        properties: { time, n: 7 },
      },
      { body: Buffer.from('{"n": 2 }') },
    ]);
    try {
      const events = await scene.read(1, 2);
      expect(events).toMatchObject([
        {
          sequenceNumber: 1,
          offset: expect.stringMatching(/^\d+$/) as string,
          contentType: 'application/octet-stream',
          properties: { time: '2026-11-21T08:15:30.250Z', n: 7 },
        },
        { sequenceNumber: 2, contentType: undefined, properties: undefined },
      ]);
      expect(events.map(({ body }) => body.toString('latin1'))).toEqual(['\0ÿ\n', '{"n": 2 }']);
      for (const event of events) {
        expect(event).not.toHaveProperty('bodyType');
        expect(Math.abs(Date.now() - event.enqueuedTime)).toBeLessThan(600_000);
      }
    } finally {
      await scene.close();
    }
  });

  it('returns bodies of value and sequence sections as JSON, with their `bodyType`', async () => {
    const scene = await openWith([
      { body: 'a text ü', bodyType: 'value' },
      { body: { nested: [1, true, null], at: new Date('2026-11-21T08:15:30Z') }, bodyType: 'value' },
      { body: [['one', 2], 'three'], bodyType: 'sequence' },
      { body: Buffer.from([1, 2, 3]), bodyType: 'value' },
      { body: null, bodyType: 'value' },
    ]);
    try {
      const events = await scene.read(0, 5);
      expect(events.map(({ bodyType, body }) => [bodyType, body.toString('latin1')])).toEqual([
        ['value', Buffer.from('a text ü').toString('latin1')],
        ['value', '{"nested":[1,true,null],"at":"2026-11-21T08:15:30.000Z"}'],
        ['sequence', '[["one",2],"three"]'],
        // The SDK returns bytes of a value section like those of a data section.
        [undefined, '\x01\x02\x03'],
        ['value', 'null'],
      ]);
    } finally {
      await scene.close();
    }
  });

  it('returns an empty batch when no event comes', async () => {
    const scene = await openWith([{ body: Buffer.from('0') }]);
    const batches = scene.client.receive(1, toSequenceNumber(1));
    try {
      expect((await batches.next()).value).toEqual([]);
    } finally {
      await batches.return(undefined);
      await scene.close();
    }
  });

  it('names the consumer group when the hub does not have it', async () => {
    const { connection, close } = await openLocalHubs([]);
    const client = new EventHubClient(connection, 'iot');
    try {
      await expect(client.receive(0, toSequenceNumber(0)).next()).rejects.toMatchObject({
        code: 'hub_unavailable',
        message: expect.stringContaining("consumer group 'heal'") as string,
      });
    } finally {
      await client.close();
      await close();
    }
  });
});

function connectionStringOf(connection: Connection): string {
  if (connection.kind !== 'connectionString') throw new TypeError('the local hubs have a connection string');
  return connection.connectionString;
}

describe('EventHubClient without a hub', () => {
  it('throws `hub_unavailable` with the hub and the cause', async () => {
    const { connection, close } = await openLocalHubs();
    const client = new EventHubClient(connection, 'nothing-here' as Source);
    try {
      await expect(client.partitionIds()).rejects.toMatchObject({
        code: 'hub_unavailable',
        kind: 'transient',
        message: expect.stringContaining("'nothing-here'") as string,
        data: { hub: 'nothing-here' },
        cause: expect.anything() as unknown,
      });
    } finally {
      await client.close();
      await close();
    }
  });
});
