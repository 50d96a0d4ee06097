import fc from 'fast-check';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { ingest } from '../../../src/lib/ingest/ingest';
import { readRecords } from '../../../src/lib/ingest/read-records';

const [telemetry] = createRegistry().ofSource('iot');
if (telemetry === undefined) throw new Error('no contract');
/** Accepts any JSON, so that only the splicing protects the envelope from the record. */
const lenient = {
  ...telemetry,
  eventId: '/id',
  eventTime: '/t',
  partitionKey: '/k',
  validate: () => undefined,
};

function envelopesOf(contentType: string, body: Buffer): string[] {
  const read = readRecords({ contentType, headers: [], body, contract: lenient, maxRecords: 1000 });
  if (read.kind === 'fault') return [];
  const { events } = ingest({
    contract: lenient,
    records: read.records,
    maxEventBytes: 1_000_000,
    source: '/sluice/ingest',
    clock: { now: () => new Date(0) },
    newId: () => 'made-up',
  });
  return events.map(({ body: event }) => event.toString('utf8'));
}

describe('splicing', () => {
  it('never lets a record change the envelope around it, with any bytes', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ',',
      ':',
      '1',
      'null',
      '"id"',
      '"type"',
      ' ',
      '\n',
      'é',
    );
    const contentType = fc.constantFrom('application/json', 'application/x-ndjson');
    let accepted = 0;
    fc.assert(
      fc.property(contentType, fc.array(piece, { maxLength: 12 }), (type, pieces) => {
        for (const prefix of ['', '{"a":1}', '[1', '{"a":{"b":"']) {
          const body = Buffer.from(prefix + pieces.join(''));
          for (const envelope of envelopesOf(type, body)) {
            accepted += 1;
            const { data, ...attributes } = JSON.parse(envelope) as Record<string, unknown>;
            expect(attributes).toMatchObject({
              specversion: '1.0',
              type: 'iot.telemetry',
              source: '/sluice/ingest',
            });
            // Exactly one `data`, and it is the whole rest: the record's own bytes.
            const record = envelope.slice(envelope.indexOf('"data":') + '"data":'.length, -1);
            expect(JSON.parse(record)).toEqual(data);
            expect(body.includes(record)).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('keeps the digits of a number from an array and from a CloudEvent to the hub', () => {
    const record = '{"id":"a","n":12345678901234567890.10}';
    const event = `{"data":${record},"specversion":"1.0","id":"e","source":"/s","type":"iot.telemetry"}`;
    for (const [contentType, body] of [
      ['application/json', `[ ${record} ]`],
      ['application/x-ndjson', `${record}\r\n`],
      ['application/cloudevents+json', event],
      ['application/cloudevents-batch+json', `[${event}]`],
    ] as const) {
      expect(envelopesOf(contentType, Buffer.from(body))).toEqual([
        expect.stringContaining(`"data":${record}}`),
      ]);
    }
  });
});
