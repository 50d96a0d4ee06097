import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type ContractWindows, type WindowValue } from '../../src/lib/contracts/contract';
import { ROOT } from './stack';

/** An accepted event of Bronze, parsed. */
export interface BronzeEvent {
  readonly incarnation: string;
  readonly partition: number;
  readonly sequenceNumber: number;
  readonly type: string;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly data: unknown;
}

/** What is compared of an answer of `GET /api/serve/{view}`. */
export interface ServeAnswer {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly refresh: number | null;
  readonly watermark: string | null;
  readonly liveBehind: boolean;
  readonly cut: readonly {
    readonly incarnation: string;
    readonly partition: number;
    readonly sequenceNumber: number;
  }[];
  readonly parts: readonly {
    readonly source: 'batch' | 'live';
    readonly from: string;
    readonly to: string;
  }[];
  readonly incomplete: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
  readonly rows: readonly {
    readonly start: string;
    readonly source: 'batch' | 'live' | 'both';
    readonly keys: Readonly<Record<string, string>>;
    readonly events: number;
    readonly values: Readonly<Record<string, number | null>>;
  }[];
}

const MINUTE = 60_000;

/** Every accepted event in the Bronze of a stack, in the order of its partition. */
export function readAcceptedEvents(dataDirectory: string, source: string): BronzeEvent[] {
  const root = join(dataDirectory, 'lake', 'bronze', source);
  return readdirSync(root).flatMap((incarnation) =>
    readdirSync(join(root, incarnation)).flatMap((folder) =>
      readdirSync(join(root, incarnation, folder))
        .filter((name) => name.endsWith('.ndjson.gz'))
        .sort()
        .flatMap((name) =>
          gunzipSync(readFileSync(join(root, incarnation, folder, name)))
            .toString()
            .trimEnd()
            .split('\n')
            .flatMap((line) => toEvent(line, incarnation)),
        ),
    ),
  );
}

function toEvent(line: string, incarnation: string): BronzeEvent[] {
  const { meta, event } = JSON.parse(line) as {
    meta: { verdict: string; partition: number; sequenceNumber: number };
    event?: { type: string; id: string; time: string; data: unknown };
  };
  if (event === undefined) return [];
  const { partition, sequenceNumber } = meta;
  const { type, id, time, data } = event;
  return [{ incarnation, partition, sequenceNumber, type, id, time: Date.parse(time), data }];
}

/** `x-contract` of version 1 of a type, read from its schema file. */
export function readContract(type: string): {
  readonly eventTime: string;
  readonly windows: ContractWindows;
} {
  const [source = '', name = ''] = type.split('.');
  const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', source, `${name}.v1.json`), 'utf8')) as {
    'x-contract': { eventTime: string; windows: ContractWindows };
  };
  return schema['x-contract'];
}

/**
 * The rows of an answer by minute and all keys, computed anew from the events up to its cut and from nothing else, as lines
 * of text in order. Minutes that the answer calls incomplete are left out.
 */
export function expectedRows(answer: ServeAnswer, events: readonly BronzeEvent[]): string[] {
  const { eventTime, windows } = readContract(answer.type);
  const once = new Map<string, unknown[]>();
  const groups = new Map<string, unknown[]>();
  for (const event of events) {
    if (event.type !== answer.type || !isInCut(answer, event)) continue;
    const time = Date.parse(String(valueAt(event.data, eventTime)));
    const identity = `${time} ${event.id}`;
    if (once.has(identity)) continue;
    once.set(identity, []);
    const minute = Math.floor(time / MINUTE) * MINUTE;
    if (!isInRange(answer, minute)) continue;
    const keys = windows.keys.map(({ path }) => valueAt(event.data, path) ?? 'unknown');
    const group = JSON.stringify([new Date(minute).toISOString(), ...keys]);
    groups.set(group, [...(groups.get(group) ?? []), event.data]);
  }
  return Array.from(groups, ([group, records]) =>
    JSON.stringify([
      ...(JSON.parse(group) as string[]),
      records.length,
      ...windows.values.map((value) => rounded(aggregate(value, records))),
    ]),
  ).sort();
}

/** The answer's own rows in the form of {@link expectedRows}. */
export function answeredRows(answer: ServeAnswer): string[] {
  const { windows } = readContract(answer.type);
  return answer.rows
    .filter(({ start }) => isInRange(answer, Date.parse(start)))
    .map(({ start, keys, events, values }) =>
      JSON.stringify([
        new Date(start).toISOString(),
        ...windows.keys.map(({ name }) => keys[name]),
        events,
        ...windows.values.map(({ name }) => rounded(values[name] ?? null)),
      ]),
    )
    .sort();
}

function isInCut({ cut }: ServeAnswer, event: BronzeEvent): boolean {
  return cut.some(
    ({ incarnation, partition, sequenceNumber }) =>
      incarnation === event.incarnation &&
      partition === event.partition &&
      event.sequenceNumber <= sequenceNumber,
  );
}

function isInRange({ from, to, incomplete }: ServeAnswer, minute: number): boolean {
  const within = (range: { from: string; to: string }): boolean =>
    minute >= Date.parse(range.from) && minute < Date.parse(range.to);
  return within({ from, to }) && !incomplete.some(within);
}

function aggregate(
  { aggregate: kind, path, where }: WindowValue,
  records: readonly unknown[],
): number | null {
  const taken = records.filter(
    (record) => where === undefined || valueAt(record, where.path) === where.equals,
  );
  if (path === undefined) return taken.length;
  const numbers = taken.map((record) => valueAt(record, path)).filter((one) => typeof one === 'number');
  if (kind === 'sum') return sum(numbers);
  if (numbers.length === 0) return null;
  if (kind === 'minimum') return Math.min(...numbers);
  if (kind === 'maximum') return Math.max(...numbers);
  return sum(numbers) / numbers.length;
}

function sum(numbers: readonly number[]): number {
  return Number(numbers.reduce((all, one) => all + BigInt(Math.round(one * 1e6)), 0n)) / 1e6;
}

/** An average is a quotient of exact sums; its last bits are nobody's claim. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(12));
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
