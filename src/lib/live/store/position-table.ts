import { odata } from '@azure/data-tables';
import { type HubGeneration, type PartitionId, partitionKeyOf } from '../../event-log/positions';
import { type Source } from '../../contracts/source';
import { double, TableAccess } from '../../platform/azure/table-access';
import { type Connection } from '../../platform/azure/connections';
import { type Lease, type LeaseStore } from '../deliver/delivery-lease';
import { type Clock, systemClock } from '../../platform/clock';
import { type SinkStatus } from '../sink-status';
import { type ViewStart, type ViewStartStore } from '../view-starts';
import { type StoredPosition } from '../windows/live-state-store';
import { type LivePosition, type MinuteRange } from '../windows/live-position';

/** Partition key of the rows that list the partitions of each source. */
export const PARTITIONS = 'partitions';
/** Partition key of the starts of views; the row key is the name of the view. */
const VIEWS = 'views';
/** Key of the row of {@link PositionTable.readSinkStatuses}. */
export const SINKS = { partitionKey: 'sinks', rowKey: 'status' };
/** Key of the row that names the delivering process. */
const LEASE = { partitionKey: 'sinks', rowKey: 'lease' };

const GENERATION = { partitionKey: 'state', rowKey: 'generation' };

/** How long a process goes on with the generation that it has read. */
const KNOWN_MILLISECONDS = 15_000;

/** Versions of a generation begin here, so that they are above those of the generations before. */
const VERSIONS = 2 ** 36;

/**
 * Names the rows of the state of live windows. A rebuild raises the generation: all processes find empty rows within 15
 * seconds and begin again from Bronze. The table stays, because Azure keeps the name of a deleted one for a while.
 *
 * A process with an old generation writes into rows that nobody reads. When it learns the new one, its position has
 * another ETag there, so its write is a conflict.
 */
export class StateGeneration {
  readonly #table: TableAccess;
  readonly #clock: Clock;
  #known = 0;
  #readAt = -Infinity;

  constructor(table: TableAccess, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  /** Returns the number of the generation, from 0. @throws SluiceError `table_unavailable` */
  async read(): Promise<number> {
    const now = this.#clock.now().getTime();
    if (now - this.#readAt < KNOWN_MILLISECONDS) return this.#known;
    const row = await this.#table.read<{ number: number }>(
      'read the generation of live windows',
      GENERATION.partitionKey,
      GENERATION.rowKey,
    );
    this.#known = row?.number ?? 0;
    this.#readAt = now;
    return this.#known;
  }

  /** Begins a new generation. @returns its number @throws SluiceError `table_unavailable` */
  async raise(): Promise<number> {
    this.#readAt = -Infinity;
    const next = (await this.read()) + 1;
    await this.#table.guard('raise the generation of live windows', () =>
      this.#table.client.upsertEntity({ ...GENERATION, number: double(next) }, 'Replace'),
    );
    this.#known = next;
    return next;
  }

  /** Returns the first version of a position. */
  async firstVersion(): Promise<number> {
    return (await this.read()) * VERSIONS;
  }

  /** Returns the partition key of the rows of a hub partition. */
  async keyOf(partition: PartitionId): Promise<string> {
    return this.within(partitionKeyOf(partition));
  }

  /** Returns a partition key within the generation. */
  async within(key: string): Promise<string> {
    const number = await this.read();
    return number === 0 ? key : `g${number}|${key}`;
  }
}

/**
 * Positions of live windows and starts of views, for features beside aggregation. All methods throw SluiceError
 * `table_unavailable`.
 */
export class PositionTable implements ViewStartStore, LeaseStore {
  readonly generation: StateGeneration;
  protected readonly table: TableAccess;

  constructor(connection: Connection, table: string, clock: Clock = systemClock) {
    this.table = new TableAccess(connection, table, { missingIsConflict: true });
    this.generation = new StateGeneration(this.table, clock);
  }

  firstVersion(): Promise<number> {
    return this.generation.firstVersion();
  }

  async listPartitions(source: Source): Promise<readonly PartitionId[]> {
    const row = await this.readPartitions(source);
    return Object.entries(row?.partitions ?? {}).flatMap(([hubGeneration, numbers]) =>
      numbers.map((partition) => ({ source, hubGeneration: hubGeneration as HubGeneration, partition })),
    );
  }

  async readPosition(partition: PartitionId): Promise<StoredPosition | undefined> {
    const key = await this.generation.keyOf(partition);
    type Row = PositionRow & { readonly timestamp: string };
    const row = await this.table.read<Row>('read a position', key, POSITION);
    return row && { position: fromPositionRow(row), etag: row.etag, writtenAt: Date.parse(row.timestamp) };
  }

  async readSinkStatuses(): Promise<readonly SinkStatus[]> {
    const row = await this.table.read<{ json: string }>(
      'read the state of the sinks',
      SINKS.partitionKey,
      SINKS.rowKey,
    );
    return row === undefined ? [] : (JSON.parse(row.json) as SinkStatus[]);
  }

  readLease(): Promise<(Lease & { readonly etag: string }) | undefined> {
    return this.table.read<Lease>('read the lease of delivery', LEASE.partitionKey, LEASE.rowKey);
  }

