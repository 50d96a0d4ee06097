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

/** What waits to be landed, in the table of landing hints: a small row for each partition that is behind. */
export class WaitingTable implements WaitingStore {
  readonly #table: TableAccess;

  constructor(connection: Connection, table: string) {
    this.#table = new TableAccess(connection, table);
  }

  async list(): Promise<readonly WaitingPartition[]> {
    const rows = await this.#table.list<WaitingRow>('list what waits', `RowKey eq '${ROW}'`);
    return rows.flatMap(({ source, hubGeneration, partition, sequenceNumber, since }) =>
      // A source that is no more has no hub to be behind of.
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
    await this.#table.guard('keep what waits', () =>
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
    await this.#table.guard('clear what waited', async () => {
      try {
        await this.#table.client.deleteEntity(partitionKey, rowKey);
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    });
  }
}

/** Beside the partition's rows of hints and attempts. */
function keyOf(partition: PartitionId): { partitionKey: string; rowKey: string } {
  return { partitionKey: partitionKeyOf(partition), rowKey: ROW };
}

/** What waits to be landed, as the timer of landing ages saw it. @throws SluiceError `config_invalid` */
export function openWaiting(platform: Platform): WaitingTable {
  const { tables, landing } = platform.settings({ tables: TABLES, landing: LANDING });
  return new WaitingTable(tables, landing.table);
}
