import { type Json } from '../../kit';

/** https://learn.microsoft.com/power-bi/developer/embedded/push-datasets-limitations */
export const MAX_STRING_LENGTH = 4000;

export const COLUMN_TYPES = ['Int64', 'Double', 'Boolean', 'DateTime', 'String', 'Decimal'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** Power BI ignores the case of type names, and accepts `bool` for Boolean. */
export function toColumnType(name: string): ColumnType | undefined {
  if (name.toLowerCase() === 'bool') return 'Boolean';
  return COLUMN_TYPES.find((type) => type.toLowerCase() === name.toLowerCase());
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Returns the problem with a value of a column; undefined if there is none. Power BI converts some texts to
 * numbers and dates; here a value must have the column's type.
 */
export function faultIn(value: Json, type: ColumnType): string | undefined {
  if (value === null) return undefined;
  switch (type) {
    case 'Int64':
      return Number.isSafeInteger(value) ? undefined : 'is not a whole number';
    case 'Double':
    case 'Decimal':
      return typeof value === 'number' ? undefined : 'is not a number';
    case 'Boolean':
      return typeof value === 'boolean' ? undefined : 'is neither true nor false';
    case 'DateTime':
      return typeof value === 'string' && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))
        ? undefined
        : 'is not a date and time (ISO 8601)';
    case 'String':
      if (typeof value !== 'string') return 'is not a text';
      return value.length <= MAX_STRING_LENGTH
        ? undefined
        : `has ${value.length} characters; at most ${MAX_STRING_LENGTH} are allowed`;
  }
}
