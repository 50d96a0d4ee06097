import { type PartitionWindows, toJsonNumber } from '../../live/windows';
import { type Answer } from '../api';
import { AnswerRows, type Contribution } from './answer-rows';
import { type Choice, chooseSources } from './choose-sources';
import { type PlannedHead } from './ports';
import { type ServeQuery } from './serve-query';
import { type ServeView } from './serve-view';
import { toParts } from './to-parts';

/** The batch view at one version, without its rows. */
export interface BatchState {
  readonly refresh: number;
  readonly heads: readonly PlannedHead[];
}

/** An answer in the making: what to read of the batch view is known, its rows are not. */
export interface OpenAnswer {
  /** The first and the last part that are from the batch view; undefined where none is. `to` is not part of it. */
  readonly batchRange: { readonly from: number; readonly to: number } | undefined;
  /** Takes a row of the batch view that lies in the asked range, from a live minute or not. @returns false where there are too many rows to answer with */
  addBatch(contribution: Contribution): boolean;
  /** Undefined where there are too many rows to answer with. */
  finish(): Answer | undefined;
}

/**
 * Puts an answer together from the batch view and the live windows: pure, and the same whatever the order of rows.
 *
 * @param batch undefined where there is no batch view; the answer is from live windows alone then
 * @param windows of the whole asked range, read after the batch view's version was
 */
export function createAnswer({
  view,
  query,
  batch,
  windows,
}: {
  readonly view: ServeView;
  readonly query: ServeQuery;
  readonly batch: BatchState | undefined;
  readonly windows: readonly PartitionWindows[];
}): OpenAnswer {
  const choice = chooseSources(batch?.heads, windows);
  const { parts, incomplete } = toParts(query, choice);
  const rows = new AnswerRows(query);
  const fromBatch = parts.filter(({ source }) => source === 'batch');
  return {
    batchRange:
      fromBatch.length === 0
        ? undefined
        : { from: fromBatch[0]?.from ?? query.from, to: fromBatch.at(-1)?.to ?? query.to },
    addBatch: (contribution) => choice.isLive(contribution.minute) || rows.add(contribution, 'batch'),
    finish() {
      if (!addLive(rows, choice, view, query)) return undefined;
      const watermark = parts.find(({ source }) => source === 'live')?.from;
      return {
        view: view.name,
        type: view.type,
        from: toTime(query.from),
        to: toTime(query.to),
        by: { bucket: query.bucket, keys: query.keys },
        refresh: batch?.refresh ?? null,
        watermark: watermark === undefined ? null : toTime(watermark),
        liveBehind: choice.liveBehind,
        asOf: choice.asOf,
        parts: parts.map(({ source, from, to }) => ({ source, from: toTime(from), to: toTime(to) })),
        incomplete: incomplete.map(({ from, to, reason }) => ({
          from: toTime(from),
          to: toTime(to),
          reason,
        })),
        rows: rows.toRows().map((row) => ({
          start: toTime(row.start),
          end: toTime(row.end),
          source: row.source,
          keys: Object.fromEntries(query.keys.map((name, index) => [name, row.keys[index] ?? ''])),
          events: row.events,
          values: Object.fromEntries(
            view.windows.values.map(({ name }, index) => {
              const value = row.values[index];
              return [name, value === undefined ? null : toJsonNumber(value)];
            }),
          ),
        })),
      };
    },
  };
}

/** @returns false where there are too many rows to answer with */
function addLive(
  rows: AnswerRows,
  { live, isLive }: Choice,
  { windows: { keys: names } }: ServeView,
  { from, to, keys, filters }: ServeQuery,
): boolean {
  const indexOf = (key: string): number => names.findIndex(({ name }) => name === key);
  const asked = keys.map(indexOf);
  const wanted = Object.entries(filters).map(([key, value]) => [indexOf(key), value] as const);
  for (const { minutes } of live) {
    for (const { minute, windows } of minutes) {
      if (minute < from || minute >= to || !isLive(minute)) continue;
      for (const { groups } of windows) {
        for (const { keys: texts, events, values } of groups) {
          if (wanted.some(([index, value]) => texts[index] !== value)) continue;
          const group = asked.map((index) => texts[index] ?? '');
          if (!rows.add({ minute, keys: group, events, values }, 'live')) return false;
        }
      }
    }
  }
  return true;
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
