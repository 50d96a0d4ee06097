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

/** An answer whose rows of the batch view are not read yet. */
export interface OpenAnswer {
  /** Start of the first and end (exclusive) of the last part from the batch view; undefined if there is none. */
  readonly batchRange: { readonly from: number; readonly to: number } | undefined;
  /**
   * Adds a row of the batch view in the requested range; rows of live minutes are skipped. @returns false if
   * there are too many rows
   */
  addBatch(contribution: Contribution): boolean;
  /** Undefined if there are too many rows. */
  finish(): Answer | undefined;
}

/**
 * Makes an answer from the batch view and the live windows. It is a pure function of both; the order of rows
 * does not matter.
 *
 * @param batch undefined if there is no batch view; then the answer is from live windows alone
 * @param windows of the whole requested range, read after the version of the batch view
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

/** @returns false if there are too many rows */
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
