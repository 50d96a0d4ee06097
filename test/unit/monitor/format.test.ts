import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  toAge,
  toAgo,
  toBytes,
  toCount,
  toDuration,
  toNumber,
  toPlural,
  toRate,
  toShort,
} from '../../../monitor/derive/format';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('formats of numbers', () => {
  test('group digits with thin spaces', () => {
    expect(toCount(1234567)).toBe('1\u202f234\u202f567');
    expect(plain(toNumber(-1234.5))).toBe('−1 234.50');
    expect(plain(toNumber(-0.25))).toBe('−0.25');
  });

  test('are a dash without a number', () => {
    expect([
      toCount(null),
      toCount(undefined),
      toRate(null),
      toNumber(null),
      toAge(null),
      toDuration(null),
    ]).toEqual(Array(6).fill('–'));
  });

  test('have the precision of a rate', () => {
    expect([0, 0.25, 9.94, 40.4, 1234].map(toRate).map(plain)).toEqual(['0', '0.3', '9.9', '40', '1 234']);
  });

  test('are short on an axis', () => {
    expect([0, 0.5, 950, 7500, 12_500, 3_400_000].map(toShort).map(plain)).toEqual([
      '0',
      '0.5',
      '950',
      '7 500',
      '13k',
      '3.4M',
    ]);
  });

  test('show durations in two units at most', () => {
    expect([0.44, 12.2, 200, 3600, 7500, 200_000].map(toDuration).map(plain)).toEqual([
      '0.4 s',
      '12 s',
      '3 min 20 s',
      '1 h',
      '2 h 5 min',
      '2 d 7 h',
    ]);
  });

  test('show ages in one unit, and never a negative one', () => {
    expect([-3, 0.4, 99, 100, 5999, 6000, 172_800].map(toAge).map(plain)).toEqual([
      '0 s',
      '0 s',
      '99 s',
      '1 min',
      '99 min',
      '1 h',
      '2 d',
    ]);
    expect(plain(toAgo(1))).toBe('now');
  });

  test('show sizes and plurals', () => {
    expect([412, 1536, 262_144].map(toBytes).map(plain)).toEqual(['412 B', '1.5 KiB', '256 KiB']);
    expect([toPlural(1, 'record'), toPlural(2, 'record')]).toEqual(['1 record', '2 records']);
  });
});

describe('times', () => {
  // A process of its own: the time zone of this one is fixed once Date has been used.
  it.each(['Asia/Tokyo', 'America/Los_Angeles'])('are in UTC for a reader in %s', (zone) => {
    const monitor = join(__dirname, '../../../monitor/derive');
    const script = `
      const { toClock, toMoment } = require(${JSON.stringify(join(monitor, 'format.ts'))});
      const { toQuarantineQuery } = require(${JSON.stringify(join(monitor, 'quarantine-filter.ts'))});
      const time = '2026-11-30T23:59:58Z';
      console.log(JSON.stringify([toClock(time), toMoment(time), toQuarantineQuery({ from: '2026-11-30T23:59' })]));
    `;
    const output = execFileSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], {
      env: { ...process.env, TZ: zone },
    });
    expect(JSON.parse(output.toString())).toEqual([
      '23:59:58',
      '30 Nov 23:59',
      expect.stringContaining('from=2026-11-30T23%3A59%3A00.000Z'),
    ]);
  });
});
