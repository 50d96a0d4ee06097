import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { type TransactionAction } from '@azure/data-tables';
import { EVENT_HASH_BYTES, IDS_PER_ROW, type UnsavedIds } from '../windows/event-ids';
import { beganLater } from '../windows/read-consistently';
import { type MinuteWrite } from '../windows/live-state-store';
import { type View } from '../windows/view';
import { type MinuteState, type PartialValue, type WindowState } from '../windows/window-state';
import { toSequenceNumber } from '../../event-log/positions';
import { double } from '../../platform/azure/table-access';

const gzipAsync = promisify(gzip);
const gunzipAsync = promisify(gunzip);

/**
 * A binary property holds 64 KiB, an entity 1 MiB
 * (https://learn.microsoft.com/azure/storage/tables/scalability-targets).
 */
const CHUNK_BYTES = 60 * 1024;
const MAX_CHUNKS = 15;

/** As `w|iot_telemetry|202611210815`. Rows of a view are sorted by minute. */
export function minuteRowKey(kind: 'w' | 'i', view: string, minute: number): string {
  const text = new Date(minute).toISOString();
  return `${kind}|${view}|${text.slice(0, 16).replace(/[-T:]/g, '')}`;
}

export interface MinuteRow {
  readonly minute: number;
  readonly lastSequenceNumber: number;
  readonly overflowed: boolean;
  readonly shape: string;
  /** Number of rows with the minute's event ids. */
  readonly idRows: number;
  readonly chunks: number;
  readonly [chunk: `s${number}`]: Uint8Array;
}

/** @returns undefined if the windows do not fit into a row */
export async function toMinuteRow(
  view: View,
  state: MinuteState,
  idRows: number,
): Promise<{ readonly row: object; readonly bytes: number } | undefined> {
  const text = JSON.stringify(state.windows.map(toWindowText));
  const packed = await gzipAsync(text, { level: constants.Z_BEST_SPEED });
  const chunks: Record<string, Uint8Array> = {};
  let count = 0;
  for (let at = 0; at < packed.length; at += CHUNK_BYTES) {
    chunks[`s${count++}`] = packed.subarray(at, at + CHUNK_BYTES);
  }
  if (count > MAX_CHUNKS) return undefined;
  const row = {
    minute: double(state.minute),
    lastSequenceNumber: double(state.lastSequenceNumber),
    overflowed: state.overflowed,
    shape: view.shape,
    idRows,
    chunks: count,
    ...chunks,
  };
  return { row, bytes: packed.length };
}

/**
 * If the row was written with another shape of the view, the minute is returned empty and marked as overflowed.
 *
 * @returns undefined if the row was written before the view began in this partition
 */
export async function fromMinuteRow(view: View, row: MinuteRow): Promise<MinuteState | undefined> {
  const { minute, overflowed, shape } = row;
  const isOther = shape !== view.shape;
  if (isOther && beganLater(view.shape)) return undefined;
  const parts = Array.from({ length: row.chunks }, (_, index) => row[`s${index}`] ?? new Uint8Array());
  const windows = isOther
    ? []
    : (JSON.parse((await gunzipAsync(Buffer.concat(parts))).toString()) as WindowText[]).map((window) =>
        fromWindowText(view, window),
      );
  return {
    minute,
    lastSequenceNumber: toSequenceNumber(row.lastSequenceNumber),
    windows,
    overflowed: overflowed || isOther,
  };
}

/** The numbers and bytes of the rows that new ids are written to. */
export function toIdRows({
  row,
  bytes,
}: UnsavedIds): readonly { readonly row: number; readonly ids: Buffer }[] {
  const step = IDS_PER_ROW * EVENT_HASH_BYTES;
  return Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) => ({
    row: row + index,
    ids: bytes.subarray(index * step, (index + 1) * step),
  }));
}

export function idRowKey(view: string, minute: number, row: number): string {
  return `${minuteRowKey('i', view, minute)}|${String(row).padStart(4, '0')}`;
}

/**
 * Returns the writes of minutes and of their new ids, and how many bytes they have.
 *
 * @returns undefined if the windows of a minute do not fit into a row
 */
export async function toMinuteActions(
  partitionKey: string,
  minutes: readonly MinuteWrite[],
): Promise<{ readonly actions: readonly TransactionAction[]; readonly bytes: number } | undefined> {
  const actions: TransactionAction[] = [];
  let bytes = 0;
  for (const { view, state, ids } of minutes) {
    const packed = await toMinuteRow(view, state, ids.rows);
    if (packed === undefined) return undefined;
    bytes += packed.bytes + ids.bytes.length;
    const rowKey = minuteRowKey('w', view.name, state.minute);
    actions.push(['upsert', { partitionKey, rowKey, ...packed.row }, 'Replace']);
    for (const { row, ids: part } of toIdRows(ids)) {
      const idRow = { partitionKey, rowKey: idRowKey(view.name, state.minute, row), ids: part };
      actions.push(['upsert', idRow, 'Replace']);
    }
  }
  return { actions, bytes };
}

/** Start of the window, and its groups: keys, events, values. For the values, see {@link toValueText}. */
type WindowText = readonly [number, readonly (readonly [readonly string[], number, readonly ValueText[]])[]];
type ValueText = number | string | null | readonly [string, number];

function toWindowText({ start, groups }: WindowState): WindowText {
  return [start, groups.map(({ keys, events, values }) => [keys, events, values.map(toValueText)] as const)];
}

/** Sums are texts, because they can exceed the numbers of JSON. */
function toValueText(value: PartialValue): ValueText {
  switch (value.aggregate) {
    case 'count':
      return value.count;
    case 'sum':
      return String(value.sum);
    case 'average':
      return [String(value.sum), value.count];
    case 'minimum':
    case 'maximum':
      return value.value;
  }
}

function fromWindowText(view: View, [start, groups]: WindowText): WindowState {
  return {
    start,
    groups: groups.map(([keys, events, values]) => ({
      keys,
      events,
      values: view.windows.values.map(({ aggregate }, index): PartialValue => {
        const value = values[index];
        switch (aggregate) {
          case 'count':
            return { aggregate, count: value as number };
          case 'sum':
            return { aggregate, sum: BigInt(value as string) };
          case 'average': {
            const [sum, count] = value as [string, number];
            return { aggregate, sum: BigInt(sum), count };
          }
          case 'minimum':
          case 'maximum':
            return { aggregate, value: value as number | null };
        }
      }),
    })),
  };
}
