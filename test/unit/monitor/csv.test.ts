import { toCsv } from '../../../monitor/derive/csv';

const line = (...cells: Parameters<typeof toCsv>[1][number]): string =>
  toCsv(['a'], [cells]).split('\r\n').slice(1, -1).join('\r\n');

describe('toCsv', () => {
  test('writes a header and rows with a byte order mark and CRLF', () => {
    expect(toCsv(['day', 'count'], [['2026-11-30', 3]])).toBe('\ufeffday,count\r\n2026-11-30,3\r\n');
  });

  test.each([
    ['a comma', 'a,b', '"a,b"'],
    ['a quote', 'say "no"', '"say ""no"""'],
    ['a line break', 'one\r\ntwo', '"one\r\ntwo"'],
    ['a space at its end', 'a ', '"a "'],
    ['nothing special', 'Köln', 'Köln'],
  ])('quotes a text with %s', (_name, text, written) => {
    expect(line(text)).toBe(written);
  });

  test.each(['=1+1', '+49 40 1', '-cmd', '@SUM(A1)', '\t=1', '\r=1'])(
    'makes a text of the formula %j',
    (text) => {
      expect(line(text).replace(/^"/, '')).toMatch(/^'/);
    },
  );

  test('keeps numbers, also those that are texts because of their digits', () => {
    expect(line(-5, '-9223372036854775808', '-1.50', true, null, undefined)).toBe(
      '-5,-9223372036854775808,-1.50,true,,',
    );
  });

  test('neutralises names of columns as well', () => {
    expect(toCsv(['=a'], [])).toBe("\ufeff'=a\r\n");
  });
});
