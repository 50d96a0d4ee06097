import { createHash } from 'node:crypto';
import { type TransactionAction } from '@azure/data-tables';
import { type Connection } from '../../../platform/azure/connections';
import { type WindowRow, type WindowSink } from '../../ports';
import { SluiceError } from '../../../platform/errors';
import { double, TableAccess } from '../../../platform/azure/table-access';

/** Rows of one transaction, and rows whose newest content is kept in memory. */
const MAX_ROWS = 100;
const MAX_KNOWN = 20_000;
/** Attempts to write one row while other writers change it. */
const ROW_ATTEMPTS = 8;
/** A row key holds 512 characters of UTF-16. */
const MAX_KEY_LENGTH = 400;

/** The content of a row that this process read or wrote last. */
interface Known {
  readonly events: number;
  readonly etag: string;
}

/**
 * Writes live windows to a table, one row for each window and group. PartitionKey is the view; RowKey is the
 * window's start and the keys, so a range of time is one query. A row is never replaced by one with fewer
 * events, in any order of writers.
 */
export class TableSink implements WindowSink {
  readonly name = 'table';
  readonly #table: TableAccess;
  readonly #known = new Map<string, Known>();

  constructor(connection: Connection, table: string) {
    this.#table = new TableAccess(connection, table, { missingIsConflict: true });
  }

  async write(rows: readonly WindowRow[]): Promise<void> {
    for (const ofView of byView(rows)) {
      const newer = ofView.filter((row) => (this.#known.get(idOf(row))?.events ?? -1) < row.events);
      for (let at = 0; at < newer.length; at += MAX_ROWS) {
        const some = newer.slice(at, at + MAX_ROWS);
        if (await this.#writeTogether(some)) continue;
        // One unexpected row fails the whole transaction.
        for (const row of some) await this.#writeAlone(row);
      }
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #writeTogether(rows: readonly WindowRow[]): Promise<boolean> {
    const sent = await this.#table.conditional('write windows', () =>
      this.#table.client.submitTransaction(
        rows.map((row): TransactionAction => {
          const known = this.#known.get(idOf(row));
          const entity = toEntity(row);
          return known === undefined
            ? ['create', entity]
            : ['update', entity, 'Replace', { etag: known.etag }];
        }),
      ),
    );
    if (sent.outcome === 'conflict') return false;
    rows.forEach((row, index) => {
      this.#remember(row, sent.result.subResponses[index]?.etag);
    });
    return true;
  }

  async #writeAlone(row: WindowRow): Promise<void> {
    const entity = toEntity(row);
    const { partitionKey, rowKey } = entity;
    for (let attempt = 1; attempt <= ROW_ATTEMPTS; attempt++) {
      const there = await this.#table.read<{ events: number }>('read a window', partitionKey, rowKey);
      if (there !== undefined && there.events >= row.events) {
        this.#remember({ ...row, events: there.events }, there.etag);
        return;
      }
      const sent = await this.#table.conditional('write a window', () =>
        there === undefined
          ? this.#table.client.createEntity(entity)
          : this.#table.client.updateEntity(entity, 'Replace', { etag: there.etag }),
      );
      if (sent.outcome === 'written') {
        this.#remember(row, sent.result.etag);
        return;
      }
    }
    throw new SluiceError(
      'table_unavailable',
      `row ${rowKey} of view ${partitionKey} was changed by another writer in each of ${ROW_ATTEMPTS} attempts`,
      {
        kind: 'transient',
      },
    );
  }

  #remember(row: WindowRow, etag: string | undefined): void {
    const id = idOf(row);
    this.#known.delete(id);
    if (etag === undefined) return;
    this.#known.set(id, { events: row.events, etag });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) break;
      this.#known.delete(oldest);
    }
  }
}

/** Properties have the names of the batch view's columns. */
function toEntity({ view, windowStart, windowEnd, keys, events, values }: WindowRow) {
  const numbers = Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [[name, double(value)] as const],
  );
  return {
    partitionKey: view,
    rowKey: toRowKey(windowStart, Object.values(keys)),
    window_start: { type: 'DateTime', value: windowStart },
    window_end: { type: 'DateTime', value: windowEnd },
    ...keys,
    events: double(events),
    ...Object.fromEntries(numbers),
  };
}

/** Keeps the newest of the rows with one key, because a transaction may contain a row only once. */
function byView(rows: readonly WindowRow[]): readonly (readonly WindowRow[])[] {
  const views = new Map<string, Map<string, WindowRow>>();
  for (const row of rows) {
    let ofView = views.get(row.view);
    if (ofView === undefined) views.set(row.view, (ofView = new Map<string, WindowRow>()));
    const id = idOf(row);
    const before = ofView.get(id);
    if (before === undefined || before.events < row.events) ofView.set(id, row);
  }
  return [...views.values()].map((ofView) => [...ofView.values()]);
}

function idOf({ view, windowStart, keys }: WindowRow): string {
  return `${view}|${toRowKey(windowStart, Object.values(keys))}`;
}

/**
 * As `2026-11-21T08:15:30Z|HAM|ok`. Special characters are written as their number; keys that are too long,
 * as their hash.
 */
function toRowKey(windowStart: string, keys: readonly string[]): string {
  const start = windowStart.replace('.000', '');
  const text = keys
    .map((key) =>
      key.replace(/[^A-Za-z0-9 _.-]/g, (sign) => `~${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
    )
    .join('|');
  if (text.length <= MAX_KEY_LENGTH) return `${start}|${text}`;
  return `${start}|~${createHash('sha256').update(text).digest('hex')}`;
}
