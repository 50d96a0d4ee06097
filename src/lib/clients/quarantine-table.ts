import {
  odata,
  type RestError,
  TableClient,
  type TableEntity,
  type TableEntityResult,
  type TransactionAction,
} from '@azure/data-tables';
import { type Connection } from '../config';
import { type IndexPosition } from '../quarantine/index-position';
import {
  type IndexChange,
  type QuarantineStore,
  type RecordPage,
  type Versioned,
  type WriteOutcome,
} from '../quarantine/ports';
import { type QuarantinePartition, type QuarantineRecord } from '../quarantine/quarantine-record';
import { type RecordPlace, toPartitionKey } from '../quarantine/record-id';
import { type ReplayRecord } from '../quarantine/replay-record';
import { SluiceError } from '../shared/errors';
import { createCredential } from './credential';
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
import { fromProperties, toProperties } from './refresh-rows';

const REPLAYS = 'replays';
const FIRST_RECORD = 'q|';

type Row = TableEntityResult<object>;
type Keys = Required<Pick<TableEntity, 'partitionKey' | 'rowKey'>>;

/** The index of quarantined records and the replays, in Table Storage. */
export class QuarantineTable implements QuarantineStore {
  readonly #table: TableClient;
  #created: Promise<void> | undefined;

  constructor(connection: Connection, table: string) {
    const options = { retryOptions: { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 } };
    this.#table =
      connection.kind === 'connectionString'
        ? TableClient.fromConnectionString(connection.connectionString, table, {
            ...options,
            // A connection string to http:// is the local emulator; in Azure there are identities and https only.
            allowInsecureConnection: connection.connectionString.includes('http://'),
          })
        : new TableClient(connection.endpoint, table, createCredential(connection.clientId), options);
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
    const written = await this.#conditional('write the index', () => this.#table.submitTransaction(actions));
    return written === undefined ? 'conflict' : 'written';
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
    const written = await this.#conditional('count an attempt', () =>
      this.#table.updateEntity(toRow(value), 'Replace', { etag }),
    );
    return written === undefined ? { outcome: 'conflict' } : { outcome: 'written', etag: written.etag ?? '' };
  }

  async listRecords(
    partition: QuarantinePartition,
    { below, limit, contract, code, from, to, state }: RecordPage,
  ): Promise<readonly QuarantineRecord[]> {
    const start = below === undefined ? FIRST_RECORD : toRecordRowKey(below);
    const conditions = [
      odata`PartitionKey eq ${toPartitionKey(partition)} and RowKey gt ${start} and RowKey lt ${AFTER_RECORDS}`,
      ...(contract === undefined ? [] : [odata`contract eq ${contract}`]),
      ...(code === undefined ? [] : [`${toCodeProperty(code)} eq true`]),
      ...(from === undefined ? [] : [odata`enqueuedTime ge ${from}`]),
      ...(to === undefined ? [] : [odata`enqueuedTime lt ${to}`]),
      ...(state === 'all' ? [] : [state === 'replayed' ? "state eq 'replayed'" : "state ne 'replayed'"]),
    ];
    const rows = await this.#list(conditions.join(' and '), limit);
    return rows.map(fromRecordProperties);
  }

  async writeReplay(replay: ReplayRecord): Promise<void> {
    const keys = { partitionKey: REPLAYS, rowKey: toReplayRowKey(replay.replay) };
    // As JSON, because some of it may be null, and the names of a filter are a caller's.
    await this.#guard('record a replay', () =>
      this.#table.upsertEntity({ ...keys, ...toProperties({ replay: { ...replay } }) }, 'Replace'),
    );
  }

  async readReplay(id: string): Promise<ReplayRecord | undefined> {
    const row = await this.#read({ partitionKey: REPLAYS, rowKey: toReplayRowKey(id) });
    return row === undefined ? undefined : toReplay(row);
  }

  async listReplays(limit: number): Promise<readonly ReplayRecord[]> {
    return (await this.#list(odata`PartitionKey eq ${REPLAYS}`, limit)).map(toReplay);
  }

  /** One cheap request. @throws SluiceError `table_unavailable` where the table cannot be read. */
  async check(): Promise<void> {
    await this.#read({ partitionKey: REPLAYS, rowKey: POSITION });
  }

  #read({ partitionKey, rowKey }: Keys): Promise<Row | undefined> {
    return this.#guard('read a row', async () => {
      try {
        return await this.#table.getEntity(partitionKey, rowKey);
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    });
  }

  /** Up to `limit` rows, in the order of their keys. */
  #list(filter: string, limit: number): Promise<Row[]> {
    return this.#guard('list rows', async () => {
      const rows: Row[] = [];
      const pages = this.#table.listEntities({ queryOptions: { filter } });
      for await (const page of pages.byPage({ maxPageSize: Math.min(limit, 1000) })) {
        rows.push(...page);
        if (rows.length >= limit) break;
      }
      return rows.slice(0, limit);
    });
  }

  /** A write that another writer may have forestalled: 409 for a row that exists, 412 for one that changed. */
  #conditional<T>(action: string, write: () => Promise<T>): Promise<T | undefined> {
    return this.#guard(action, async () => {
      try {
        return await write();
      } catch (error) {
        if (statusOf(error) === 409 || statusOf(error) === 412) return undefined;
        throw error;
      }
    });
  }

  async #guard<T>(action: string, call: () => Promise<T>): Promise<T> {
    try {
      // The service answers 204 or 409; the client takes both as success.
      this.#created ??= this.#table.createTable();
      await this.#created;
      return await call();
    } catch (cause) {
      this.#created = undefined;
      const { statusCode, code, message } = cause as Partial<RestError>;
      const reason = [statusCode, code ?? message].filter((part) => part !== undefined).join(' ');
      throw new SluiceError(
        'table_unavailable',
        `could not ${action} in table '${this.#table.tableName}': ${reason}`,
        { kind: 'transient', cause },
      );
    }
  }
}

function toKeys(place: RecordPlace): Keys {
  return { partitionKey: toPartitionKey(place), rowKey: toRecordRowKey(place.sequenceNumber) };
}

function toRow(record: QuarantineRecord): TableEntity {
  return { ...toKeys(record), ...toRecordProperties(record) };
}

function toReplay(row: Row): ReplayRecord {
  return (fromProperties(row) as { readonly replay: ReplayRecord }).replay;
}

function statusOf(error: unknown): number | undefined {
  return (error as Partial<RestError>).statusCode;
}
