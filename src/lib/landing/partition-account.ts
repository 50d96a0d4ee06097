import { KnownGaps, type SequenceRange } from '../event-log/gaps';
import { type HubPartition } from '../event-log/hub-reader';
import { isSluiceError } from '../platform/errors';
import { checkSlot } from './check-slot';
import { fromSlotPath, type SlotMetadata } from './slot-metadata';
import { type PartitionId } from '../event-log/positions';
import { type SlotReader } from './ports';

/** The counts of one partition of one hub generation. */
export interface PartitionAccount extends PartitionId {
  /** Whether this is the current generation of the hub, so the hub can report what it received. */
  readonly current: boolean;
  /** Events that the hub received since its creation. For a past generation, the events that Bronze accounts for. */
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly slots: number;
  /** Landed events that the trigger had skipped and that a heal or a sweep read from the hub. */
  readonly healed: number;
  /** Events that the hub's retention deleted before they were landed. */
  readonly deletedByRetention: number;
  /** Events that are in neither Bronze nor the hub, although retention has not reached them. */
  readonly lost: number;
  /** Everything that does not agree, one sentence each; empty if all counts agree. */
  readonly differences: readonly string[];
}

export interface ReadAccountOptions {
  readonly partition: PartitionId;
  readonly current: boolean;
  /** The hub's values of the partition; undefined if the hub does not have it or has another generation now. */
  readonly hub: HubPartition | undefined;
  readonly reader: SlotReader;
}

/** Reads every slot of a partition. Compares it with the slots before it, with its metadata and with the hub. */
export async function readAccount({
  partition,
  current,
  hub,
  reader,
}: ReadAccountOptions): Promise<PartitionAccount> {
  const differences: string[] = [];
  let [accepted, quarantined, slots, healed, nextSlot, next] = [0, 0, 0, 0, 0, 0];
  const missing = { retention: 0, absent: 0 };
  /** Counts and reports sequence numbers that are not in Bronze. */
  const note = ({ from, to }: SequenceRange, reason: keyof typeof missing, what: string): void => {
    missing[reason] += to - from + 1;
    differences.push(`${what}sequence numbers ${from} to ${to} ${REASONS[reason]}`);
  };
  if (current && hub === undefined)
    differences.push('Bronze has slots of a partition that the hub does not have');

  for await (const path of reader.listPaths(partition)) {
    const slot = fromSlotPath(path);
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
    if (metadata.readBy !== 'trigger') healed += check.accepted + check.quarantined;
    differences.push(...check.differences.map((difference) => `slot ${slot}: ${difference}`));
    differences.push(
      ...compareWithEarlier(metadata, next).map((difference) => `slot ${slot}: ${difference}`),
    );
    for (const gap of metadata.gaps) note(gap, gap.reason, `slot ${slot}: `);
    next = Math.max(next, metadata.lastSequenceNumber + 1);
  }

  // Retention may have deleted events behind the last slot. The next slot would record them.
  const deleted = {
    from: next,
    to: Math.min(hub?.beginSequenceNumber ?? 0, (hub?.lastSequenceNumber ?? -1) + 1) - 1,
  };
  if (deleted.from <= deleted.to) {
    note(deleted, 'retention', '');
    next = deleted.to + 1;
  }
  const received = hub === undefined ? next : hub.lastSequenceNumber + 1;
  const { retention, absent } = missing;
  if (next < received) {
    differences.push(
      `the hub received ${received} events, but Bronze ends at sequence number ${next - 1}; the hub still holds the rest`,
    );
  } else if (hub !== undefined && accepted + quarantined + retention + absent < received) {
    differences.push(
      `the hub received ${received} events, but accepted ${accepted} + quarantined ${quarantined} is another number`,
    );
  }
  return {
    ...partition,
    current,
    // Events that arrived after the hub was read can be in Bronze already. They count as received.
    received: Math.max(received, next),
    accepted,
    quarantined,
    slots,
    healed,
    deletedByRetention: retention,
    lost: absent,
    differences,
  };
}

const REASONS = {
  retention: 'were deleted by the retention of the hub before they were landed',
  absent: 'are lost: the hub held older and newer events, but not these',
};

/**
 * Reports duplicate or missing numbers between a slot and the slots before it. @param next the number that its first
 * event should have
 */
function compareWithEarlier(
  { firstSequenceNumber: first, gaps }: SlotMetadata,
  next: number,
): readonly string[] {
  if (first < next) return [`sequence numbers ${first} to ${next - 1} are also in an earlier slot`];
  const recorded = new KnownGaps();
  recorded.add(gaps);
  const hole = first > next ? recorded.unknownIn({ from: next, to: first - 1 }) : undefined;
  return hole === undefined ? [] : [`sequence numbers ${hole.from} to ${hole.to} are missing`];
}

/** Returns a slot, or one sentence on why the object is not a slot. */
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
