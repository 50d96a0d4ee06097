import { EventHubProducerClient } from '@azure/event-hubs';
import { type BronzeLine, readBronzeLines } from '../testing/fixtures/bronze-lines';
import { type TestStack } from '../testing/fixtures/stack';
import { telemetry, telemetryEvent } from '../testing/fixtures/telemetry';

let stack: TestStack;
let hub: EventHubProducerClient;

/** Sends bodies to the hub without the checks of the HTTP endpoint. @returns their lines in Bronze */
async function land(
  bodies: readonly Buffer[],
  properties: Readonly<Record<string, unknown>> = {},
): Promise<BronzeLine[]> {
  const before = (await linesInBronze()).length;
  for (const body of bodies)
    await hub.sendBatch([{ body, properties: { ...properties } }], { partitionId: '0' });
  await stack.landed();
  return (await linesInBronze()).slice(before);
}

/** @returns the lines of partition 0; none if Bronze has no slot yet */
async function linesInBronze(): Promise<BronzeLine[]> {
  const lines = await readBronzeLines(stack.dataDirectory, 'iot').catch(() => []);
  return lines.filter(({ partition }) => partition === 0);
}

const bytes = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

/** Tests of events that a client sends to a hub directly. */
export function describeLanding(running: () => TestStack): void {
  describe('landing', () => {
    beforeAll(() => {
      stack = running();
      hub = new EventHubProducerClient(stack.eventHubs.connectionString, 'iot');
    });
    afterAll(() => hub.close());

    it('quarantines each kind of invalid event with its bytes and a reason, and lands the valid ones', async () => {
      const bad: readonly (readonly [string, string, Buffer])[] = [
        ['malformed_json', '', bytes('{"specversion":"1.0",')],
        ['malformed_json', '', Buffer.alloc(0)],
        ['invalid_utf8', '', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
        ['envelope_invalid', '', bytes('[]')],
        ['envelope_invalid', '/id', bytes(telemetryEvent('x', { id: 7 }))],
        ['envelope_invalid', '/time', bytes(telemetryEvent('x', { time: 'yesterday' }))],
        [
          'unknown_type',
          '/type',
          bytes(telemetryEvent('x', { type: 'iot.unheardOf', dataschema: undefined })),
        ],
        [
          'unknown_version',
          '/dataschema',
          bytes(telemetryEvent('x', { dataschema: 'urn:sluice:contract:iot.telemetry:99' })),
        ],
        [
          'wrong_source',
          '/type',
          bytes(telemetryEvent('x', { type: 'customers.profile', dataschema: undefined })),
        ],
        [
          'contract.required',
          '/data/deviceId',
          bytes(telemetryEvent('x', { data: { ...telemetry('x'), deviceId: undefined } })),
        ],
        [
          'contract.enum',
          '/data/status',
          bytes(telemetryEvent('x', { data: telemetry('x', { status: 'fine' }) })),
        ],
        [
          'too_large',
          '',
          bytes(telemetryEvent('x', { data: telemetry('x', { firmware: 'v'.repeat(300_000) }) })),
        ],
      ];
      const lines = await land([
        bytes(telemetryEvent('before')),
        ...bad.map(([, , body]) => body),
        bytes(telemetryEvent('after')),
      ]);

      expect(lines.map(({ verdict }) => verdict)).toEqual([
        'accepted',
        ...bad.map(() => 'quarantined'),
        'accepted',
      ]);
      expect(lines.slice(1, -1).map(({ rejections }) => rejections[0]?.code)).toEqual(
        bad.map(([code]) => code),
      );
      for (const [index, [, path, body]] of bad.entries()) {
        const line = lines[index + 1];
        expect(line?.rejections[0]?.path).toBe(path);
        expect(line?.body?.equals(body)).toBe(true);
        expect(line?.rejections[0]?.message.length).toBeGreaterThan(0);
      }
    });

    it('lands a CloudEvent in binary mode with the envelope of structured mode', async () => {
      const [line] = await land([bytes(telemetry('binary-mode'))], {
        'cloudEvents:specversion': '1.0',
        'cloudEvents:id': 'binary-mode',
        'cloudEvents:source': '/device/7',
        'cloudEvents:type': 'iot.telemetry',
      });
      expect(line?.verdict).toBe('accepted');
      expect(JSON.parse(line?.event ?? '')).toMatchObject({
        id: 'binary-mode',
        data: telemetry('binary-mode'),
      });
    });

    it('quarantines as many events as the simulator broke', async () => {
      const before = await stack.progress('iot');
      const response = await stack.api(
        'simulate/iot?count=400&faults=malformed=0.1,contractBreaking=0.1,unknownType=0.05',
        {
          method: 'POST',
        },
      );
      const { published, faults } = (await response.json()) as {
        published: number;
        faults: Record<string, number>;
      };
      expect(response.status).toBe(202);
      await stack.landed();
      const after = await stack.progress('iot');
      const bad = Object.values(faults).reduce((sum, count) => sum + count, 0);
      expect(bad).toBeGreaterThan(0);
      expect(after.quarantined - before.quarantined).toBe(bad);
      expect(after.accepted - before.accepted).toBe(published - bad);
    });
  });
}
