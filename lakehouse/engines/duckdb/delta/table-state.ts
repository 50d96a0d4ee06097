import { LakehouseError } from '../lakehouse-error';
import {
  type Action,
  type AddFile,
  type MetaData,
  type Protocol,
  type RemoveFile,
  type Transaction,
} from './actions';
import { fromStatsText } from './file-statistics';
import { fromLogPath } from './log-names';
import { fromSchemaString } from './schema-string';
import { type DataFile, type Snapshot } from './types';

/** The newest reader version that this reader supports. */
const READER_VERSION = 1;

interface Live {
  readonly action: AddFile;
  readonly file: DataFile;
}

/**
 * The state that a log's actions add up to (PROTOCOL.md "Action Reconciliation"). Commits are applied to a
 * copy, so a state that was returned does not change.
 */
export class TableState {
  readonly version: number;
  readonly protocol: Protocol;
  readonly metaData: MetaData;
  /** By path below the table, not URL-encoded. */
  readonly live: ReadonlyMap<string, Live>;
  /** Files that were removed from the table, by path, for as long as the log keeps them. */
  readonly tombstones: ReadonlyMap<string, RemoveFile>;
  readonly transactions: ReadonlyMap<string, Transaction>;
  /** Version of the newest checkpoint at the time of reading; 0 if there was none. */
  readonly checkpointVersion: number;
  readonly snapshot: Snapshot;

  private constructor(parts: Parts, version: number, checkpointVersion: number) {
    const { protocol, metaData } = parts;
    if (protocol === undefined || metaData === undefined)
      throw new LakehouseError('corrupt', 'the log has no protocol and no schema in its first version');
    this.version = version;
    this.protocol = protocol;
    this.metaData = metaData;
    this.live = parts.live;
    this.tombstones = parts.tombstones;
    this.transactions = parts.transactions;
    this.checkpointVersion = checkpointVersion;
    this.snapshot = {
      version,
      columns: fromSchemaString(metaData.schemaString),
      partitionColumns: metaData.partitionColumns,
      files: [...parts.live.values()].map(({ file }) => file),
      transactions: new Map([...parts.transactions].map(([appId, txn]) => [appId, txn.version])),
      properties: toProperties(metaData),
    };
  }

  /**
   * The state after more actions.
   *
   * @param before undefined for the first actions of all
   * @throws LakehouseError `unsupported` for a table that requires more of a reader; `corrupt`
   */
  static after(
    before: TableState | undefined,
    actions: readonly Action[],
    {
      version,
      checkpointVersion = before?.checkpointVersion ?? 0,
    }: { version: number; checkpointVersion?: number },
  ): TableState {
    const parts: Parts = {
      protocol: before?.protocol,
      metaData: before?.metaData,
      live: new Map(before?.live),
      tombstones: new Map(before?.tombstones),
      transactions: new Map(before?.transactions),
    };
    for (const action of actions) apply(parts, action);
    return new TableState(parts, version, checkpointVersion);
  }
}

interface Parts {
  protocol: Protocol | undefined;
  metaData: MetaData | undefined;
  readonly live: Map<string, Live>;
  readonly tombstones: Map<string, RemoveFile>;
  readonly transactions: Map<string, Transaction>;
}

function apply(parts: Parts, { protocol, metaData, add, remove, txn }: Action): void {
  if (protocol) {
    if (protocol.minReaderVersion > READER_VERSION)
      throw new LakehouseError(
        'unsupported',
        `the table requires reader version ${protocol.minReaderVersion}`,
      );
    parts.protocol = protocol;
  }
  if (metaData) {
    if (metaData.format.provider !== 'parquet')
      throw new LakehouseError(
        'unsupported',
        `the table's files have the format ${metaData.format.provider}`,
      );
    parts.metaData = metaData;
  }
  if (txn) parts.transactions.set(txn.appId, txn);
  if (remove) {
    const path = fromLogPath(remove.path);
    parts.live.delete(path);
    parts.tombstones.set(path, remove);
  }
  if (add) {
    const path = fromLogPath(add.path);
    parts.tombstones.delete(path);
    parts.live.set(path, { action: add, file: toDataFile(path, add) });
  }
}

function toProperties({ configuration }: MetaData): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration ?? {}).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

function toDataFile(path: string, { size, partitionValues, stats }: AddFile): DataFile {
  // An empty text means null (PROTOCOL.md "Partition Value Serialization").
  const partition = Object.fromEntries(
    Object.entries(partitionValues).map(([name, value]) => [name, value === '' ? null : value]),
  );
  return { path, size, partition, ...fromStatsText(stats) };
}
