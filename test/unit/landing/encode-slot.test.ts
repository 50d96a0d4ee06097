import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { type ValidationResult } from '../../../src/lib/contracts/validation-result';
import { ByteWriter } from '../../../src/lib/landing/byte-writer';
import { createSlotEncoder, encodeLines } from '../../../src/lib/landing/encode-slot';
import { type ReceivedEvent } from '../../../src/lib/event-log/received-event';
import { CONTRACT, validateJson, receivedEvent, receivedEvents } from '../../testing/fixtures/events';
import { anyCharacter } from '../../testing/fixtures/any-character';

const context = { partition: 3, landedAt: '2026-11-21T03:00:00.000Z' };

const linesOf = (bytes: Buffer): string[] => bytes.toString('utf8').split('\n');

describe('a slot encoder', () => {
  const encodeSlot = createSlotEncoder();

  it('encodes one line per event and counts the lines', async () => {
    const events = [...receivedEvents(0, 2), receivedEvent(3, { body: Buffer.from('x') })];
    const { body, sha256, accepted, quarantined } = await encodeSlot({
      events,
      validate: validateJson,
      ...context,
    });
    const lines = linesOf(gunzipSync(body));
    expect(lines).toHaveLength(5);
    expect(lines[4]).toBe('');
    expect({ accepted, quarantined }).toEqual({ accepted: 3, quarantined: 1 });
    expect(sha256).toBe(createHash('sha256').update(body).digest('hex'));
  });

  it('encodes a slot that has only quarantined events', async () => {
    const events = receivedEvents(0, 2).map((event) => ({ ...event, body: Buffer.from('x') }));
    expect(await encodeSlot({ events, validate: validateJson, ...context })).toMatchObject({
      accepted: 0,
      quarantined: 3,
    });
  });

  it('validates each event once, in order', async () => {
    const seen: number[] = [];
    const validate = (event: ReceivedEvent): ValidationResult => {
      seen.push(event.sequenceNumber);
      return validateJson(event);
    };
    await encodeSlot({ events: receivedEvents(4, 7), validate, ...context });
    expect(seen).toEqual([4, 5, 6, 7]);
  });

  it('keeps slots separate that are encoded in parallel or in sequence', async () => {
    const batches = Array.from({ length: 12 }, (_, index) =>
      receivedEvents(index * 100, index * 100 + 40 + index),
    );
    const encode = (events: readonly ReceivedEvent[]): Promise<string> =>
      encodeSlot({ events, validate: validateJson, ...context }).then(({ body }) =>
        gunzipSync(body).toString('utf8'),
      );
    const together = await Promise.all(batches.map(encode));
    for (const [index, events] of batches.entries()) {
      expect(together[index]).toBe(
        await createSlotEncoder()({ events, validate: validateJson, ...context }).then(({ body }) =>
          gunzipSync(body).toString('utf8'),
        ),
      );
      expect(together[index]?.split('\n')).toHaveLength(events.length + 1);
    }
  });

  it('encodes the next slot after validation threw an error', async () => {
    const fail = (): ValidationResult => {
      throw new Error('no validation today');
    };
    await expect(encodeSlot({ events: receivedEvents(0, 3), validate: fail, ...context })).rejects.toThrow(
      'no validation',
    );
    expect(
      await encodeSlot({ events: receivedEvents(0, 3), validate: validateJson, ...context }),
    ).toMatchObject({
      accepted: 4,
    });
  });
});

describe('encodeLines', () => {
  it('grows its buffer for lines that are far larger than their events', () => {
    const message = 'ü🎉'.repeat(2000);
    const validate = (event: ReceivedEvent): ValidationResult =>
      event.sequenceNumber % 2 === 0
        ? { verdict: 'accepted', contract: { ...CONTRACT, type: `iot.${message}` }, bytes: event.body }
        : { verdict: 'quarantined', rejections: [{ code: 'malformed_json', path: '', message }] };
    const out = new ByteWriter(16);
    const accepted = encodeLines({ events: receivedEvents(0, 9), validate, ...context }, out);
    expect(accepted).toBe(5);
    const lines = linesOf(out.written);
    expect(lines.pop()).toBe('');
    lines.forEach((line, index) => {
      expect(JSON.parse(line)).toMatchObject({
        meta:
          index % 2 === 0
            ? { contract: `iot.${message}`, sequenceNumber: index }
            : { rejections: [{ message }], sequenceNumber: index },
      });
    });
  });

  it('keeps every byte of multi-byte texts and large bodies', () => {
    const body = fc
      .tuple(fc.string({ unit: anyCharacter, maxLength: 50 }), fc.nat({ max: 200 }), fc.boolean())
      .map(([text, repeat, json]) =>
        Buffer.from(json ? JSON.stringify({ text }) : `x${text.repeat(repeat)}`),
      );
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 6 }), (bodies) => {
        const events = bodies.map((one, index) => receivedEvent(index, { body: one }));
        const out = new ByteWriter();
        encodeLines({ events, validate: validateJson, ...context }, out);
        const lines = linesOf(out.written);
        expect(lines.pop()).toBe('');
        const read = lines.map((line) => {
          const parsed = JSON.parse(line) as { body?: string };
          return parsed.body === undefined
            ? Buffer.from(line.slice(line.indexOf('"event":') + 8, -1))
            : Buffer.from(parsed.body, 'base64');
        });
        expect(read.map((one) => one.toString('hex'))).toEqual(bodies.map((one) => one.toString('hex')));
      }),
    );
  });
});
