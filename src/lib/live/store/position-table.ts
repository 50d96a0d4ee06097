import { type Incarnation, type PartitionId } from '../../event-log/positions';
import { type Source } from '../../contracts/source';
import { TableAccess } from '../../platform/azure/table-access';
import { type Connection } from '../../platform/azure/connections';
import { type SinkStatus } from '../ports';
import { type StoredPosition } from '../windows/live-state-store';
import { fromPositionRow, livePartitionKey, POSITION, type PositionRow } from './position-rows';

/** Key of the rows that name the partitions of a source. */
export const PARTITIONS = 'partitions';
/** Key of the row of {@link PositionTable.readSinkStatuses}. */
export const SINKS = { partitionKey: 'sinks', rowKey: 'status' };

/** How far live windows are, as far as others than the live path read it. All throw SluiceError `table_unavailable`. */
export class PositionTable {
  protected readonly table: TableAccess;

  constructor(connection: Connection, table: string) {
    this.table = new TableAccess(connection, table, { missingIsConflict: true });
  }

  async listPartitions(source: Source): Promise<readonly PartitionId[]> {
    const row = await this.readPartitions(source);
    return Object.entries(row?.partitions ?? {}).flatMap(([incarnation, numbers]) =>
      numbers.map((partition) => ({ source, incarnation: incarnation as Incarnation, partition })),
    );
  }

  async readPosition(partition: PartitionId): Promise<StoredPosition | undefined> {
    const key = livePartitionKey(partition);
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

  /** One cheap request. @throws SluiceError `table_unavailable` where the table cannot be read. */
  async check(): Promise<void> {
    await this.table.read('reach the table', SINKS.partitionKey, SINKS.rowKey);
  }

  protected async readPartitions(source: Source) {
    const row = await this.table.read<{ json: string }>('read the partitions', PARTITIONS, source);
    return (
      row && { etag: row.etag, partitions: JSON.parse(row.json) as Record<Incarnation, readonly number[]> }
    );
  }
}
