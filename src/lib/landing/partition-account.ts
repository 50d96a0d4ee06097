import { type PartitionId, toSlot } from '../event-log/positions';
import { type HubPartition } from '../event-log/hub-reader';
import { isSluiceError } from '../platform/errors';
import { checkSlot } from './check-slot';
import { type ListedObject, type SlotReader } from './ports';
import { fromSlotPath, slotPath } from './slot-metadata';
import { chain, fits, NO_OBJECTS, type SlotProof } from './slot-proof';
import { type CheckedSlot, SlotTally } from './slot-tally';

/** The counts of one partition of one hub generation. */
export interface PartitionAccount extends PartitionId {
  /** Whether this is the current generation of the hub, so the hub can report what it received. */
  readonly current: boolean;
  /** Events that the hub received since its creation. For a past generation, the events that Bronze accounts for. */
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly slots: number;
  /** Slots of `slots` that an earlier run read, and that have not changed since. */
  readonly slotsProvedBefore: number;
  /** Landed events that the trigger had skipped and that a heal or a sweep read from the hub. */
  readonly healed: number;
  /** Events that the hub's retention deleted before they were landed. */
  readonly deletedByRetention: number;
  /** Events that are in neither Bronze nor the hub, although retention has not reached them. */
  readonly lost: number;
  /** Everything that does not agree, one sentence each; empty if all counts agree. */
  readonly differences: readonly string[];
}

/** How long to wait for events of the cut that are on their way to Bronze. */
export interface WaitForSlots {
  /** Stops after this time without a new slot. */
  readonly idleMilliseconds: number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export interface ReadAccountOptions {
  readonly partition: PartitionId;
  readonly current: boolean;
  /** The cut: the hub's values at its start. Undefined if the hub lacks the partition or has another generation now. */
  readonly hub: HubPartition | undefined;
  readonly reader: SlotReader;
  /** Of an earlier run. */
  readonly proof: SlotProof | undefined;
  /** Without it, slots that do not exist yet are reported. */
  readonly wait: WaitForSlots | undefined;
  /** Called after each slot, with the sequence number that should follow. */
  readonly onSlot?: ((nextSequenceNumber: number) => void) | undefined;
}

/** Slots that are read at the same time. */
const CONCURRENT_READS = 8;
const PAUSE_MILLISECONDS = 250;

/**
 * Reads the slots of a partition, and waits for those up to the cut. Compares each with the slots before it, with its metadata and with the
 * hub. Returns also the proof of the objects that were listed.
 */
export async function readAccount(
  options: ReadAccountOptions,
): Promise<{ readonly account: PartitionAccount; readonly proof: SlotProof }> {
  const { partition, reader, onSlot } = options;
  const objects: ListedObject[] = [];
  for await (const object of reader.listObjects(partition)) objects.push(object);
  const known = options.proof !== undefined && fits(options.proof, objects) ? options.proof : undefined;
  const tally = new SlotTally(known?.counts);

  let [listed, digest] = [known?.objects ?? 0, known?.digest ?? NO_OBJECTS];
  const rest = objects.slice(listed);
  for await (const [object, checked] of readInOrder(reader, rest)) {
    const slot = fromSlotPath(object.path);
    if (slot === undefined || checked === undefined) tally.differs(`${object.path} is not a slot`);
    else tally.addSlot(slot, checked);
    [listed, digest] = [listed + 1, chain(digest, object)];
    onSlot?.(tally.nextSequenceNumber);
  }
  const proof = { objects: listed, digest, counts: tally.counts };
  await readNewSlots(options, tally);
  const account = toAccount(options, tally);
  return { account: { ...account, slotsProvedBefore: known?.counts.slots ?? 0 }, proof };
}

/** Reads slots that are created after the listing, by name, until the cut is reached. */
async function readNewSlots(
  { partition, hub, reader, wait, onSlot }: ReadAccountOptions,
  tally: SlotTally,
): Promise<void> {
  const last = hub?.lastSequenceNumber ?? -1;
  let idle = 0;
  while (wait !== undefined && tally.nextSequenceNumber <= last && idle < wait.idleMilliseconds) {
    const slot = toSlot(tally.nextSlot);
    const path = slotPath(partition, slot);
    if (!(await exists(reader, path))) {
      await wait.pause(PAUSE_MILLISECONDS);
      idle += PAUSE_MILLISECONDS;
      continue;
    }
    tally.addSlot(slot, await readSlot(reader, path));
    onSlot?.(tally.nextSequenceNumber);
    idle = 0;
  }
}

/** Returns whether an object has this name, a slot or not. */
async function exists(reader: SlotReader, path: string): Promise<boolean> {
  try {
    return (await reader.readMetadata(path)) !== undefined;
  } catch (error) {
    if (isSluiceError(error) && error.code === 'landing_invariant') return true;
    throw error;
  }
}

/** Compares the counts with the hub. */
function toAccount(
  { partition, current, hub }: ReadAccountOptions,
  tally: SlotTally,
): Omit<PartitionAccount, 'slotsProvedBefore'> {
  // The proof must not contain the comparison, because the next run makes it again.
  const counted = new SlotTally(tally.counts);
  if (current && hub === undefined)
    counted.differs('Bronze has slots of a partition that the hub does not have');
  // Retention may have deleted events behind the last slot.
  if (hub !== undefined)
    counted.addDeleted(Math.min(hub.beginSequenceNumber, hub.lastSequenceNumber + 1) - 1);
  const next = counted.nextSequenceNumber;
  const received = hub === undefined ? next : hub.lastSequenceNumber + 1;
  const { accepted, quarantined, deletedByRetention, lost } = counted.counts;
  if (next < received) {
    counted.differs(
      `the hub received ${received} events, but Bronze ends at sequence number ${next - 1}; the hub still holds the rest`,
    );
  } else if (hub !== undefined && accepted + quarantined + deletedByRetention + lost < received) {
    counted.differs(
      `the hub received ${received} events, but accepted ${accepted} + quarantined ${quarantined} is another number`,
    );
  }
  const { slots, healed, differences } = counted.counts;
  return {
    ...partition,
    current,
    // The last slot may hold events after the cut. They count as received.
    received: Math.max(received, next),
    accepted,
    quarantined,
    slots,
    healed,
    deletedByRetention,
    lost,
    differences,
  };
}

/** Reads objects ahead, and yields them in order; without content for an object whose name is not that of a slot. */
async function* readInOrder(
  reader: SlotReader,
  objects: readonly ListedObject[],
): AsyncGenerator<readonly [ListedObject, CheckedSlot | undefined]> {
  const reads: Promise<CheckedSlot | undefined>[] = [];
  const start = (index: number): void => {
    const object = objects[index];
    if (object === undefined) return;
    const isSlot = fromSlotPath(object.path) !== undefined;
    reads[index] = isSlot ? readSlot(reader, object.path) : Promise.resolve(undefined);
  };
  try {
    for (let index = 0; index < CONCURRENT_READS; index++) start(index);
    for (const [index, object] of objects.entries()) {
      const checked = await reads[index];
      start(index + CONCURRENT_READS);
      yield [object, checked];
    }
  } finally {
    await Promise.allSettled(reads);
  }
}

/** Reads and checks a slot. Returns one sentence if the object is not a slot. */
async function readSlot(reader: SlotReader, path: string): Promise<CheckedSlot> {
  try {
    const { body, metadata } = await reader.read(path);
    return { check: await checkSlot(body, metadata), metadata };
  } catch (error) {
    if (isSluiceError(error) && error.code === 'landing_invariant') return error.message;
    throw error;
  }
}
