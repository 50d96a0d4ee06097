import fc from 'fast-check';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { type EnvelopeOptions, toEnvelope } from '../../../src/lib/contracts/to-envelope';
import { anyCharacter } from '../../testing/fixtures/any-character';

const plain: EnvelopeOptions = {
  id: 'reading-1',
  source: '/sluice/ingest',
  type: 'iot.telemetry',
  dataschema: 'urn:sluice:contract:iot.telemetry:1',
  time: '2026-03-02T08:15:30Z',
  data: Buffer.from('{}'),
};

function parsed(options: Partial<EnvelopeOptions>): unknown {
  return JSON.parse(toEnvelope({ ...plain, ...options }).toString('utf8'));
}

describe('toEnvelope', () => {
  it('writes the attributes in a fixed order, with the record last', () => {
    const body = toEnvelope({
      ...plain,
      partitionKey: 'dev-1',
      traceparent: 't',
      tracestate: 's',
      extensions: { a: 1 },
    });
    expect(Object.keys(JSON.parse(body.toString('utf8')) as object)).toEqual([
      'specversion',
      'id',
      'source',
      'type',
      'dataschema',
      'time',
      'partitionkey',
      'traceparent',
      'tracestate',
      'a',
      'datacontenttype',
      'data',
    ]);
  });

  it('copies the record byte by byte: large numbers, spaces, key order, 1.0 and escapes', () => {
    const record = '{ "b" : 9007199254740993123, "a":1.0,"1":"\\u0041\\/", "z":\t-0.0e+10 }';
    const body = toEnvelope({ ...plain, data: Buffer.from(record) }).toString('utf8');
    expect(body.endsWith(`"data":${record}}`)).toBe(true);
  });

  it('omits attributes that have no value', () => {
    expect(parsed({})).toEqual({
      specversion: '1.0',
      id: 'reading-1',
      source: '/sluice/ingest',
      type: 'iot.telemetry',
      dataschema: 'urn:sluice:contract:iot.telemetry:1',
      time: '2026-03-02T08:15:30Z',
      datacontenttype: 'application/json',
      data: {},
    });
  });

  it('keeps every text that JSON supports, with any characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: anyCharacter }),
        fc.string({ unit: anyCharacter }),
        (id, partitionKey) => {
          expect(parsed({ id, partitionKey })).toMatchObject({ id, partitionkey: partitionKey });
        },
      ),
    );
  });

  it('makes events that validation of a hub accepts, with the same bytes', () => {
    const registry = createRegistry();
    for (const contract of registry.all()) {
      const validate = createEventValidator({ registry, source: contract.source });
      for (const example of contract.schema['examples'] as readonly unknown[]) {
        const body = toEnvelope({
          ...plain,
          type: contract.type,
          dataschema: contract.id,
          data: Buffer.from(JSON.stringify(example)),
        });
        expect(validate({ body })).toMatchObject({ verdict: 'accepted', bytes: body });
      }
    }
  });
});
