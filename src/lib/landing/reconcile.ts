import { type HubGeneration } from '../event-log/positions';
import { type Source } from '../contracts/source';
import { type PartitionAccount, readAccount } from './partition-account';
import { type SlotReader } from './ports';
import { type HubInspector } from '../event-log/hub-reader';

export type { PartitionAccount } from './partition-account';

export interface Reconciliation {
  readonly accounts: readonly PartitionAccount[];
  /** True if no account has a difference. */
  readonly clean: boolean;
}

export interface ReconcileOptions {
  readonly sources: readonly Source[];
  readonly hub: HubInspector;
  readonly slots: SlotReader;
  /** Called after each partition, to report progress. */
  readonly onAccount?: (account: PartitionAccount) => void;
}

/**
 * Reconciles Bronze with the hubs. For each partition, received must equal accepted + quarantined. Slot numbers must
 * have no holes, each slot must match its metadata, and no sequence number may be missing or duplicate.
 *
 * The hub is read first, so events that arrive during the run do not count as lost. The function reads everything,
 * which costs as much as downloading Bronze once.
 */
export async function reconcile({
  sources,
  hub,
  slots,
  onAccount,
}: ReconcileOptions): Promise<Reconciliation> {
  const accounts: PartitionAccount[] = [];
  for (const source of sources) {
    const [current, partitions] = await Promise.all([
      hub.readHubGeneration(source),
      hub.readPartitions(source),
    ]);
    const hubGenerations = new Set<HubGeneration>([...(await slots.listHubGenerations(source)), current]);
    for (const hubGeneration of [...hubGenerations].sort()) {
      const isCurrent = hubGeneration === current;
      const inBronze = await slots.listPartitions(source, hubGeneration);
      const numbers = new Set([
        ...inBronze,
        ...(isCurrent ? partitions.map(({ partition }) => partition) : []),
      ]);
      for (const partition of [...numbers].sort((a, b) => a - b)) {
        const received = isCurrent ? partitions.find((one) => one.partition === partition) : undefined;
        const account = await readAccount({
          partition: { source, hubGeneration, partition },
          current: isCurrent,
          hub: received,
          reader: slots,
        });
        accounts.push(account);
        onAccount?.(account);
      }
    }
  }
  return { accounts, clean: accounts.every(({ differences }) => differences.length === 0) };
}
