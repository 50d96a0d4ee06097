import { toTableText } from '../../../../local/cli/text-table';

it('draws a rule below the heading and aligns numbers to the right', () => {
  const table = toTableText({
    heading: ['name', 'bytes'],
    rows: [
      ['iot', '9'],
      ['a', '1,234,567'],
    ],
    sides: ['left', 'right'],
  });
  expect(table).toEqual(['name      bytes', '────  ─────────', 'iot           9', 'a     1,234,567']);
});

it('draws only rows when there is no heading, without trailing spaces', () => {
  const rows = [
    ['id', 'iot.1'],
    ['state', 'open'],
    ['text', ''],
  ];
  expect(toTableText({ rows, gap: 1 })).toEqual(['id    iot.1', 'state open', 'text']);
});

it('draws nothing when there are no rows', () => {
  expect(toTableText({ rows: [] })).toEqual([]);
});

it('aligns columns when characters are two cells wide', () => {
  const rows = [
    ['東京', '1'],
    ['Rome', '2'],
  ];
  expect(toTableText({ rows })).toEqual(['東京  1', 'Rome  2']);
});
