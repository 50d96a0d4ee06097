import { toRefreshNumber, type RefreshNumber } from '../refresh-id';
import { MAX_TEXT } from '../../platform/azure/table-access';
import { type RunKey, type RunTask } from '../refresh-record';

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
