import { EventHubConsumerClient } from '@azure/event-hubs';
import { startEventHubs } from '../../../local/event-hubs/start';
import { createHubInspector, EventHubClient } from '../../../src/lib/clients/event-hub-client';
import { type Connection } from '../../../src/lib/config';
import { type Source, SOURCES } from '../../../src/lib/shared/source';
import { liveConnection } from '../../helpers/live-connection';
import { MemoryHub } from '../../helpers/memory-hub';
import { temporaryDirectory } from '../../helpers/temporary-directory';
import { createCredential } from '../../../src/lib/clients/credential';
import { describeHub, type HubHarness } from '../ports/hub.suite';

const CONFIGURATION = {
  UserConfig: {
    NamespaceConfig: [
      {
        Type: 'EventHub',
        Name: 'emulatorns1',
        Entities: SOURCES.map((source) => ({ Name: source, PartitionCount: 4, ConsumerGroups: [] })),
      },
    ],
  },
};

/** The client of the app, and Microsoft's consumer to read what it sent. */
function harnessOver(connection: Connection, close: () => Promise<void>): HubHarness {
  const source: Source = 'iot';
  const hub = new EventHubClient(connection, source);
  const consumer =
    connection.kind === 'connectionString'
      ? new EventHubConsumerClient('$Default', connection.connectionString, source)
      : new EventHubConsumerClient('$Default', connection.endpoint, source, createCredential(undefined));
  return {
    hub,
    readBodies: (partitionId, fromSequenceNumber, count) =>
      readBodies(consumer, partitionId, fromSequenceNumber, count),
    close: async () => {
      await Promise.all([hub.close(), consumer.close()]);
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

async function openLocalHubs() {
  const directory = await temporaryDirectory();
  const hubs = await startEventHubs({
    dataDirectory: directory.path,
    configuration: CONFIGURATION,
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
  it('asks the hub of each source, and tells empty partitions from used ones', async () => {
    const { connection, close } = await openLocalHubs();
    const clients = Object.fromEntries(
      SOURCES.map((source) => [source, new EventHubClient(connection, source)]),
    ) as Record<Source, EventHubClient>;
    try {
      const batch = await clients.customers.createBatch('2');
      batch.tryAdd({ partitionKey: undefined, body: Buffer.from('{}') });
      await clients.customers.send(batch);

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
      expect(await inspector.readIncarnation('iot')).toMatch(/^\d{8}T\d{9}Z$/);
    } finally {
      await Promise.all(Object.values(clients).map((client) => client.close()));
      await close();
    }
  });
});

describe('EventHubClient without a hub', () => {
  it('says that the hub is out of reach, with the cause', async () => {
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
