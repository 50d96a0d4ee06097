import { type Connection } from '../platform/azure/connections';
import { double, statusOf, TableAccess } from '../platform/azure/table-access';
import { type AttemptStore, type PoisonSearch } from './attempt-store';
import { type PartitionId, partitionKeyOf, toSequenceNumber } from './positions';

const POISON_SEARCH = 'poison_search';

type PoisonSearchRow = Record<Exclude<keyof PoisonSearch, 'survived'>, number> &
  Pick<PoisonSearch, 'survived'>;

/** Attempt counters in Table Storage: one small row per partition. */
export class AttemptTable implements AttemptStore {
  protected readonly table: TableAccess;

  constructor(connection: Connection, table: string) {
    this.table = new TableAccess(connection, table);
  }

  async readPoisonSearch(partition: PartitionId): Promise<PoisonSearch | undefined> {
    const row = await this.read<PoisonSearchRow>(partition, POISON_SEARCH);
    if (row === undefined) return undefined;
    return {
      firstSequenceNumber: toSequenceNumber(row.firstSequenceNumber),
      attempts: row.attempts,
      survived: row.survived,
      take: row.take,
      lastSequenceNumber: toSequenceNumber(row.lastSequenceNumber),
    };
  }

  async writePoisonSearch(partition: PartitionId, poisonSearch: PoisonSearch): Promise<void> {
    const { firstSequenceNumber, attempts, survived, take, lastSequenceNumber } = poisonSearch;
    await this.table.guard('count an attempt', () =>
      this.table.client.upsertEntity(
        // Sequence numbers outgrow Edm.Int32. The SDK would choose that type for plain numbers below 2^31.
        {
          ...toKey(partition, POISON_SEARCH),
          firstSequenceNumber: double(firstSequenceNumber),
          attempts,
          survived,
          take,
          lastSequenceNumber: double(lastSequenceNumber),
        },
        'Replace',
      ),
    );
  }

  async clearPoisonSearch(partition: PartitionId): Promise<void> {
    const { partitionKey, rowKey } = toKey(partition, POISON_SEARCH);
    await this.table.guard('clear the attempts', async () => {
      try {
        await this.table.client.deleteEntity(partitionKey, rowKey);
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    });
  }

  /** Sends one cheap request. @throws SluiceError `table_unavailable` if the table cannot be read */
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

/** Returns the keys of one of a partition's rows. */
export function toKey(partition: PartitionId, row: string): { partitionKey: string; rowKey: string } {
  return { partitionKey: partitionKeyOf(partition), rowKey: row };
}
