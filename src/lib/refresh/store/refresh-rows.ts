import { toRefreshNumber, type RefreshNumber } from '../refresh-id';
import { MAX_TEXT } from '../../platform/azure/table-access';
import { type RunKey, type RunTask } from '../refresh-record';

/** Shortens tasks until they fit into one property: without messages, then without times, then without the last tasks. */
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

/** Row keys sort ascending as text, but refreshes are listed newest first, so the number is subtracted from this. */
const HIGHEST = 10 ** 15 - 1;

export function toRefreshRowKey(number: number): string {
  return String(HIGHEST - number).padStart(15, '0');
}

export function fromRefreshRowKey(rowKey: string): RefreshNumber {
  return toRefreshNumber(HIGHEST - Number(rowKey));
}

/**
 * Keys must not contain `/`, `\`, `#` or `?`
 * (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model).
 */
export function toRunKeys({ refreshId, kind, name, generation }: RunKey): {
  partitionKey: string;
  rowKey: string;
} {
  const rowKey = [kind, name, String(generation).padStart(3, '0')].join('-');
  return { partitionKey: `runs-${refreshId}`, rowKey };
}
