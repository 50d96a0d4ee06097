import { toHubGeneration, toSequenceNumber, toSlot } from '../../../src/lib/event-log/positions';

describe('positions', () => {
  it.each([0, 1, 2 ** 31, Number.MAX_SAFE_INTEGER])('takes %d', (value) => {
    expect(toSequenceNumber(value)).toBe(value);
    expect(toSlot(value)).toBe(value);
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])('refuses %d', (value) => {
    expect(() => toSequenceNumber(value)).toThrow('a sequence number must be a whole number from 0');
    expect(() => toSlot(value)).toThrow('a slot must be a whole number from 0');
  });

  it('names a hub generation so that later ones sort after it and no path needs escaping', () => {
    const names = ['2026-11-21T02:50:44.123Z', '2026-11-21T02:50:44.124Z', '2027-01-01T00:00:00.000Z'].map(
      (time) => toHubGeneration(new Date(time)),
    );
    expect(names[0]).toBe('20261121T025044123Z');
    expect([...names].sort()).toEqual(names);
    for (const name of names) expect(encodeURIComponent(name)).toBe(name);
  });
});
