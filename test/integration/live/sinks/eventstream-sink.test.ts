import { earliestEventPosition, EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { EventstreamSink } from '../../../../src/lib/live/sinks/eventstream/eventstream-sink';
import { partitionOfKey } from '../../../../src/lib/publish/partition-of-key';
import { type WindowRow } from '../../../../src/lib/live/ports';
import { type RunningEventHubs, startEventHubs } from '../../../../local/event-hubs';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';
import { windowRows } from '../../../testing/fixtures/window-rows';

const HUB = 'es_live';
const PARTITIONS = 4;
const CONFIGURATION = {
  UserConfig: {
    NamespaceConfig: [
      {
        Type: 'EventHub',
        Name: 'emulatorns1',
        Entities: [{ Name: HUB, PartitionCount: PARTITIONS, ConsumerGroups: [] }],
      },
    ],
  },
};

interface WindowEventBody {
  readonly id: string;
  readonly partitionkey: string;
  readonly data: { readonly site_code: string; readonly revision: number };
}

let hubs: RunningEventHubs;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeEach(async () => {
  directory = await temporaryDirectory();
  hubs = await startEventHubs({ dataDirectory: directory.path, configuration: CONFIGURATION });
});
afterEach(async () => {
  await hubs.close();
  await directory.remove();
});

/** Uses a connection string as the Fabric portal shows it, with the hub in `EntityPath`. */
function sinkOf(connectionString = `${hubs.connectionString};EntityPath=${HUB}`): EventstreamSink {
  return new EventstreamSink({ connection: { kind: 'connectionString', connectionString }, hub: undefined });
}

/** Reads the first events of the hub with Microsoft's consumer. */
async function receive(
  count: number,
): Promise<readonly { readonly partition: number; readonly event: ReceivedEventData }[]> {
  const consumer = new EventHubConsumerClient('$Default', hubs.connectionString, HUB);
  const received: { partition: number; event: ReceivedEventData }[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      consumer.subscribe(
        {
          processEvents: (events, { partitionId }) => {
            received.push(...events.map((event) => ({ partition: Number(partitionId), event })));
            if (received.length >= count) resolve();
            return Promise.resolve();
          },
          processError: (error) => {
            reject(error);
            return Promise.resolve();
          },
        },
        { startPosition: earliestEventPosition, maxBatchSize: 500 },
      );
    });
  } finally {
    await consumer.close();
  }
  return received;
}

async function write(...batches: readonly (readonly WindowRow[])[]): Promise<void> {
  const sink = sinkOf();
  try {
    for (const rows of batches) await sink.write(rows);
  } finally {
    await sink.close();
  }
}

test('sends each window as an event to the partition of its key', async () => {
  await write(windowRows(50), []);
  const received = await receive(50);
  const bodies = received.map(({ event }) => event.body as WindowEventBody);
  expect(new Set(bodies.map(({ data }) => data.site_code)).size).toBe(50);
  for (const { partition, event } of received) {
    const { partitionkey } = event.body as WindowEventBody;
    expect(partition).toBe(partitionOfKey(partitionkey, PARTITIONS));
    expect(event.contentType).toBe('application/cloudevents+json; charset=utf-8');
  }
});

test('keeps the order of the windows of a group, and repeats the id for the same content', async () => {
  const revisions = [1, 2, 2, 3];
  await write(...revisions.map((events) => windowRows(1, { events })));
  const bodies = (await receive(revisions.length)).map(({ event }) => event.body as WindowEventBody);
  expect(bodies.map(({ data }) => data.revision)).toEqual(revisions);
  expect(bodies[1]?.id).toBe(bodies[2]?.id);
  expect(new Set(bodies.map(({ id }) => id)).size).toBe(3);
});

test('sends several batches when one cannot hold all windows', async () => {
  const many = windowRows(8000);
  await write(many);
  const keys = (await receive(many.length)).map(
    ({ event }) => (event.body as WindowEventBody).data.site_code,
  );
  expect(new Set(keys).size).toBe(many.length);
});

test('throws a transient error when the hub does not exist', async () => {
  const sink = sinkOf(`${hubs.connectionString};EntityPath=none`);
  await expect(sink.write(windowRows(1))).rejects.toMatchObject({
    code: 'eventstream_unavailable',
    kind: 'transient',
  });
  await sink.close();
});
