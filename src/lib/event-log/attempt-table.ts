import { type Connection } from '../platform/azure/connections';
import { double, statusOf, TableAccess } from '../platform/azure/table-access';
import { type AttemptStore, type Suspicion } from './attempt-store';
import { type PartitionId, partitionKeyOf, toSequenceNumber } from './positions';

const SUSPICION = 'suspicion';

type SuspicionRow = Record<Exclude<keyof Suspicion, 'survived'>, number> & Pick<Suspicion, 'survived'>;

/** Attempt counters in Table Storage: a small row a partition. */
export class AttemptTable implements AttemptStore {
  protected readonly table: TableAccess;

  constructor(connection: Connection, table: string) {
    this.table = new TableAccess(connection, table);
  }

  async readSuspicion(partition: PartitionId): Promise<Suspicion | undefined> {
    const row = await this.read<SuspicionRow>(partition, SUSPICION);
    if (row === undefined) return undefined;
    return {
      firstSequenceNumber: toSequenceNumber(row.firstSequenceNumber),
      attempts: row.attempts,
      survived: row.survived,
      take: row.take,
      through: toSequenceNumber(row.through),
    };
  }

  async writeSuspicion(partition: PartitionId, suspicion: Suspicion): Promise<void> {
    const { firstSequenceNumber, attempts, survived, take, through } = suspicion;
    await this.table.guard('count an attempt', () =>
      this.table.client.upsertEntity(
        // Sequence numbers outgrow Edm.Int32, which a plain number below 2^31 would become in its first row only.
        {
          ...toKey(partition, SUSPICION),
          firstSequenceNumber: double(firstSequenceNumber),
          attempts,
          survived,
          take,
          through: double(through),
        },
        'Replace',
      ),
    );
  }

  async clearSuspicion(partition: PartitionId): Promise<void> {
    const { partitionKey, rowKey } = toKey(partition, SUSPICION);
    await this.table.guard('clear the attempts', async () => {
      try {
        await this.table.client.deleteEntity(partitionKey, rowKey);
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    });
  }

  /** One cheap request. @throws SluiceError `table_unavailable` where the table cannot be read. */
  async check(): Promise<void> {
    await this.table.guard('reach the table', () =>
      this.table.client.listEntities().byPage({ maxPageSize: 1 }).next(),
    );
  }

  protected read<T extends object>(
    partition: PartitionId,
    row: string,
  ): Promise<(T & { readonly etag: string }) | undefined> {
    const { partitionKey, rowKey } = toKey(partition, row);
    return this.table.read<T>(`read the ${row}`, partitionKey, rowKey);
  }
}

/** The keys of one of a partition's rows. */
export function toKey(partition: PartitionId, row: string): { partitionKey: string; rowKey: string } {
  return { partitionKey: partitionKeyOf(partition), rowKey: row };
}
