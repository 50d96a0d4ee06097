import * as fc from 'fast-check';
import { createLineWriter } from '../../../src/lib/landing/bronze-line';
import { type ValidationResult } from '../../../src/lib/contracts/validation-result';
import { ByteWriter } from '../../../src/lib/landing/byte-writer';
import { type ReceivedEvent } from '../../../src/lib/event-log/received-event';
import { CONTRACT, validateJson, receivedEvent } from '../../testing/fixtures/events';

const LANDED_AT = '2026-11-21T03:00:00.000Z';

/** The whole line as it is in a slot. */
function lineOf(event: ReceivedEvent, validation: ValidationResult = validateJson(event)): Buffer {
  const out = new ByteWriter();
  createLineWriter({ partition: 3, landedAt: LANDED_AT }, out)(event, validation);
  return Buffer.from(out.written);
}

const parse = (line: Buffer): unknown => JSON.parse(line.toString('utf8'));

describe('an accepted line', () => {
  it('is one line of JSON with the event after its metadata', () => {
    const line = lineOf(receivedEvent(42, { enqueuedTime: Date.parse('2026-11-21T02:59:59.007Z') }));
    expect(line.toString('utf8')).toBe(
      '{"meta":{"verdict":"accepted","contract":"iot.telemetry","version":1,"partition":3,"sequenceNumber":42,' +
        '"offset":"2688","enqueuedTime":"2026-11-21T02:59:59.007Z","landedAt":"2026-11-21T03:00:00.000Z"},' +
        '"event":{"n":42}}\n',
    );
  });

  it.each([
    ['numbers that no double holds', '{"n":9007199254740993,"d":1.10,"e":1E400}'],
    ['numbers and texts that look alike', '{"a":1,"b":"1"}'],
    ['the order of keys, and duplicate keys', '{"z":1,"a":2,"z":3}'],
    ['the spacing', '{ "a" :\t1 }'],
    ['escapes as the sender wrote them', '{"a":"\\u00fc\\/\\u2028","b":"ü🎉"}'],
  ])('keeps %s', (_, text) => {
    const line = lineOf(receivedEvent(1, { body: Buffer.from(text) }));
    expect(line.toString('utf8')).toContain(`"event":${text}}\n`);
  });

  it('escapes an offset that is not plain, and remains one line', () => {
    const event = { ...receivedEvent(1), offset: 'a"\\\n\u2028b' };
    const line = lineOf(event);
    expect(parse(line)).toMatchObject({ meta: { offset: event.offset } });
    expect(line.indexOf('\n')).toBe(line.length - 1);
  });

  it('has the enqueued time and contract of its own event', () => {
    const out = new ByteWriter();
    const write = createLineWriter({ partition: 3, landedAt: LANDED_AT }, out);
    const other = { ...CONTRACT, type: 'iot.alert', version: 2 };
    const times = [5, 5, 7, 5];
    const metas = times.map((enqueuedTime, index) => {
      const event = receivedEvent(index, { enqueuedTime });
      const contract = index % 2 === 0 ? CONTRACT : other;
      out.reset();
      write(event, { verdict: 'accepted', contract, bytes: event.body });
      return (JSON.parse(out.written.toString('utf8')) as { meta: unknown }).meta;
    });
    expect(metas).toMatchObject(
      times.map((time, index) => ({
        sequenceNumber: index,
        enqueuedTime: new Date(time).toISOString(),
        contract: index % 2 === 0 ? 'iot.telemetry' : 'iot.alert',
        version: index % 2 === 0 ? 1 : 2,
      })),
    );
  });
});

describe('a quarantined line', () => {
  const rejections = [{ code: 'malformed_json', path: '', message: 'über "quoted"\n' }] as const;

  it('has the rejections, and the body as base64', () => {
    const body = Buffer.from([0x00, 0xff, 0x0a, 0x22, 0xc3]);
    const line = lineOf(receivedEvent(7, { body }), { verdict: 'quarantined', rejections });
    expect(parse(line)).toMatchObject({
      meta: { verdict: 'quarantined', partition: 3, sequenceNumber: 7, offset: '448', rejections },
      body: body.toString('base64'),
    });
  });

  it('names the contract only if validation found it', () => {
    const event = receivedEvent(7);
    expect(parse(lineOf(event, { verdict: 'quarantined', rejections, contract: CONTRACT }))).toMatchObject({
      meta: { contract: 'iot.telemetry', version: 1 },
    });
    expect(parse(lineOf(event, { verdict: 'quarantined', rejections }))).not.toHaveProperty('meta.contract');
  });

  it('keeps the content type and the properties, so that a replay can publish it unchanged', () => {
    const given = { contentType: 'text/csv', properties: { attempt: 2, tag: 'ü' } };
    expect(parse(lineOf(receivedEvent(7, given), { verdict: 'quarantined', rejections }))).toMatchObject({
      meta: given,
    });
    const bare = parse(lineOf(receivedEvent(7), { verdict: 'quarantined', rejections }));
    expect(bare).not.toHaveProperty('meta.contentType');
    expect(bare).not.toHaveProperty('meta.properties');
  });

  it('returns any body unchanged', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const body = Buffer.from(bytes);
        const line = lineOf(receivedEvent(1, { body }), { verdict: 'quarantined', rejections });
        expect(line.indexOf('\n')).toBe(line.length - 1);
        const { body: encoded } = parse(line) as { body: string };
        expect(Buffer.from(encoded, 'base64').equals(body)).toBe(true);
      }),
    );
  });
});
