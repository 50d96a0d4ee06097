import { toRefreshNumber, type RefreshNumber } from '../refresh-id';
import { type RunKey, type RunTask } from '../refresh-record';

/** A text property holds at most 64 KiB of UTF-16, which is 32,768 characters. */
const MAX_TEXT = 30_000;

/** Ends the name of a property whose text is JSON. */
const JSON_SUFFIX = 'Json';

type Property = string | boolean | { readonly type: 'Double'; readonly value: string };

/** To the properties of a row: texts and flags as they are, numbers as doubles, objects as JSON. */
export function toProperties(value: object): Record<string, Property> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([name, part]: [string, unknown]): [string, Property] => {
        if (typeof part === 'string') return [name, part.slice(0, MAX_TEXT)];
        if (typeof part === 'boolean') return [name, part];
        // A plain number would be Edm.Int32 or Edm.Double by its size, and a column should have one type.
        if (typeof part === 'number') return [name, { type: 'Double', value: String(part) }];
        return [`${name}${JSON_SUFFIX}`, JSON.stringify(part)];
      }),
  );
}

/** From a row that we wrote: the inverse of {@link toProperties}, without what the service adds. */
export function fromProperties(row: object): unknown {
  const own = Object.entries(row as Readonly<Record<string, unknown>>).filter(
    ([name]) => !['partitionKey', 'rowKey', 'etag', 'timestamp'].includes(name) && !name.startsWith('odata.'),
  );
  return Object.fromEntries(
    own.map(([name, value]) =>
      name.endsWith(JSON_SUFFIX) && typeof value === 'string'
        ? [name.slice(0, -JSON_SUFFIX.length), JSON.parse(value) as unknown]
        : [name, value],
    ),
  );
}

/** Tasks that fit into one property: without their messages if need be, then without their times, then without the last ones. */
export function fitTasks(tasks: readonly RunTask[]): readonly RunTask[] {
  const fits = (some: readonly RunTask[]): boolean => JSON.stringify(some).length <= MAX_TEXT;
  if (fits(tasks)) return tasks;
  let short: RunTask[] = tasks.map(({ message, ...task }) =>
    message === undefined ? task : { ...task, message: message.slice(0, 200) },
  );
  if (!fits(short)) short = short.map(({ name, state }) => ({ name, state }));
  while (!fits(short)) short = short.slice(0, Math.floor(short.length * 0.9));
  return short;
}

/** Row keys sort as text, upwards; refreshes are listed newest first. */
const HIGHEST = 10 ** 15 - 1;

export function toRefreshRowKey(number: number): string {
  return String(HIGHEST - number).padStart(15, '0');
}

export function fromRefreshRowKey(rowKey: string): RefreshNumber {
  return toRefreshNumber(HIGHEST - Number(rowKey));
}

/** Keys must not hold `/`, `\`, `#` or `?` (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model). */
export function toRunKeys({ refreshId, kind, name, generation }: RunKey): {
  partitionKey: string;
  rowKey: string;
} {
  const rowKey = [kind, name, String(generation).padStart(3, '0')].join('-');
  return { partitionKey: `runs-${refreshId}`, rowKey };
}
