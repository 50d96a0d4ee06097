import { randomUUID } from 'node:crypto';
import { type Action, type MetaData } from './actions';
import { changesColumns, changesProperties } from './check-commit';
import { toStatsText } from './file-statistics';
import { toLogPath } from './log-names';
import { toSchemaString } from './schema-string';
import { type TableState } from './table-state';
import { type Commit } from './types';
import { type UploadedFile } from './upload-files';

/** Name of the writer in the table's history. */
const ENGINE = 'Sluice/1';

export interface ActionsOptions {
  /** The table before the commit; undefined for a new one. */
  readonly state: TableState | undefined;
  readonly commit: Commit;
  readonly uploaded: readonly UploadedFile[];
  /** Unique to this attempt to write the commit. */
  readonly txnId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The actions of a commit, in the order of Delta's own writers. */
export function toActions(options: ActionsOptions): Action[] {
  const { state, commit, now } = options;
  const actions: Action[] = [{ commitInfo: toCommitInfo(options) }];
  if (state === undefined) actions.push({ protocol: { minReaderVersion: 1, minWriterVersion: 2 } });
  if (state === undefined || changesColumns(state, commit) || changesProperties(state, commit))
    actions.push({ metaData: toMetaData(state?.metaData, commit, now) });
  if (commit.transaction !== undefined) actions.push({ txn: { ...commit.transaction, lastUpdated: now } });
  return [...actions, ...toRemoves(options), ...toAdds(options)];
}

function toMetaData(
  known: MetaData | undefined,
  { columns, partitionColumns, properties, overwrite = false }: Commit,
  now: number,
): MetaData {
  const schemaString = toSchemaString(columns, overwrite ? undefined : known?.schemaString);
  if (known !== undefined)
    return {
      ...known,
      schemaString,
      partitionColumns: [...partitionColumns],
      configuration: { ...known.configuration, ...properties },
    };
  return {
    id: randomUUID(),
    format: { provider: 'parquet', options: {} },
    schemaString,
    partitionColumns: [...partitionColumns],
    configuration: { ...properties },
    createdTime: now,
  };
}

function toAdds({ commit: { dataChange = true }, uploaded, now }: ActionsOptions): Action[] {
  return uploaded.map(({ file, path, size }) => ({
    add: {
      path: toLogPath(path),
      partitionValues: { ...file.partition },
      size,
      modificationTime: now,
      dataChange,
      stats: toStatsText(file.rows, file.stats),
    },
  }));
}

function toRemoves({ state, commit: { remove, dataChange = true }, now }: ActionsOptions): Action[] {
  return remove.flatMap((path) => {
    const live = state?.live.get(path);
    if (live === undefined) return [];
    const { path: logPath, partitionValues, size } = live.action;
    return [
      {
        remove: {
          // Keep the spelling of the file's writer: the path links the two actions.
          path: logPath,
          deletionTimestamp: now,
          dataChange,
          extendedFileMetadata: true,
          partitionValues,
          size,
        },
      },
    ];
  });
}

/** PROTOCOL.md "Commit Provenance Information"; the names are those that Spark's DESCRIBE HISTORY shows. */
function toCommitInfo({ state, commit, uploaded, txnId, now }: ActionsOptions): Record<string, unknown> {
  const { operation, operationParameters = {}, isBlindAppend = false, userMetadata, remove } = commit;
  const sum = (values: readonly number[]): string =>
    String(values.reduce((total, value) => total + value, 0));
  return {
    timestamp: now,
    operation,
    operationParameters,
    ...(state !== undefined && { readVersion: state.version }),
    isolationLevel: 'Serializable',
    isBlindAppend,
    operationMetrics: {
      numFiles: String(uploaded.length),
      numOutputRows: sum(uploaded.map(({ file }) => file.rows)),
      numOutputBytes: sum(uploaded.map(({ size }) => size)),
      numRemovedFiles: String(remove.length),
    },
    ...(userMetadata !== undefined && { userMetadata }),
    engineInfo: ENGINE,
    txnId,
  };
}
