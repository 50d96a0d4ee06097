/** The account of one Silver table that is built from a contract's events. */
export interface SilverAccount {
  readonly table: string;
  readonly contract: string;
  /** The newest refresh that the table contains. */
  readonly refresh: number;
  /**
   * Accepted events in Bronze up to that refresh. For a table of an array: the array's elements in the events
   * that count.
   */
  readonly accepted: number;
  readonly silver: number;
  /** Repeated arrivals of events that Silver already has. */
  readonly duplicates: number;
  readonly rejected: number;
  /** Differences, one sentence each. Empty if the account balances. */
  readonly differences: readonly string[];
}

const COLUMNS = ['table', 'accepted', 'silver', 'duplicates', 'rejected', ''] as const;
const WIDTHS = [34, 13, 13, 13, 13, 0] as const;

/** Formats the accounts as text: one line per table, then one sentence per difference. */
export function toSilverLines(accounts: readonly SilverAccount[]): string[] {
  if (accounts.length === 0) return ['Silver: no refresh has made a table yet.'];
  const differences = accounts.flatMap(({ table, differences: found }) =>
    found.map((difference) => `  ${table}: ${difference}`),
  );
  return [
    toLine(COLUMNS),
    ...accounts.map(({ table, accepted, silver, duplicates, rejected, differences: found }) =>
      toLine([
        table,
        ...[accepted, silver, duplicates, rejected].map((value) => value.toLocaleString('en-US')),
        found.length > 0 ? '  ✗' : '',
      ]),
    ),
    '',
    ...(differences.length === 0
      ? ['Clean: accepted = Silver + duplicates + rejected in each table, by keys.']
      : [
          `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}:`,
          ...differences,
        ]),
  ];
}

function toLine(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[0]) : cell.padStart(WIDTHS[index] ?? 0)))
    .join('')
    .trimEnd();
}
