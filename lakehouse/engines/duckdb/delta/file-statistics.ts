import { z } from 'zod';
import { type FileStatistics, type StatisticValue } from './types';

const scalars = z.record(z.string(), z.unknown()).nullish();
const statistics = z.object({
  numRecords: z.number().nullish(),
  minValues: scalars,
  maxValues: scalars,
  nullCount: scalars,
});

/** Statistics of a file without any. */
export const NO_STATISTICS: FileStatistics = { minValues: {}, maxValues: {}, nullCount: {} };

/** `add.stats` (PROTOCOL.md "Per-file Statistics"). */
export function toStatsText(rows: number, { minValues, maxValues, nullCount }: FileStatistics): string {
  return JSON.stringify({ numRecords: rows, minValues, maxValues, nullCount });
}

/** Reads `add.stats`. Statistics only save work, so unreadable ones count as unknown; `rows` is then -1. */
export function fromStatsText(text: string | null | undefined): { rows: number; stats: FileStatistics } {
  if (text === null || text === undefined) return { rows: -1, stats: NO_STATISTICS };
  const parsed = statistics.safeParse(parseOrUndefined(text));
  if (!parsed.success) return { rows: -1, stats: NO_STATISTICS };
  const { numRecords, minValues, maxValues, nullCount } = parsed.data;
  return {
    rows: numRecords ?? -1,
    stats: {
      minValues: keep(minValues, isStatistic),
      maxValues: keep(maxValues, isStatistic),
      nullCount: keep(nullCount, (value) => typeof value === 'number'),
    },
  };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not a fault: a file without statistics is read completely.
    return undefined;
  }
}

function keep<T>(
  record: Readonly<Record<string, unknown>> | null | undefined,
  isKept: (value: unknown) => value is T,
): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const [name, value] of Object.entries(record ?? {})) if (isKept(value)) kept[name] = value;
  return kept;
}

function isStatistic(value: unknown): value is StatisticValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
