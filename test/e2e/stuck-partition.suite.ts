import { type AmqpAnnotatedMessage } from '@azure/core-amqp';
import { type EventData, EventHubProducerClient } from '@azure/event-hubs';
import { BlobServiceClient } from '@azure/storage-blob';
import { readBronzeLines } from '../testing/fixtures/bronze-lines';
import { runScript } from '../testing/fixtures/run-script';
import { eventually, type TestStack } from '../testing/fixtures/stack';
import { telemetryEvent } from '../testing/fixtures/telemetry';

/** The partition of the hub `iot` that these tests send to. */
const PARTITION = '2';

let stack: TestStack;
let hub: EventHubProducerClient;

const now = new Date().toISOString();
const event = (id: string): EventData => ({
  body: Buffer.from(JSON.stringify(telemetryEvent(id, { time: now }))),
});

async function checkpoint(group: string): Promise<number> {
  const { metadata = {} } = await BlobServiceClient.fromConnectionString(
    stack.settings['AzureWebJobsStorage'] ?? '',
  )
    .getContainerClient('azure-webjobs-eventhub')
    .getBlobClient(`127.0.0.1/iot/${group}/checkpoint/${PARTITION}`)
    .getProperties();
  return Number(metadata['sequencenumber']);
}

async function advance(): Promise<string> {
  const { code, output } = await runScript('checkpoint.js', [
    'advance',
    '--data',
    stack.dataDirectory,
    '--source',
    'iot',
    '--partition',
    PARTITION,
  ]);
  expect({ code, output }).toMatchObject({ code: 0 });
  return output;
}

/** Tests of the command that moves a trigger past an event that it cannot bind. */
export function describeStuckPartition(running: () => TestStack): void {
  describe('a stuck partition', () => {
    beforeAll(() => {
      stack = running();
      hub = new EventHubProducerClient(stack.eventHubs.connectionString, 'iot');
    });
    afterAll(() => hub.close());

    it('moves the trigger of a hub past an event when the host cannot bind it', async () => {
      await hub.sendBatch([event('before')], { partitionId: PARTITION });
      await stack.landed();
      await eventually(async () => (await checkpoint('bronze')) === 0, 'checkpoint');
      const value: AmqpAnnotatedMessage = { body: { reading: 'as a map' }, bodyType: 'value' };
      await hub.sendBatch([value, event('behind')], { partitionId: PARTITION });
      // The sweep lands what the trigger cannot.
      await stack.landed();
      expect(await checkpoint('bronze')).toBe(0);

      const settings = { ...stack.settings };
      expect(await advance()).toContain('Partition 2: the checkpoint is now at 2.');
      expect(await advance()).toContain('there is nothing to do');
      expect(stack.settings).toEqual(settings);

      // The trigger continues: only it moves checkpoints, not the sweep.
      await eventually(async () => {
        await hub.sendBatch([event('after')], { partitionId: PARTITION });
        return (await checkpoint('bronze')) > 2;
      }, 'the trigger continues');
      await stack.landed();
      const lines = (await readBronzeLines(stack.dataDirectory, 'iot')).filter(
        ({ partition }) => String(partition) === PARTITION,
      );
      expect(lines.map(({ sequenceNumber }) => sequenceNumber)).toEqual(lines.map((_, index) => index));
      expect(
        lines.filter(({ verdict }) => verdict === 'quarantined').map(({ sequenceNumber }) => sequenceNumber),
      ).toEqual([1]);
    }, 180_000);
  });
}
