import { toPowerBiRow, toPowerBiText } from '../../../../../src/lib/live/sinks/power-bi/to-power-bi-row';

test('makes a flat row whose revision is its number of events', () => {
  expect(
    toPowerBiRow({
      view: 'iot_telemetry',
      windowStart: '2026-11-21T09:00:00Z',
      windowEnd: '2026-11-21T09:00:10Z',
      keys: { site_code: 'AMS' },
      events: 12,
      values: { faults: 1, temperature_celsius_average: null },
    }),
  ).toEqual({
    windowStart: '2026-11-21T09:00:00Z',
    windowEnd: '2026-11-21T09:00:10Z',
    site_code: 'AMS',
    events: 12,
    revision: 12,
    faults: 1,
    temperature_celsius_average: null,
  });
});

describe('toPowerBiText', () => {
  test('keeps a text of 4,000 characters', () => {
    expect(toPowerBiText('x'.repeat(4000))).toBe('x'.repeat(4000));
  });

  test('shortens a longer text to 4,000 characters, and keeps two with the same beginning different', () => {
    const [one, other] = [toPowerBiText(`${'x'.repeat(5000)}1`), toPowerBiText(`${'x'.repeat(5000)}2`)];
    expect(one).toHaveLength(4000);
    expect(one).toMatch(/^x{3983}…[0-9a-f]{16}$/);
    expect(other).not.toBe(one);
  });

  test('never cuts within a character', () => {
    expect(toPowerBiText(`x${'😀'.repeat(3000)}`)).toMatch(/😀…[0-9a-f]{16}$/u);
    expect(toPowerBiText('😀'.repeat(3000))).toMatch(/😀…[0-9a-f]{16}$/u);
  });
});
