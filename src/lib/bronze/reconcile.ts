import { isSluiceError } from '../shared/errors';
import { type Incarnation, type Slot } from '../shared/positions';
import { type Source } from '../shared/source';
import { checkSlot, isRecorded } from './check-slot';
import { type BronzePartition, fromSlotPath } from './partition';
import { type HubInspector, type HubPartition, type SlotReader } from './ports';

/** The books of one partition of one incarnation. */
export interface PartitionAccount extends BronzePartition {
  /** Whether the hub still lives in this incarnation, so that it can be asked what it received. */
  readonly current: boolean;
  /** Events that the hub has taken in since its creation; of a past incarnation, what Bronze says. */
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly slots: number;
  /** Events that the hub lost before they could be landed (retention), as recorded when it was seen. */
  readonly lostBeforeLanding: number;
  /** Whatever does not agree, one sentence each; empty where the books balance. */
  readonly differences: readonly string[];
}

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
      hub.readIncarnation(source),
      hub.readPartitions(source),
    ]);
    const incarnations = new Set<Incarnation>([...(await slots.listIncarnations(source)), current]);
    for (const incarnation of [...incarnations].sort()) {
      const isCurrent = incarnation === current;
      const inBronze = await slots.listPartitions(source, incarnation);
      const numbers = new Set([
        ...inBronze,
        ...(isCurrent ? partitions.map(({ partition }) => partition) : []),
      ]);
      for (const partition of [...numbers].sort((a, b) => a - b)) {
        const received = isCurrent ? partitions.find((one) => one.partition === partition) : undefined;
        const account = await readAccount({ source, incarnation, partition }, isCurrent, received, slots);
        accounts.push(account);
        onAccount?.(account);
      }
    }
  }
  return { accounts, clean: accounts.every(({ differences }) => differences.length === 0) };
}

/** A slot, or one sentence on why the object under its name is none. */
async function readSlot(
  reader: SlotReader,
  path: string,
): Promise<Awaited<ReturnType<SlotReader['read']>> | string> {
  try {
    return await reader.read(path);
  } catch (error) {
    if (isSluiceError(error) && error.code === 'landing_invariant') return error.message;
    throw error;
  }
}

async function readAccount(
  partition: BronzePartition,
  current: boolean,
  hub: HubPartition | undefined,
  reader: SlotReader,
): Promise<PartitionAccount> {
  const differences: string[] = [];
  let accepted = 0;
  let quarantined = 0;
  let slots = 0;
  let lostBeforeLanding = 0;
  let nextSlot = 0;
  let nextSequenceNumber = 0;
  if (current && hub === undefined)
    differences.push('Bronze has slots for a partition that the hub does not have');

  for await (const path of reader.listPaths(partition)) {
    const slot: Slot | undefined = fromSlotPath(path);
    if (slot === undefined) {
      differences.push(`${path} is not a slot`);
      continue;
    }
    if (slot !== nextSlot) differences.push(`slots ${nextSlot} to ${slot - 1} are missing`);
    nextSlot = slot + 1;
    slots += 1;
    const object = await readSlot(reader, path);
    if (typeof object === 'string') {
      differences.push(object);
      continue;
    }
    const { body, metadata } = object;
    const check = await checkSlot(body, metadata);
    accepted += check.accepted;
    quarantined += check.quarantined;
    lostBeforeLanding += metadata.gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    differences.push(...check.differences.map((difference) => `slot ${slot}: ${difference}`));
    const first = metadata.firstSequenceNumber;
    if (first < nextSequenceNumber) {
      differences.push(
        `slot ${slot}: sequence numbers ${first} to ${nextSequenceNumber - 1} are in an earlier slot too`,
      );
    }
    if (first > nextSequenceNumber) {
      const hole = { from: nextSequenceNumber, to: first - 1 };
      if (!isRecorded(hole, metadata.gaps))
        differences.push(`slot ${slot}: sequence numbers ${hole.from} to ${hole.to} are missing`);
    }
    for (const { from, to } of metadata.gaps) {
      differences.push(
        `slot ${slot}: sequence numbers ${from} to ${to} were gone from the hub when it was read`,
      );
    }
    nextSequenceNumber = Math.max(nextSequenceNumber, metadata.lastSequenceNumber + 1);
  }

  const received = hub === undefined ? nextSequenceNumber : hub.lastSequenceNumber + 1;
  if (nextSequenceNumber < received) {
    differences.push(
      `the hub received ${received} events, Bronze ends at sequence number ${nextSequenceNumber - 1}`,
    );
  } else if (hub !== undefined && accepted + quarantined + lostBeforeLanding < received) {
    differences.push(`received ${received} is not accepted ${accepted} + quarantined ${quarantined}`);
  }
  // Events that came in after the hub was asked are in Bronze already: they count as received.
  return {
    ...partition,
    current,
    received: Math.max(received, nextSequenceNumber),
    accepted,
    quarantined,
    slots,
    lostBeforeLanding,
    differences,
  };
}
