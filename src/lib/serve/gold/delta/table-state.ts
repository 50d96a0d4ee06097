import { type TableColumn } from '../table-reader';
import { type DataFile, toDataFile, toPath } from './data-file';
import { goldUnreadable, toColumns } from './table-schema';
import { type Action, type AddFile, type MetaData } from './log-actions';

/** The Delta application whose transactions number the refreshes; see docs/lakehouse.md. */
const APPLICATION = 'sluice';

/** An immutable state of a table at one version (PROTOCOL.md "Action Reconciliation"). */
export interface TableState {
  readonly version: number;
  readonly metaData: MetaData;
  readonly columns: readonly TableColumn[];
  readonly files: ReadonlyMap<string, DataFile>;
  readonly refresh: number | undefined;
}

/**
 * Applies actions to a state.
 *
 * @param before undefined for the first actions of a log
 * @throws SluiceError `gold_unreadable` if the table needs features that this reader does not have
 */
export function applyActions(
  table: string,
  before: TableState | undefined,
  actions: readonly Action[],
  version: number,
): TableState {
  let { metaData, columns, refresh } = before ?? {};
  const files = new Map(before?.files);
  const adds: AddFile[] = [];
  for (const action of actions) {
    checkCheckpoint(table, action);
    if (action.protocol) checkProtocol(table, action.protocol);
    if (action.metaData) {
      metaData = action.metaData;
      checkMetaData(table, metaData);
      columns = toColumns(table, metaData.schemaString);
    }
    if (action.txn?.appId === APPLICATION) refresh = action.txn.version;
    // A commit either adds or removes a path, never both, so their order does not matter.
    if (action.remove) files.delete(toPath(table, action.remove.path));
    if (action.add) adds.push(action.add);
  }
  if (metaData === undefined || columns === undefined) throw goldUnreadable(table, 'its log has no schema');
  for (const add of adds) {
    const file = toDataFile(table, add, columns, metaData.partitionColumns);
    files.set(file.path, file);
  }
  return { version, metaData, columns, files, refresh };
}

/**
 * PROTOCOL.md "Protocol Evolution": version 2 is column mapping, which the metadata enables; version 3 lists
 * its features.
 */
function checkProtocol(
  table: string,
  { minReaderVersion, readerFeatures }: NonNullable<Action['protocol']>,
): void {
  if (minReaderVersion <= 2) return;
  const features = readerFeatures ?? [];
  throw goldUnreadable(
    table,
    features.length === 0
      ? `it needs reader version ${minReaderVersion}`
      : `it needs the reader feature${features.length > 1 ? 's' : ''} ${features.join(', ')}`,
  );
}

function checkMetaData(table: string, { format, configuration }: MetaData): void {
  if (format.provider !== 'parquet')
    throw goldUnreadable(table, `its files have the format ${format.provider}`);
  const mapping = configuration?.['delta.columnMapping.mode'] ?? 'none';
  if (mapping !== 'none')
    throw goldUnreadable(table, `it needs the reader feature columnMapping (${mapping})`);
}

function checkCheckpoint(table: string, { sidecar, checkpointMetadata }: Action): void {
  if ((sidecar ?? checkpointMetadata ?? null) !== null)
    throw goldUnreadable(table, 'it needs the reader feature v2Checkpoint');
}
