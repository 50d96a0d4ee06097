import { type BronzePartition, partitionPath } from '../partition';
import { type LandingStateStore, type Suspicion } from '../ports';
import { type Connection } from '../../platform/config';
import { type Slot, toSequenceNumber, toSlot } from '../../event-log/positions';
import { double, statusOf, TableAccess } from '../../platform/azure/table-access';

const HINT = 'hint';
const SUSPICION = 'suspicion';

type SuspicionRow = Record<Exclude<keyof Suspicion, 'survived'>, number> & Pick<Suspicion, 'survived'>;

/** Landing hints and attempt counters in Table Storage: two small rows a partition. */
export class LandingTable implements LandingStateStore {
  readonly #table: TableAccess;

  constructor(connection: Connection, table: string) {
    this.#table = new TableAccess(connection, table);
  }

  async readHint(partition: BronzePartition): Promise<Slot | undefined> {
    const row = await this.#read<{ slot: number }>(partition, HINT);
    return row === undefined ? undefined : toSlot(row.slot);
  }

  async raiseHint(partition: BronzePartition, slot: Slot): Promise<void> {
    const row = await this.#read<{ slot: number }>(partition, HINT);
    if (row !== undefined && row.slot >= slot) return;
    const entity = { ...key(partition, HINT), slot };
    await this.#table.guard('raise the hint', () =>
      row === undefined
        ? this.#table.client.createEntity(entity)
        : this.#table.client.updateEntity(entity, 'Replace', { etag: row.etag }),
    );
  }

  async readSuspicion(partition: BronzePartition): Promise<Suspicion | undefined> {
    const row = await this.#read<SuspicionRow>(partition, SUSPICION);
    if (row === undefined) return undefined;
    return {
      firstSequenceNumber: toSequenceNumber(row.firstSequenceNumber),
      attempts: row.attempts,
      survived: row.survived,
      take: row.take,
      through: toSequenceNumber(row.through),
    };
  }

  async writeSuspicion(partition: BronzePartition, suspicion: Suspicion): Promise<void> {
    const { firstSequenceNumber, attempts, survived, take, through } = suspicion;
    await this.#table.guard('count an attempt', () =>
      this.#table.client.upsertEntity(
        // Sequence numbers outgrow Edm.Int32, which a plain number below 2^31 would become in its first row only.
        {
          ...key(partition, SUSPICION),
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

  async clearSuspicion(partition: BronzePartition): Promise<void> {
    const { partitionKey, rowKey } = key(partition, SUSPICION);
    await this.#table.guard('clear the attempts', async () => {
      try {
        await this.#table.client.deleteEntity(partitionKey, rowKey);
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    });
  }

  /** One cheap request. @throws SluiceError `table_unavailable` where the table cannot be read. */
  async check(): Promise<void> {
    await this.#table.guard('reach the table', () =>
      this.#table.client.listEntities().byPage({ maxPageSize: 1 }).next(),
    );
  }

  #read<T extends object>(
    partition: BronzePartition,
    row: string,
  ): Promise<(T & { readonly etag: string }) | undefined> {
    const { partitionKey, rowKey } = key(partition, row);
    return this.#table.read<T>(`read the ${row}`, partitionKey, rowKey);
  }
}

/** Keys must not hold `/`, `\`, `#` or `?` (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model). */
function key(partition: BronzePartition, row: string): { partitionKey: string; rowKey: string } {
  return { partitionKey: partitionPath(partition).replaceAll('/', '|'), rowKey: row };
}
