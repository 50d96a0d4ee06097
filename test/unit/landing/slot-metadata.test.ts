import * as fc from 'fast-check';
import {
  fromObjectMetadata,
  MAX_GAPS,
  type SlotMetadata,
  toObjectMetadata,
} from '../../../src/lib/landing/slot-metadata';
import { toSequenceNumber } from '../../../src/lib/event-log/positions';

/** Returns the error of reading metadata that are not a slot's. */
function faultOf(metadata: Readonly<Record<string, string>>): unknown {
  try {
    fromObjectMetadata('the/path', metadata);
  } catch (error) {
    return error;
  }
  return undefined;
}

const number = fc.maxSafeNat();
const required = {
  firstSequenceNumber: number.map(toSequenceNumber),
  lastSequenceNumber: number.map(toSequenceNumber),
  lastEnqueuedTime: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  accepted: number,
  quarantined: number,
  sha256: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  attempt: number,
  readBy: fc.constantFrom('trigger' as const, 'heal' as const, 'sweep' as const),
  gaps: fc.array(
    fc.tuple(number, number).map(([one, other]) => ({
      from: toSequenceNumber(Math.min(one, other)),
      to: toSequenceNumber(Math.max(one, other)),
      reason: one % 2 === 0 ? ('retention' as const) : ('absent' as const),
    })),
    { maxLength: 4 },
  ),
};
const metadata: fc.Arbitrary<SlotMetadata> = fc.record(
  {
    ...required,
    landedAt: fc.constantFrom('2026-11-21T03:00:01.000Z'),
    traceparent: fc.constantFrom('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'),
  },
  { requiredKeys: Object.keys(required) as (keyof typeof required)[] },
);

describe('slot metadata', () => {
  it('returns the same values from object metadata, with names in any case', () => {
    fc.assert(
      fc.property(metadata, fc.constantFrom('asIs', 'lower', 'upper'), (slot, letters) => {
        const entries = Object.entries(toObjectMetadata(slot)).map(([name, value]): [string, string] => [
          letters === 'lower' ? name.toLowerCase() : letters === 'upper' ? name.toUpperCase() : name,
          value,
        ]);
        expect(fromObjectMetadata('p', Object.fromEntries(entries))).toEqual(slot);
      }),
    );
  });

  it('uses names that are C# identifiers and values in ASCII, as Blob Storage requires', () => {
    fc.assert(
      fc.property(metadata, (slot) => {
        for (const [name, value] of Object.entries(toObjectMetadata(slot))) {
          expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
          expect(value).toMatch(/^[\x20-\x7e]+$/);
        }
      }),
    );
  });

  const sound = toObjectMetadata({
    firstSequenceNumber: toSequenceNumber(1),
    lastSequenceNumber: toSequenceNumber(2),
    lastEnqueuedTime: '2026-11-21T03:00:00.000Z',
    accepted: 2,
    quarantined: 0,
    sha256: 'ab',
    attempt: 1,
    readBy: 'trigger',
    gaps: [],
  });

  it('fits the maximum number of gaps of a slot into the 8 KiB of metadata', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const gaps = Array.from({ length: MAX_GAPS }, () => ({
      from: toSequenceNumber(most),
      to: toSequenceNumber(most),
      reason: 'retention' as const,
    }));
    const all = toObjectMetadata({ ...fromObjectMetadata('p', sound), gaps });
    const bytes = Object.entries(all).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    expect(bytes).toBeLessThan(8192 / 2);
  });

  it('reads gaps without a reason as events that are absent from the hub', () => {
    expect(fromObjectMetadata('p', { ...sound, gaps: '5-7' }).gaps).toEqual([
      { from: 5, to: 7, reason: 'absent' },
    ]);
  });

  it('refuses an unknown value of readBy', () => {
    expect(faultOf({ ...sound, readBy: 'magic' })).toMatchObject({ data: { name: 'readBy' } });
  });

  it.each(Object.keys(sound))("refuses an object without '%s'", (missing) => {
    const rest = Object.fromEntries(Object.entries(sound).filter(([name]) => name !== missing));
    expect(faultOf(rest)).toMatchObject({
      code: 'landing_invariant',
      data: { path: 'the/path', name: missing },
    });
  });

  it.each(['-1', '1.5', 'x', '9007199254740993', ' ', ''])('refuses %j as a count', (accepted) => {
    expect(faultOf({ ...sound, accepted })).toMatchObject({
      code: 'landing_invariant',
      data: { path: 'the/path', name: 'accepted' },
    });
  });

  it.each(['5', '5-', 'a-b', '5-7,', '7-5', 'gone:5-7', 'retention:'])('refuses %j as gaps', (gaps) => {
    expect(faultOf({ ...sound, gaps })).toMatchObject({
      code: 'landing_invariant',
      data: { path: 'the/path', name: 'gaps' },
    });
  });

  it('refuses an invalid time', () => {
    expect(faultOf({ ...sound, lastEnqueuedTime: 'yesterday' })).toMatchObject({ code: 'landing_invariant' });
  });
});