  async writeLease({ owner, until }: Lease, etag: string | undefined): Promise<string | undefined> {
    const entity = { ...LEASE, owner, until: double(until) };
    const sent = await this.table.conditional('write the lease of delivery', () =>
      etag === undefined
        ? this.table.client.createEntity(entity)
        : this.table.client.updateEntity(entity, 'Replace', { etag }),
    );
    return sent.outcome === 'conflict' ? undefined : sent.result.etag;
  }

  async listStarts(): Promise<ReadonlyMap<string, ViewStart>> {
    const rows = await this.table.list<StartRow>('list the views', odata`PartitionKey eq ${VIEWS}`);
    return new Map(rows.map(({ rowKey, since, firstEventAt }) => [rowKey, { since, firstEventAt }]));
  }

  async noteStart(view: string, since: number): Promise<void> {
    // Another process may have noted it at the same time; its time is as good.
    await this.table.conditional('note the start of a view', () =>
      this.table.client.createEntity({ partitionKey: VIEWS, rowKey: view, since: double(since) }),
    );
  }

  async noteFirstEvent(view: string, at: number): Promise<void> {
    const keys = { partitionKey: VIEWS, rowKey: view };
    await this.table.guard('note the first event of a view', () =>
      this.table.client.upsertEntity({ ...keys, firstEventAt: double(at) }, 'Merge'),
    );
  }

  /** Sends one cheap request. @throws SluiceError `table_unavailable` if the table cannot be read. */
  async check(): Promise<void> {
    await this.table.read('reach the table', SINKS.partitionKey, SINKS.rowKey);
  }

  protected async readPartitions(source: Source) {
    const key = await this.generation.within(PARTITIONS);
    const row = await this.table.read<{ json: string }>('read the partitions', key, source);
    return (
      row && { etag: row.etag, partitions: JSON.parse(row.json) as Record<HubGeneration, readonly number[]> }
    );
  }
}

const MINUTE = 60_000;

export const POSITION = 'position';
export const DELIVERED = 'delivered';

interface StartRow {
  readonly rowKey: string;
  readonly since: number;
  readonly firstEventAt?: number;
}

export interface PositionRow {
  readonly lastSequenceNumber: number;
  /** Absent in rows of earlier versions. */
  readonly nextSlot?: number;
  readonly version: number;
  readonly wholeFrom: number;
  readonly lastEnqueuedTime: number;
  readonly changes: string;
  readonly outsideRetention: string;
  readonly future: string;
  /** Absent in rows of earlier versions. */
  readonly views?: string;
}

export function toPositionRow(position: LivePosition): object {
  const { lastSequenceNumber, version, wholeFrom, lastEnqueuedTime, changes, outsideRetention, future } =
    position;
  return {
    lastSequenceNumber: double(lastSequenceNumber),
    ...(position.nextSlot !== undefined && { nextSlot: double(position.nextSlot) }),
    version: double(version),
    wholeFrom: double(wholeFrom),
    lastEnqueuedTime: double(lastEnqueuedTime),
    changes: toRangesText(changes, ({ from, to, version: change }) => [...toMinutes(from, to), change]),
    outsideRetention: JSON.stringify(outsideRetention),
    future: toRangesText(future, ({ from, to }) => toMinutes(from, to)),
    ...(position.views !== undefined && { views: JSON.stringify(position.views) }),
  };
}

export function fromPositionRow(row: PositionRow): LivePosition {
  const { lastSequenceNumber, version, wholeFrom, lastEnqueuedTime } = row;
  return {
    lastSequenceNumber,
    nextSlot: row.nextSlot,
    version,
    wholeFrom,
    lastEnqueuedTime,
    changes: fromRangesText(row.changes, (numbers) => ({
      ...fromMinutes(numbers),
      version: numbers[2] ?? 0,
    })),
    outsideRetention: JSON.parse(row.outsideRetention) as LivePosition['outsideRetention'],
    future: fromRangesText(row.future, fromMinutes),
    views: row.views === undefined ? undefined : (JSON.parse(row.views) as LivePosition['views']),
  };
}

/**
 * A range as the minute since the epoch and how many minutes follow. It is short because a text property
 * holds 32,768 characters.
 */
function toMinutes(from: number, to: number): readonly number[] {
  return [from / MINUTE, (to - from) / MINUTE];
}

function fromMinutes([from = 0, more = 0]: readonly number[]): MinuteRange {
  return { from: from * MINUTE, to: (from + more) * MINUTE };
}

function toRangesText<T>(
  byView: Readonly<Record<string, readonly T[]>>,
  toNumbers: (range: T) => readonly number[],
): string {
  const entries = Object.entries(byView).map(([view, ranges]) => [view, ranges.map(toNumbers)] as const);
  return JSON.stringify(Object.fromEntries(entries));
}

function fromRangesText<T>(
  text: string,
  fromNumbers: (numbers: readonly number[]) => T,
): Readonly<Record<string, readonly T[]>> {
  const byView = JSON.parse(text) as Readonly<Record<string, readonly (readonly number[])[]>>;
  return Object.fromEntries(
    Object.entries(byView).map(([view, ranges]) => [view, ranges.map((numbers) => fromNumbers(numbers))]),
  );
}
