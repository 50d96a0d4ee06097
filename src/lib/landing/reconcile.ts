import { type HubGeneration } from '../event-log/positions';
import { type HubInspector, type HubPartition } from '../event-log/hub-reader';
import { type Source } from '../contracts/source';
import { type PartitionAccount, readAccount, type WaitForSlots } from './partition-account';
import { type SlotReader } from './ports';
import { type ProofStore } from './slot-proof';

export type { PartitionAccount } from './partition-account';

export interface Reconciliation {
  readonly accounts: readonly PartitionAccount[];
  /** True if no account has a difference. */
  readonly clean: boolean;
}

/** How far a reconciliation has come in one partition. */
export interface ReconcileProgress {
  readonly source: Source;
  readonly partition: number;
  /** Events of Bronze that were read, and all events up to the cut. */
  readonly read: number;
  readonly of: number;
}

export interface ReconcileOptions {
  readonly sources: readonly Source[];
  readonly hub: HubInspector;
  readonly slots: SlotReader;
  /** What earlier runs proved. Without it, every slot is read. */
  readonly proofs?: ProofStore;
  /** How long to wait for events that are on their way to Bronze. @default not at all */
  readonly wait?: WaitForSlots;
  /** Called with the number of events that the hubs had received at the cut. */
  readonly onCut?: (received: number) => void;
  readonly onProgress?: (progress: ReconcileProgress) => void;
  /** Called after each partition. */
  readonly onAccount?: (account: PartitionAccount) => void;
}

/** What a hub had received at one moment. */
interface Cut {
  readonly source: Source;
  readonly hubGeneration: HubGeneration;
  readonly partitions: readonly HubPartition[];
}

/**
 * Reconciles Bronze with the hubs. For each partition, received must equal accepted + quarantined. Slot numbers must
 * have no holes, each slot must match its metadata, and no sequence number may be missing or duplicate.
 *
 * It takes a cut first: the newest event of every partition. Later events do not count, so the pipeline may run
 * meanwhile. Without proofs it reads all slots, which costs as much as downloading Bronze once.
 *
 * @throws SluiceError `hub_unavailable`, `lake_unavailable`
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciliation> {
  const { sources, hub, onCut } = options;
  const cuts = await Promise.all(sources.map((source) => readCut(source, hub)));
  onCut?.(
    cuts
      .flatMap(({ partitions }) => partitions)
      .reduce((sum, { lastSequenceNumber }) => sum + lastSequenceNumber + 1, 0),
  );
  const accounts: PartitionAccount[] = [];
  for (const cut of cuts) accounts.push(...(await reconcileSource(cut, options)));
  return { accounts, clean: accounts.every(({ differences }) => differences.length === 0) };
}

async function readCut(source: Source, hub: HubInspector): Promise<Cut> {
  const [hubGeneration, partitions] = await Promise.all([
    hub.readHubGeneration(source),
    hub.readPartitions(source),
  ]);
  return { source, hubGeneration, partitions };
}

async function reconcileSource(
  { source, hubGeneration: current, partitions }: Cut,
  { slots, proofs, wait, onProgress, onAccount }: ReconcileOptions,
): Promise<readonly PartitionAccount[]> {
  const accounts: PartitionAccount[] = [];
  const hubGenerations = new Set([...(await slots.listHubGenerations(source)), current]);
  for (const hubGeneration of [...hubGenerations].sort()) {
    const isCurrent = hubGeneration === current;
    const ofHub = isCurrent ? partitions : [];
    const inBronze = await slots.listPartitions(source, hubGeneration);
    const numbers = new Set([...inBronze, ...ofHub.map(({ partition }) => partition)]);
    for (const number of [...numbers].sort((a, b) => a - b)) {
      const partition = { source, hubGeneration, partition: number };
      const received = ofHub.find((one) => one.partition === number);
      const of = (received?.lastSequenceNumber ?? -1) + 1;
      const { account, proof } = await readAccount({
        partition,
        current: isCurrent,
        hub: received,
        reader: slots,
        proof: proofs?.read(partition),
        wait,
        onSlot:
          onProgress &&
          ((next) => {
            onProgress({ source, partition: number, read: next, of: Math.max(of, next) });
          }),
      });
      proofs?.write(partition, proof);
      accounts.push(account);
      onAccount?.(account);
    }
  }
  return accounts;
}
