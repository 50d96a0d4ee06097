import { odata, type TableEntity, type TableEntityResult, type TransactionAction } from '@azure/data-tables';
import { type Connection } from '../../platform/azure/connections';
import { type IndexPosition } from '../index-position';
import {
  type IndexChange,
  type QuarantineStore,
  type RecordPage,
  type Versioned,
  type WriteOutcome,
} from '../ports';
import {
  type QuarantinePartition,
  type QuarantineRecord,
  type RecordPlace,
  toPartitionKey,
} from '../quarantine-record';
import { type ReplayRecord } from '../replay-api';
import {
  AFTER_RECORDS,
  fromPositionProperties,
  fromRecordProperties,
  POSITION,
  toCodeProperty,
  toPositionProperties,
  toRecordProperties,
  toRecordRowKey,
  toReplayRowKey,
} from './quarantine-rows';
import { fromProperties, TableAccess, toProperties } from '../../platform/azure/table-access';

const REPLAYS = 'replays';
const FIRST_RECORD = 'q|';

type Row = TableEntityResult<object>;
type Keys = Required<Pick<TableEntity, 'partitionKey' | 'rowKey'>>;

/** The index of quarantined records and the replays, in Table Storage. */
export class QuarantineTable implements QuarantineStore {
  readonly #table: TableAccess;

  constructor(connection: Connection, table: string) {
    this.#table = new TableAccess(connection, table);
  }

  async readPosition(partition: QuarantinePartition): Promise<Versioned<IndexPosition> | undefined> {
    const row = await this.#read({ partitionKey: toPartitionKey(partition), rowKey: POSITION });
    return row === undefined ? undefined : { value: fromPositionProperties(row), etag: row.etag };
  }

  async writeIndex({
    partition,
    position,
    etag,
    created = [],
    changed = [],
  }: IndexChange): Promise<WriteOutcome> {
    const keys = { partitionKey: toPartitionKey(partition), rowKey: POSITION };
    const row = { ...keys, ...toPositionProperties(position) };
    const actions: TransactionAction[] = [
      etag === undefined ? ['create', row] : ['update', row, 'Replace', { etag }],
      ...created.map((record): TransactionAction => ['create', toRow(record)]),
      ...changed.map(({ value, etag: version }): TransactionAction => [
        'update',
        toRow(value),
        'Replace',
        { etag: version },
      ]),
    ];
    const { outcome } = await this.#table.conditional('write the index', () =>
      this.#table.client.submitTransaction(actions),
    );
    return outcome;
  }

  async readRecord(place: RecordPlace): Promise<Versioned<QuarantineRecord> | undefined> {
    const row = await this.#read(toKeys(place));
    return row === undefined ? undefined : { value: fromRecordProperties(row), etag: row.etag };
  }

  async changeRecord({
    value,
    etag,
  }: Versioned<QuarantineRecord>): Promise<
    { readonly outcome: 'written'; readonly etag: string } | { readonly outcome: 'conflict' }
  > {
    const written = await this.#table.conditional('count an attempt', () =>
      this.#table.client.updateEntity(toRow(value), 'Replace', { etag }),
    );
    return written.outcome === 'conflict'
      ? { outcome: 'conflict' }
      : { outcome: 'written', etag: written.result.etag ?? '' };
  }

  async listRecords(
    partition: QuarantinePartition,
    { below, limit, contract, code, event, from, to, state }: RecordPage,
  ): Promise<readonly QuarantineRecord[]> {
    const start = below === undefined ? FIRST_RECORD : toRecordRowKey(below);
    const conditions = [
      odata`PartitionKey eq ${toPartitionKey(partition)} and RowKey gt ${start} and RowKey lt ${AFTER_RECORDS}`,
      ...(contract === undefined ? [] : [odata`contract eq ${contract}`]),
      ...(code === undefined ? [] : [`${toCodeProperty(code)} eq true`]),
      // Strings compare by their UTF-16 units, so every id with this beginning is below the beginning with the last one.
      ...(event === undefined ? [] : [odata`eventId ge ${event} and eventId lt ${`${event}\ufffd`}`]),
      ...(from === undefined ? [] : [odata`enqueuedTime ge ${from}`]),
      ...(to === undefined ? [] : [odata`enqueuedTime lt ${to}`]),
      ...(state === 'all' ? [] : [state === 'replayed' ? "state eq 'replayed'" : "state ne 'replayed'"]),
    ];
    const rows = await this.#table.list('list records', conditions.join(' and '), { limit });
    return rows.map(fromRecordProperties);
  }

  async writeReplay(replay: ReplayRecord): Promise<void> {
    const keys = { partitionKey: REPLAYS, rowKey: toReplayRowKey(replay.replay) };
    // As JSON, because some members can be null, and names in a filter come from the caller.
    await this.#table.guard('record a replay', () =>
      this.#table.client.upsertEntity({ ...keys, ...toProperties({ replay: { ...replay } }) }, 'Replace'),
    );
  }

  async readReplay(id: string): Promise<ReplayRecord | undefined> {
    const row = await this.#read({ partitionKey: REPLAYS, rowKey: toReplayRowKey(id) });
    return row === undefined ? undefined : toReplay(row);
  }

  async listReplays(limit: number): Promise<readonly ReplayRecord[]> {
    return (await this.#table.list('list replays', odata`PartitionKey eq ${REPLAYS}`, { limit })).map(
      toReplay,
    );
  }

  /** Sends one cheap request. @throws SluiceError `table_unavailable` if the table cannot be read */
  async check(): Promise<void> {
    await this.#read({ partitionKey: REPLAYS, rowKey: POSITION });
  }

  #read({ partitionKey, rowKey }: Keys): Promise<Row | undefined> {
    return this.#table.read('read a row', partitionKey, rowKey);
  }
}

function toKeys(place: RecordPlace): Keys {
  return { partitionKey: toPartitionKey(place), rowKey: toRecordRowKey(place.sequenceNumber) };
}

function toRow(record: QuarantineRecord): TableEntity {
  return { ...toKeys(record), ...toRecordProperties(record) };
}

function toReplay(row: Row): ReplayRecord {
  const { replay } = fromProperties(row) as { readonly replay: ReplayRecord };
  // In version 0.1.0 an empty filter selected every record.
  return Object.keys(replay.filter).length === 0 ? { ...replay, filter: { all: true } } : replay;
}
