import { type AmqpAnnotatedMessage } from '@azure/core-amqp';
import { type EventData, EventHubProducerClient } from '@azure/event-hubs';
import { BlobServiceClient } from '@azure/storage-blob';
import { readBronzeLines } from '../testing/fixtures/bronze-lines';
import { runScript } from '../testing/fixtures/run-script';
import { eventually, startTestStack, type TestStack } from '../testing/fixtures/stack';
import { telemetryEvent } from '../testing/fixtures/telemetry';

let stack: TestStack;
let hub: EventHubProducerClient;

beforeAll(async () => {
  stack = await startTestStack({
    settings: {
      SWEEP_SCHEDULE: '*/2 * * * * *',
      SWEEP_AFTER_SECONDS: '1',
      LANDING_AGE_SCHEDULE: '* * * * * *',
    },
  });
  hub = new EventHubProducerClient(stack.eventHubs.connectionString, 'iot');
});
afterAll(async () => {
  await hub.close();
  await stack.end();
});

const now = new Date().toISOString();
const event = (id: string): EventData => ({
  body: Buffer.from(JSON.stringify(telemetryEvent(id, { time: now }))),
});

async function checkpoint(group: string): Promise<number> {
  const { metadata = {} } = await BlobServiceClient.fromConnectionString(
    stack.settings['AzureWebJobsStorage'] ?? '',
  )
    .getContainerClient('azure-webjobs-eventhub')
    .getBlobClient(`127.0.0.1/iot/${group}/checkpoint/0`)
    .getProperties();
  return Number(metadata['sequencenumber']);
}

async function advance(...more: readonly string[]): Promise<string> {
  const { code, output } = await runScript('checkpoint.js', [
    'advance',
    '--data',
    stack.dataDirectory,
    '--source',
    'iot',
    '--partition',
    '0',
    ...more,
  ]);
  expect({ code, output }).toMatchObject({ code: 0 });
  return output;
}

it('moves both triggers of a hub past an event that the host cannot bind', async () => {
  await hub.sendBatch([event('before')], { partitionId: '0' });
  await stack.landed();
  await eventually(
    async () => (await checkpoint('bronze')) === 0 && (await checkpoint('live')) === 0,
    'checkpoints',
  );
  const value: AmqpAnnotatedMessage = { body: { reading: 'as a map' }, bodyType: 'value' };
  await hub.sendBatch([value, event('behind')], { partitionId: '0' });
  // The sweep lands what the trigger cannot.
  await stack.landed();
  expect(await checkpoint('bronze')).toBe(0);

  const settings = { ...stack.settings };
  expect(await advance()).toContain('Partition 0: the checkpoint is now at 2.');
  expect(await advance('--stage', 'live')).toContain('Partition 0: the checkpoint is now at 2.');
  expect(await advance()).toContain('there is nothing to do');
  expect(stack.settings).toEqual(settings);

  // The trigger itself goes on: the sweep moves no checkpoint.
  await eventually(async () => {
    await hub.sendBatch([event('after')], { partitionId: '0' });
    return (await checkpoint('bronze')) > 2 && (await checkpoint('live')) > 2;
  }, 'both triggers go on');
  await stack.landed();
  const lines = (await readBronzeLines(stack.dataDirectory, 'iot')).filter(
    ({ partition }) => partition === 0,
  );
  expect(lines.map(({ sequenceNumber }) => sequenceNumber)).toEqual(lines.map((_, index) => index));
  expect(
    lines.filter(({ verdict }) => verdict === 'quarantined').map(({ sequenceNumber }) => sequenceNumber),
  ).toEqual([1]);
}, 180_000);
