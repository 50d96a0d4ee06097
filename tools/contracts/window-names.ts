import { type ContractWindows } from '../../src/lib/contracts/contract';

/** Columns of the batch view besides keys and values. */
export const WINDOW_COLUMNS = ['window_date', 'window_start', 'events'] as const;

/** Members of a window in sinks and answers, besides its keys. */
const ROW_NAMES = ['view', 'window_end', 'timestamp', 'etag'];
/** Query parameters of `GET /api/serve/{view}` besides keys; the platform uses `code`. */
const QUERY_NAMES = ['from', 'to', 'by', 'minute', 'hour', 'day', 'code'];

/** Names that no key and no value may have. */
export const RESERVED_WINDOW_NAMES: ReadonlySet<string> = new Set([
  ...WINDOW_COLUMNS,
  ...ROW_NAMES,
  ...QUERY_NAMES,
]);

/** Every name that a key or a value uses: its own, and for an average those of the batch view's two columns. */
export function namesOf(
  value: ContractWindows['keys'][number] | ContractWindows['values'][number],
): string[] {
  const { name } = value;
  return 'aggregate' in value && value.aggregate === 'average'
    ? [name, averageSum(name), averageCount(name)]
    : [name];
}

export function averageSum(name: string): string {
  return `${name}_sum`;
}

export function averageCount(name: string): string {
  return `${name}_count`;
}
