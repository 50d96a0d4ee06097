import { type AmqpAnnotatedMessage } from '@azure/core-amqp';
import { type EventData, EventHubProducerClient } from '@azure/event-hubs';
import { type BronzeLine, readBronzeLines } from '../testing/fixtures/bronze-lines';
import { runScript } from '../testing/fixtures/run-script';
import { eventually, type TestStack } from '../testing/fixtures/stack';
import { telemetryEvent } from '../testing/fixtures/telemetry';

let stack: TestStack;
let hub: EventHubProducerClient;

/** Makes the trigger of `iot` skip the next events of a partition. */
async function skip(count: number, partitionId: string): Promise<void> {
  const fault = { kind: 'skip-events', count };
  const body = JSON.stringify({ fault, functionName: 'landIot', partitionId });
  const response = await fetch(`${stack.baseUrl}/_stand-in/faults`, { method: 'POST', body });
  expect(response.status).toBe(200);
}

async function send(partitionId: string, ...events: (EventData | AmqpAnnotatedMessage)[]): Promise<void> {
  await hub.sendBatch(events, { partitionId });
}

const now = new Date().toISOString();
const event = (id: string): EventData => ({
  body: Buffer.from(JSON.stringify(telemetryEvent(id, { time: now }))),
});
const events = (count: number, name: string): EventData[] =>
  Array.from({ length: count }, (_, index) => event(`${name}-${index}`));

async function linesOf(partition: number): Promise<readonly BronzeLine[]> {
  return (await readBronzeLines(stack.dataDirectory, 'iot')).filter((line) => line.partition === partition);
}

/** Expects each sequence number from 0 on once in Bronze, and the last one in the live windows. */
async function expectAll(partition: number, count: number): Promise<void> {
  await stack.landed();
  expect((await linesOf(partition)).map(({ sequenceNumber }) => sequenceNumber)).toEqual(
    Array.from({ length: count }, (_, index) => index),
  );
  await eventually(async () => {
    const response = await stack.api('serve/iot_telemetry');
    const { asOf } = (await response.json()) as { asOf: { partition: number; sequenceNumber: number }[] };
    return asOf.some((one) => one.partition === partition && one.sequenceNumber === count - 1);
  }, 'every event is in the live windows');
}

/** Tests of events that the trigger skips and the sweep reads. */
export function describeSkippedEvents(running: () => TestStack): void {
  describe('skipped events', () => {
    beforeAll(() => {
      stack = running();
      hub = new EventHubProducerClient(stack.eventHubs.connectionString, 'iot');
    });
    afterAll(() => hub.close());

    it('lands events once when the trigger skips them before others', async () => {
      await send('0', ...events(5, 'before'));
      await expectAll(0, 5);
      await skip(7, '0');
      await send('0', ...events(12, 'skipped'));
      await expectAll(0, 17);
    });

    it('lands events when the trigger skips them at the end of a quiet partition', async () => {
      await skip(3, '1');
      await send('1', ...events(3, 'tail'));
      await expectAll(1, 3);
    });

    it('quarantines a body that the trigger cannot bind, and lands the events around it', async () => {
      const value: AmqpAnnotatedMessage = { body: { reading: 'as a map' }, bodyType: 'value' };
      const sequence: AmqpAnnotatedMessage = { body: [['one'], [2]], bodyType: 'sequence' };
      await send('1', ...events(2, 'fine'), value, sequence, ...events(2, 'behind'));
      await stack.landed();
      const lines = (await linesOf(1)).slice(3);
      expect(lines.map(({ sequenceNumber }) => sequenceNumber)).toEqual([3, 4, 5, 6, 7, 8]);
      const quarantined = lines.filter(({ verdict }) => verdict === 'quarantined');
      expect(
        quarantined.map(({ sequenceNumber, rejections, body }) => [
          sequenceNumber,
          rejections[0]?.code,
          body?.toString(),
        ]),
      ).toEqual([
        [5, 'amqp_body', '{"reading":"as a map"}'],
        [6, 'amqp_body', '[["one"],[2]]'],
      ]);
    });

    it('reconciles without differences, and counts the healed events', async () => {
      const { code, output } = await runScript('reconcile.js', ['--data', stack.dataDirectory, '--json']);
      const { clean, accounts } = JSON.parse(output) as {
        clean: boolean;
        accounts: { source: string; partition: number; healed: number; lost: number }[];
      };
      expect({ code, clean }).toEqual({ code: 0, clean: true });
      const iot = accounts.filter(({ source }) => source === 'iot');
      expect(iot.map(({ healed, lost }) => [healed > 0, lost])).toEqual([
        [true, 0],
        [true, 0],
        // This partition received no events.
        [false, 0],
      ]);
    });
  });
}
