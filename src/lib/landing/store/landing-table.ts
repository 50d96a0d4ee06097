import { AttemptTable, toKey } from '../../event-log/attempt-table';
import { type PartitionId, type Slot, toSlot } from '../../event-log/positions';
import { type LandingStateStore } from '../ports';
import { TABLES } from '../../platform/azure/connections';
import { type Platform } from '../../platform/platform';
import { LANDING } from '../settings';

const HINT = 'hint';

/** Head hints and attempt counters in Table Storage: two small rows per partition. */
export class LandingTable extends AttemptTable implements LandingStateStore {
  async readHint(partition: PartitionId): Promise<Slot | undefined> {
    const row = await this.read<{ slot: number }>(partition, HINT);
    return row === undefined ? undefined : toSlot(row.slot);
  }

  async advanceHeadHint(partition: PartitionId, slot: Slot): Promise<void> {
    const row = await this.read<{ slot: number }>(partition, HINT);
    if (row !== undefined && row.slot >= slot) return;
    const entity = { ...toKey(partition, HINT), slot };
    await this.table.guard('advance the head hint', () =>
      row === undefined
        ? this.table.client.createEntity(entity)
        : this.table.client.updateEntity(entity, 'Replace', { etag: row.etag }),
    );
  }
}

/** Opens the state that landing keeps in its table. @throws SluiceError `config_invalid` */
export function openLandingState(platform: Platform): LandingTable {
  const { tables, landing } = platform.settings({ tables: TABLES, landing: LANDING });
  return new LandingTable(tables, landing.table);
}
