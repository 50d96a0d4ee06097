import fc from 'fast-check';
import { findSampledContext } from '../../../src/lib/event-log/find-sampled-context';
import { runs } from '../../testing/runs';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SAMPLED = `00-${TRACE}-00f067aa0ba902b7-01`;
const UNSAMPLED = `00-${TRACE}-00f067aa0ba902b7-00`;

const find = (event: unknown, properties?: Record<string, unknown>): string | undefined =>
  findSampledContext({
    body: Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)),
    properties,
  })?.traceId;

describe('the trace context of an event', () => {
  it('is found in the attribute, with or without spaces around it', () => {
    expect(find({ id: 'e-1', traceparent: SAMPLED, data: {} })).toBe(TRACE);
    expect(find(`{ "traceparent" :\n\t"${SAMPLED}" }`)).toBe(TRACE);
  });

  it('is found in the application properties of binary mode, in both spellings', () => {
    expect(find({}, { 'cloudEvents:traceparent': SAMPLED })).toBe(TRACE);
    expect(find({}, { cloudEvents_traceparent: SAMPLED })).toBe(TRACE);
  });

  it.each([
    ['none', { id: 'e-1' }],
    ['an attribute that is not sampled', { traceparent: UNSAMPLED }],
    ['a member of its record', { data: { traceparent: SAMPLED } }],
    ['a text of its record', { data: { note: `"traceparent":"${SAMPLED}"` } }],
    ['a malformed attribute', { traceparent: SAMPLED.toUpperCase().replace('00-', 'ff-') }],
    ['a trace of zeros', { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` }],
    ['bytes that are not JSON', `{"traceparent":"${SAMPLED}"`],
    ['bytes that end early', '{"traceparent":'],
  ])('is not found in an event with %s', (_what, event) => {
    expect(find(event)).toBeUndefined();
  });

  it('is the attribute if the record has a member of the same name', () => {
    const inner = SAMPLED.replace(TRACE, 'a'.repeat(32));
    expect(find({ data: { traceparent: inner }, traceparent: SAMPLED })).toBe(TRACE);
    expect(find({ data: { traceparent: inner }, traceparent: UNSAMPLED })).toBeUndefined();
  });

  it('equals the attribute that JSON.parse finds, in any event', () => {
    const hex = (length: number): fc.Arbitrary<string> =>
      fc.string({
        unit: fc.constantFrom(...Array.from('0123456789abcdef')),
        minLength: length,
        maxLength: length,
      });
    const traceparent = fc.oneof(
      fc.tuple(hex(32), hex(16), fc.constantFrom('00', '01', '03')).map((parts) => `00-${parts.join('-')}`),
      fc.constantFrom(SAMPLED, UNSAMPLED, '', `${SAMPLED}-more`),
    );
    const name = fc.constantFrom('traceparent', 'traceparent"', '\\traceparent', 'id', 'ü');
    const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        traceparent,
        fc.string(),
        fc.integer(),
        traceparent.map((text) => `"traceparent":"${text}"`),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 5 }), fc.boolean(), (event, spaced) => {
        const text = JSON.stringify(event, undefined, spaced ? 2 : undefined);
        const parsed = (JSON.parse(text) as { traceparent?: unknown }).traceparent;
        const match =
          typeof parsed === 'string' ? /^00-([0-9a-f]{32})-([0-9a-f]{16})-0[13]$/.exec(parsed) : null;
        const isValid = match !== null && !/^0+$/.test(match[1] ?? '') && !/^0+$/.test(match[2] ?? '');
        expect(find(text)).toBe(isValid ? match[1] : undefined);
      }),
      { numRuns: runs(500, 2000) },
    );
  });
});
