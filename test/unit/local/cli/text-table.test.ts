import { toTableText } from '../../../../local/cli/text-table';

it('draws a rule below the heading and figures to the right', () => {
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

it('draws rows alone when there is no heading, without blanks at line ends', () => {
  const rows = [
    ['id', 'iot.1'],
    ['state', 'open'],
    ['text', ''],
  ];
  expect(toTableText({ rows, gap: 1 })).toEqual(['id    iot.1', 'state open', 'text']);
});

it('draws nothing when there is nothing', () => {
  expect(toTableText({ rows: [] })).toEqual([]);
});

it('keeps columns under each other when letters take two places of a terminal', () => {
  const rows = [
    ['東京', '1'],
    ['Rome', '2'],
  ];
  expect(toTableText({ rows })).toEqual(['東京  1', 'Rome  2']);
});
