import {
  afterChange,
  afterWhole,
  toModelProperty,
} from '../../../../../lakehouse/engines/duckdb/run/model-record';
import { toModelChangedAt } from '../../../../../src/lib/serve/gold/delta/log-actions';

const made = afterWhole(undefined, 'a', 1000, false);
const changedAt = (configuration: Record<string, string> | undefined): string | undefined =>
  toModelChangedAt({ configuration });

it('reads when a model changed from the property that the engine writes', () => {
  const mixed = afterChange(made, 'b', 2000, true);
  expect(changedAt(toModelProperty(mixed))).toBe('1970-01-01T00:00:02.000Z');
  // The same text again leaves the date.
  expect(changedAt(toModelProperty(afterChange(mixed, 'b', 3000, true)))).toBe('1970-01-01T00:00:02.000Z');
});

it('finds no change in a table of one text, in a rebuilt one, and in one without rows', () => {
  expect(changedAt(toModelProperty(made))).toBeUndefined();
  const mixed = afterChange(made, 'b', 2000, true);
  expect(changedAt(toModelProperty(afterWhole(mixed, 'b', 3000, true)))).toBeUndefined();
  expect(changedAt(toModelProperty(afterChange(made, 'b', 2000, false)))).toBeUndefined();
});

it.each([undefined, {}, { 'sluice.model': '{' }, { 'sluice.model': '{"since":"x","older":true}' }])(
  'finds no change in the properties %j',
  (configuration) => {
    expect(changedAt(configuration)).toBeUndefined();
  },
);
