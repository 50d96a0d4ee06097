import { type Source } from '../contracts/source';
import { type PartitionId } from '../event-log/positions';
import { TABLES } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { type SinkStatus } from './sink-status';
import { LIVE } from './settings';
import { SINKS } from './sinks/settings';
import { PositionTable } from './store/position-table';
import { type LivePosition } from './windows/live-position';

/** Read access to the state of live windows. */
export interface LiveReadings {
  /** Reads the positions of all hub partitions of a source, of every hub generation. */
  readPositions(
    source: Source,
  ): Promise<readonly { readonly partition: PartitionId; readonly position: LivePosition }[]>;
  /** Reads the statuses that the delivering process wrote. A configured sink without a status yet is `idle`. */
  readSinks(): Promise<readonly SinkStatus[]>;
  /** Sends one cheap request to the table. */
  check(): Promise<void>;
}

/** @throws SluiceError `config_invalid` */
export function openLiveReadings(platform: Platform): LiveReadings {
  const { tables, live, sinks } = platform.settings({ tables: TABLES, live: LIVE, sinks: SINKS });
  return createLiveReadings(new PositionTable(tables, live.table), sinks.names);
}

/** @param sinkNames names from the settings, in their order */
export function createLiveReadings(
  store: Pick<PositionTable, 'listPartitions' | 'readPosition' | 'readSinkStatuses' | 'check'>,
  sinkNames: readonly string[],
): LiveReadings {
  return {
    async readPositions(source) {
      const partitions = await store.listPartitions(source);
      const found = await Promise.all(
        partitions.map(async (partition) => {
          const stored = await store.readPosition(partition);
          return stored && { partition, position: stored.position };
        }),
      );
      return found.filter((one) => one !== undefined);
    },
    async readSinks() {
      const written = await store.readSinkStatuses();
      return sinkNames.map(
        (name): SinkStatus =>
          written.find((one) => one.name === name) ?? {
            name,
            state: 'idle',
            lastDeliveredAt: null,
            message: null,
          },
      );
    },
    check: () => store.check(),
  };
}
