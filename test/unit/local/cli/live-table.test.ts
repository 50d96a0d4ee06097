import { toTableLines } from '../../../../local/cli/live-table';

const iot = { source: 'iot', received: 1000, accepted: 900, quarantined: 10, lag: 90, slots: 4 } as const;

it('shows counts, and rates between two measurements', () => {
  const now = [{ ...iot, received: 3000, accepted: 1900, quarantined: 30, lag: 1070, slots: 8 }];
  const [, , line, all] = toTableLines({ before: [iot], now, seconds: 2 });
  expect(line?.split(/\s+/)).toEqual(['iot', '1,000', '510', '3,000', '1,900', '30', '1,070', '8']);
  expect(all?.split(/\s+/).slice(1)).toEqual(line?.split(/\s+/).slice(1));
});

it('shows no rate at the first measurement', () => {
  const [, , line] = toTableLines({ before: undefined, now: [iot], seconds: 0 });
  expect(line?.split(/\s+/).slice(1, 3)).toEqual(['0', '0']);
});

it('aligns its columns', () => {
  const lines = toTableLines({
    before: undefined,
    now: [iot, { ...iot, source: 'ecommerce', received: 123456789 }],
    seconds: 0,
  });
  expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
});
