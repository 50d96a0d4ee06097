import { type HubGeneration } from '../event-log/positions';
import { type Source } from '../contracts/source';
import { type PartitionAccount, readAccount } from './partition-account';
import { type SlotReader } from './ports';
import { type HubInspector } from '../event-log/hub-reader';

export type { PartitionAccount } from './partition-account';

export interface Reconciliation {
  readonly accounts: readonly PartitionAccount[];
  /** True where no account has a difference. */
  readonly clean: boolean;
}

export interface ReconcileOptions {
  readonly sources: readonly Source[];
  readonly hub: HubInspector;
  readonly slots: SlotReader;
  /** Called after each partition, for progress. */
  readonly onAccount?: (account: PartitionAccount) => void;
}

/**
 * Proves the books: for each partition, received = accepted + quarantined; slots without a hole in their numbers; each
 * slot true to its metadata; no sequence number missing or twice.
 *
 * The hub is asked first, so events that arrive meanwhile are not taken for lost. Everything is read: the cost is that
 * of downloading Bronze once.
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
