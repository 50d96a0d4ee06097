import { type WaitingPartition, type WaitingStore } from '../landing-ages';
import { type HubGeneration, type PartitionId, partitionKeyOf } from '../../event-log/positions';
import { type Connection, TABLES } from '../../platform/azure/connections';
import { isSource } from '../../contracts/source';
import { double, statusOf, TableAccess } from '../../platform/azure/table-access';
import { type Platform } from '../../platform/platform';
import { LANDING } from '../settings';

const ROW = 'waiting';

interface WaitingRow {
  readonly source: string;
  readonly hubGeneration: string;
  readonly partition: number;
  readonly sequenceNumber: number;
  readonly since: number;
}

/** Events that wait to be landed, in the table of head hints: one small row for each partition that is behind. */
export class WaitingTable implements WaitingStore {
  readonly #table: TableAccess;

  constructor(connection: Connection, table: string) {
    this.#table = new TableAccess(connection, table);
  }

  async list(): Promise<readonly WaitingPartition[]> {
    const rows = await this.#table.list<WaitingRow>('list waiting events', `RowKey eq '${ROW}'`);
    return rows.flatMap(({ source, hubGeneration, partition, sequenceNumber, since }) =>
      // The row may be of a source that was removed.
      isSource(source)
        ? [
            {
              source,
              hubGeneration: hubGeneration as HubGeneration,
              partition,
              waiting: { sequenceNumber, since },
            },
          ]
        : [],
    );
  }

  async write({ source, hubGeneration, partition, waiting }: WaitingPartition): Promise<void> {
    await this.#table.guard('write a waiting event', () =>
      this.#table.client.upsertEntity(
        {
          ...keyOf({ source, hubGeneration, partition }),
          source,
          hubGeneration,
          partition,
          sequenceNumber: double(waiting.sequenceNumber),
          since: double(waiting.since),
        },
        'Replace',
      ),
    );
  }

  async clear(partition: PartitionId): Promise<void> {
    const { partitionKey, rowKey } = keyOf(partition);
    await this.#table.guard('clear a waiting event', async () => {
      try {
        await this.#table.client.deleteEntity(partitionKey, rowKey);
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    });
  }
}

/** In the same table partition as the rows of hints and attempts. */
function keyOf(partition: PartitionId): { partitionKey: string; rowKey: string } {
  return { partitionKey: partitionKeyOf(partition), rowKey: ROW };
}

/** Opens the waiting events that the timer of landing ages writes. @throws SluiceError `config_invalid` */
export function openWaiting(platform: Platform): WaitingTable {
  const { tables, landing } = platform.settings({ tables: TABLES, landing: LANDING });
  return new WaitingTable(tables, landing.table);
}
