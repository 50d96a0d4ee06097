import { KnownGaps, type SequenceRange } from '../event-log/gaps';
import { type HubPartition } from '../event-log/hub-reader';
import { isSluiceError } from '../platform/errors';
import { checkSlot } from './check-slot';
import { fromSlotPath, type SlotMetadata } from './slot-metadata';
import { type PartitionId } from '../event-log/positions';
import { type SlotReader } from './ports';

/** The books of one partition of one incarnation. */
export interface PartitionAccount extends PartitionId {
  /** Whether the hub still lives in this incarnation, so that it can be asked what it received. */
  readonly current: boolean;
  /** Events that the hub has taken in since its creation; of a past incarnation, what Bronze says. */
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly slots: number;
  /** Of the landed events: those that the trigger had skipped, and that landing or its sweep read from the hub. */
  readonly healed: number;
  /** Events that the hub's retention deleted before they were landed. */
  readonly deletedByRetention: number;
  /** Events that are in neither Bronze nor the hub, though its retention has not reached them. */
  readonly lost: number;
  /** Whatever does not agree, one sentence each; empty where the books balance. */
  readonly differences: readonly string[];
}

export interface ReadAccountOptions {
  readonly partition: PartitionId;
  readonly current: boolean;
  /** What the hub says of it; undefined where it does not know the partition, or is another one now. */
  readonly hub: HubPartition | undefined;
  readonly reader: SlotReader;
}

/** Reads every slot of a partition, and compares it with its neighbours, with itself and with the hub. */
export async function readAccount({
  partition,
  current,
  hub,
  reader,
}: ReadAccountOptions): Promise<PartitionAccount> {
  const differences: string[] = [];
  let [accepted, quarantined, slots, healed, nextSlot, next] = [0, 0, 0, 0, 0, 0];
  const missing = { retention: 0, absent: 0 };
  /** Takes sequence numbers that are not in Bronze into the account. */
  const note = ({ from, to }: SequenceRange, reason: keyof typeof missing, what: string): void => {
    missing[reason] += to - from + 1;
    differences.push(`${what}sequence numbers ${from} to ${to} ${REASONS[reason]}`);
  };
  if (current && hub === undefined)
    differences.push('Bronze has slots for a partition that the hub does not have');

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

  // What retention has deleted behind the last slot is recorded by the next one.
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
      `the hub received ${received} events, Bronze ends at sequence number ${next - 1}; the hub still holds the rest`,
    );
  } else if (hub !== undefined && accepted + quarantined + retention + absent < received) {
    differences.push(`received ${received} is not accepted ${accepted} + quarantined ${quarantined}`);
  }
  return {
    ...partition,
    current,
    // Events that came in after the hub was asked are in Bronze already: they count as received.
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

/** What is twice or missing between a slot and those before it. @param next the number that its first event should have */
function compareWithEarlier(
  { firstSequenceNumber: first, gaps }: SlotMetadata,
  next: number,
): readonly string[] {
  if (first < next) return [`sequence numbers ${first} to ${next - 1} are in an earlier slot too`];
  const recorded = new KnownGaps();
  recorded.add(gaps);
  const hole = first > next ? recorded.unknownIn({ from: next, to: first - 1 }) : undefined;
  return hole === undefined ? [] : [`sequence numbers ${hole.from} to ${hole.to} are missing`];
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
