import { type GoldCell } from './api';
import { compareCells } from './compare-cells';
import { type GoldQuery } from './gold-query';
import { shownColumns } from './list-gold';
import {
  type CellValue,
  type ColumnBatch,
  type FileFilter,
  type TableColumn,
  type TableSnapshot,
} from './table-reader';
import { toJsonValue } from './to-json-value';

/** Rows of a table for `GET /api/gold/{table}`. */
export type GoldRows =
  | {
      readonly outcome: 'rows';
      readonly rows: readonly Readonly<Record<string, GoldCell>>[];
      /** Whether there are more rows than `limit`. */
      readonly truncated: boolean;
    }
  /** Sorting needs all rows, and they are too large. The remedy is a narrower range. */
  | { readonly outcome: 'too-much'; readonly megabytes: number };

/** Maximum bytes that one answer reads in order to sort rows. */
const MAX_BYTES = 64 * 1024 * 1024;

type Row = readonly CellValue[];

/**
 * Reads the first rows of a table in the requested order. Without an order, it stops reading after enough
 * rows.
 *
 * @throws SluiceError `lake_unavailable`, `gold_unreadable`
 */
export async function readGold(snapshot: TableSnapshot, query: GoldQuery): Promise<GoldRows> {
  const { limit, orderBy } = query;
  const filters = toFilters(query);
  const columns = shownColumns(snapshot);
  const mustSeeAll = orderBy !== undefined || query.equals.length > 0;
  const bytes = mustSeeAll ? snapshot.bytes(filters) : 0;
  if (bytes > MAX_BYTES) return { outcome: 'too-much', megabytes: Math.ceil(bytes / 1024 / 1024) };
  const names = columns.map(({ name }) => name);
  const at = names.indexOf(orderBy?.column ?? '');
  const order = (a: Row, b: Row): number => {
    const compared = compareCells(a[at] ?? null, b[at] ?? null);
    return orderBy?.descending === true ? -compared : compared;
  };
  const matches = matcher(query);
  let found: Row[] = [];
  // One more row than requested shows whether there are more.
  const enough = limit + 1;
  for await (const batch of snapshot.scan({ columns: names, filters, newestFirst: true })) {
    for (let row = 0; row < batch.rowCount; row += 1) {
      if (matches(batch, row)) found.push(names.map((name) => batch.columns[name]?.[row] ?? null));
    }
    if (orderBy !== undefined && found.length > enough) found = found.sort(order).slice(0, enough);
    if (orderBy === undefined && found.length >= enough) break;
  }
  if (orderBy !== undefined) found.sort(order);
  return {
    outcome: 'rows',
    rows: found.slice(0, limit).map((row) => toJsonRow(columns, row)),
    truncated: found.length > limit,
  };
}

function toFilters({ range, equals }: GoldQuery): FileFilter[] {
  const filters: FileFilter[] = equals.map(([column, value]) => ({ column, min: value, max: value }));
  if (range !== undefined) {
    const { column, from, to } = range;
    filters.push({ column, ...(from !== undefined && { min: from }), ...(to !== undefined && { max: to }) });
  }
  return filters;
}

function matcher({ range, equals }: GoldQuery): (batch: ColumnBatch, row: number) => boolean {
  return ({ columns }, row) => {
    for (const [column, value] of equals) if (columns[column]?.[row] !== value) return false;
    if (range === undefined) return true;
    const value = columns[range.column]?.[row] ?? null;
    if (value === null) return false;
    if (range.from !== undefined && compareCells(value, range.from) < 0) return false;
    return range.to === undefined || compareCells(value, range.to) <= 0;
  };
}

function toJsonRow(columns: readonly TableColumn[], row: Row): Record<string, GoldCell> {
  return Object.fromEntries(
    columns.map(({ name, type }, index) => [name, toJsonValue(type, row[index] ?? null)]),
  );
}
