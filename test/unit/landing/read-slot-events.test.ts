import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { type ValidationResult } from '../../../src/lib/contracts/validation-result';
import { toSlot } from '../../../src/lib/event-log/positions';
import { type ReceivedEvent } from '../../../src/lib/event-log/received-event';
import { createSlotEncoder } from '../../../src/lib/landing/encode-slot';
import { readSlotEvents } from '../../../src/lib/landing/read-slot-events';
import { toSlotEvents } from '../../../src/lib/landing/slot-events';
import { CONTRACT, receivedEvent } from '../../testing/fixtures/events';
import { runs } from '../../testing/runs';

const SLOT = toSlot(7);
const contractOf = (type: string, version: number) =>
  type === CONTRACT.type && version === CONTRACT.version ? CONTRACT : undefined;

const validate = ({ body }: ReceivedEvent): ValidationResult =>
  body[0] === 0x7b
    ? { verdict: 'accepted', contract: CONTRACT, bytes: body }
    : {
        verdict: 'quarantined',
        contract: CONTRACT,
        rejections: [{ code: 'malformed_json', path: '/"sequenceNumber":1', message: '},"event":' }],
      };

/** Texts that look like parts of a line. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('},"event":', '"sequenceNumber":5,"offset":"1","enqueuedTime":"x"', '\\', '"', '\n'),
);
const event = fc
  .record({
    gap: fc.integer({ min: 1, max: 3 }),
    enqueuedTime: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    offset: text,
    text,
    isGood: fc.boolean(),
    properties: fc.option(fc.dictionary(text, fc.jsonValue()), { nil: undefined }),
  })
  .map((one) => {
    const body = one.isGood ? JSON.stringify({ text: one.text }) : one.text.replace(/^\{/, '');
    return { ...one, body: Buffer.from(body) };
  });

it('reads what landing wrote, whatever the texts contain', async () => {
  const encode = createSlotEncoder();
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 8 }), async (log) => {
      let sequenceNumber = -1;
      const events = log.map(({ gap, offset, enqueuedTime, body, properties }) => ({
        ...receivedEvent((sequenceNumber += gap), { enqueuedTime, body }),
        offset,
        properties,
      }));
      const landedAt = '2026-11-21T08:15:30.000Z';
      const { body } = await encode({ events, validate, partition: 3, landedAt });
      const read = await readSlotEvents(SLOT, body, contractOf);
      const handed = toSlotEvents(SLOT, events, events.map(validate)).events;
      const plain = (all: typeof read) =>
        all.map(({ accepted, ...rest }) => ({
          ...rest,
          accepted: accepted && [accepted.contract.id, accepted.bytes.toString()],
        }));
      expect(plain(read)).toEqual(plain(handed));
    }),
    { numRuns: runs(200, 2000) },
  );
});

it('gives no content for a contract that the app does not have', async () => {
  const events = [receivedEvent(0)];
  const { body } = await createSlotEncoder()({ events, validate, partition: 3, landedAt: '' });
  expect(await readSlotEvents(SLOT, body, () => undefined)).toMatchObject([
    { sequenceNumber: 0, accepted: undefined },
  ]);
});

it.each([
  ['no gzip', Buffer.from('x')],
  ['an incomplete line', gzipSync('{"meta":{}}')],
  ['a line of another program', gzipSync('{"a":1}\n')],
  ['an accepted line without an event', gzipSync('{"meta":{"verdict":"accepted","contract":"a"}}\n')],
])('refuses %s', async (_, body) => {
  await expect(readSlotEvents(SLOT, body, contractOf)).rejects.toMatchObject({
    code: 'landing_invariant',
    kind: 'permanent',
  });
});
