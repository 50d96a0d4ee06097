import fc from 'fast-check';
import { createEventValidator, validateRecord } from '../../../src/lib/contracts/validate';
import { findRepeatedName } from '../../../src/lib/contracts/decode-json';
import { contractOf, envelopeText, exampleOf, recordsOf, registry } from './events';
import { runs } from '../../testing/runs';

describe.each(registry.all().map((contract) => [contract.id, contract] as const))('%s', (_id, contract) => {
  const validate = createEventValidator({ registry, source: contract.source });

  it('becomes one line of the same JSON, with any formatting', () => {
    fc.assert(
      fc.property(recordsOf(contract), fc.constantFrom(undefined, 1, '\r\n', '\t'), (record, space) => {
        const written = JSON.stringify(JSON.parse(envelopeText(contract, record)), undefined, space);
        const result = validate({ body: Buffer.from(written) });
        const alone = validateRecord(contract, Buffer.from(JSON.stringify(record)));
        expect(alone.verdict === 'accepted').toBe(result.verdict === 'accepted');
        if (result.verdict !== 'accepted') {
          expect(result.rejections.length).toBeGreaterThan(0);
          return;
        }
        const line = result.bytes.toString();
        expect(line).not.toMatch(/[\r\n]/);
        expect(JSON.parse(line)).toEqual(JSON.parse(written));
      }),
      { numRuns: runs(100, 300) },
    );
  });

  it('is refused with any of its names duplicated', () => {
    const text = envelopeText(contract, exampleOf(contract));
    const names = [...text.matchAll(/[{,]("[A-Za-z0-9]+":)/g)];
    expect(names.length).toBeGreaterThan(10);
    for (const { index, 1: name = '' } of names) {
      const twice = `${text.slice(0, index + 1)}${name}0,${text.slice(index + 1)}`;
      expect(validate({ body: Buffer.from(twice) })).toMatchObject({
        rejections: [{ code: 'malformed_json' }],
      });
    }
  });
});

describe('the validator', () => {
  const validate = createEventValidator({ registry, source: 'iot' });

  it('returns a result for any bytes and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(validate({ body: Buffer.from(bytes) }).verdict).toBe('quarantined');
      }),
      { numRuns: runs(300, 1000) },
    );
  });

  it('returns a result for a sound event with one changed byte', () => {
    const telemetry = contractOf('iot.telemetry');
    const sound = Buffer.from(envelopeText(telemetry, exampleOf(telemetry)));
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const body = Buffer.from(sound);
        body[at] = byte;
        const result = validate({ body });
        if (result.verdict === 'accepted') expect(() => JSON.parse(body.toString()) as unknown).not.toThrow();
        else expect(result.rejections[0]?.code).not.toBe('validation_failed');
      }),
      { numRuns: runs(500, 2000) },
    );
  });
});

describe('duplicate names', () => {
  it('are not found in the output of JSON.stringify', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(findRepeatedName(JSON.stringify(JSON.parse(text)))).toBeUndefined();
      }),
    );
  });

  it('are allowed in different objects', () => {
    expect(findRepeatedName('{"a":{"a":[{"a":"a"},{"a":"a"}]},"b":["b","b"]}')).toBeUndefined();
  });
});
