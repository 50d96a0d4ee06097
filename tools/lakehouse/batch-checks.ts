import { DATE_PATTERN, DATE_TIME_PATTERN } from '../../src/lib/contracts/formats';
import { dayEdgeChecks, type EventCheck, instantEdgeChecks, isOtherThan } from './event-checks';

/** Placeholder in `when` for the checked text. */
export const VALUE = '{value}';

/** A day and a time in the notation of databases and files, too: with a space, or without a zone, which means UTC. */
const LOOSE_TIME_PATTERN = DATE_TIME_PATTERN.replace(')T(', ')[T ](').replace(/\)$/, ')?');
/** Within 15 digits a double represents every integer; exponents of two digits keep it finite. */
const NUMBER_PATTERN = String.raw`[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?`;
const WHOLE_PATTERN = String.raw`[+-]?\d{1,15}(?:\.0*)?`;
const INTEGER_PATTERN = String.raw`[+-]?\d{1,9}(?:\.0*)?`;

type BatchCheck = Omit<EventCheck, 'field'>;

/**
 * Checks of a batch file's texts before they are cast, by the declared type of the column. Files have no contract, so
 * these are the only checks before a model's own expectations.
 */
export function batchChecks(): Readonly<Record<string, readonly BatchCheck[]>> {
  const place = { sql: VALUE, field: '', depth: 0 };
  const like = (pattern: string, reason: string): BatchCheck => ({
    reason,
    when: isOtherThan(VALUE, pattern),
  });
  const plain = ({ reason, when }: EventCheck): BatchCheck => ({ reason, when });
  return {
    timestamp: [
      like(LOOSE_TIME_PATTERN, 'is not a time such as 2026-03-02T08:15:30Z, with an offset within 18 hours'),
      ...instantEdgeChecks(place).map(plain),
    ],
    date: [like(DATE_PATTERN, 'is not a date such as 2026-03-02'), ...dayEdgeChecks(place).map(plain)],
    integer: [like(INTEGER_PATTERN, 'is not a whole number of up to 9 digits')],
    long: [like(WHOLE_PATTERN, 'is not a whole number of up to 15 digits')],
    double: [like(NUMBER_PATTERN, 'is not a number, or has too many digits')],
    boolean: [like('(?:true|false)', 'is neither true nor false')],
  };
}

/** The text of lakehouse/models/generated/batch-checks.json. */
export function writeBatchChecks(): string {
  return `${JSON.stringify(batchChecks(), undefined, 2)}\n`;
}
