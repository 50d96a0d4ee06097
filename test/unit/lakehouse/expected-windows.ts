import { type ContractWindows, type WindowValue } from '../../../src/lib/contracts/contract';

/** An event with the needed fields of its envelope and its record. */
export interface WindowEvent {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly record: unknown;
}

const MINUTE = 60_000;

/**
 * Rows of a batch view, computed without SQL: day, start in milliseconds, keys, events, and the columns of each
 * value. Integers and decimals are texts. Of events with the same id and time, the first counts.
 */
export function expectedWindows(
  { keys, values }: ContractWindows,
  events: readonly WindowEvent[],
): unknown[][] {
  const once = new Map<string, WindowEvent>();
  for (const event of events) {
    const identity = `${event.time} ${event.id}`;
    if (!once.has(identity)) once.set(identity, event);
  }
  const groups = new Map<string, unknown[]>();
  for (const { time, record } of once.values()) {
    const start = Math.floor(time / MINUTE) * MINUTE;
    const names = keys.map(({ path }) => valueAt(record, path) ?? 'unknown');
    const group = JSON.stringify([new Date(start).toISOString().slice(0, 10), start, ...names]);
    groups.set(group, [...(groups.get(group) ?? []), record]);
  }
  return Array.from(groups, ([group, records]) => [
    ...(JSON.parse(group) as unknown[]),
    String(records.length),
    ...values.flatMap((value) => columnsOf(value, records)),
  ]);
}

/** A query that returns a batch view in the form of {@link expectedWindows}. */
export function windowQuery(view: string, { keys, values }: ContractWindows): string {
  const columns = values.flatMap(({ name, aggregate }) => {
    if (aggregate === 'average') return [text(`${name}_sum`), text(`${name}_count`)];
    return aggregate === 'minimum' || aggregate === 'maximum' ? [name] : [text(name)];
  });
  const start = 'CAST(epoch_ms(window_start) AS DOUBLE)';
  const names = [text('window_date'), start, ...keys.map(({ name }) => name), text('events'), ...columns];
  return `SELECT ${names.join(', ')} FROM gold.window_${view}`;
}

function text(name: string): string {
  return `CAST(${name} AS VARCHAR)`;
}

function columnsOf({ aggregate, path, where }: WindowValue, records: readonly unknown[]): unknown[] {
  const taken = records.filter(
    (record) => where === undefined || valueAt(record, where.path) === where.equals,
  );
  if (path === undefined) return [String(taken.length)];
  const numbers = taken.map((record) => valueAt(record, path)).filter((one) => typeof one === 'number');
  switch (aggregate) {
    case 'minimum':
      return [numbers.length === 0 ? null : Math.min(...numbers)];
    case 'maximum':
      return [numbers.length === 0 ? null : Math.max(...numbers)];
    case 'average':
      return [decimalSum(numbers), String(numbers.length)];
    case 'sum':
    case 'count':
      return [decimalSum(numbers)];
  }
}

/** The exact sum of numbers with six decimals. */
function decimalSum(numbers: readonly number[]): string {
  const millionths = numbers.reduce((sum, one) => sum + BigInt(one.toFixed(6).replace('.', '')), 0n);
  const digits = String(millionths < 0n ? -millionths : millionths).padStart(7, '0');
  return `${millionths < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

function valueAt(record: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
      record,
    );
}
