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
  /**
   * Events that the hub received since its creation. For a past generation, the last sequence number that Bronze has or
   * records as missing, plus one.
   */
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly slots: number;
  /** How many of `slots` an earlier run read. They have not changed since, so this run does not read them. */
  readonly slotsProvedBefore: number;
  /** Landed events that the trigger had skipped and that a heal or a sweep read from the hub. */
  readonly healed: number;
  /** Events that the hub's retention deleted before they were landed. */
  readonly deletedByRetention: number;
  /** Events that are in neither Bronze nor the hub, although retention has not reached them. */
  readonly lost: number;
  /** What is wrong, one sentence each. Events that retention deleted and events that are lost also appear here. */
  readonly differences: readonly string[];
}

/** How long to wait for events that the hub had received at the start, and that are on their way to Bronze. */
export interface WaitForSlots {
  /** Stops after this time without a new slot. */
  readonly idleMilliseconds: number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export interface ReadAccountOptions {
  readonly partition: PartitionId;
  readonly current: boolean;
  /**
   * What the hub reported when the reconciliation began. Undefined if the hub lacks the partition or has another
   * generation now.
   */
  readonly hub: HubPartition | undefined;
  readonly reader: SlotReader;
  /** What an earlier run proved. Without it, all slots are read. */
  readonly proof: SlotProof | undefined;
  /** Without it, events that have not landed yet are a difference at once. */
  readonly wait: WaitForSlots | undefined;
  /** Called after each slot, with the sequence number that the next event should have. */
  readonly onSlot?: ((nextSequenceNumber: number) => void) | undefined;
}

/** Slots that are read at the same time. */
const CONCURRENT_READS = 8;
const PAUSE_MILLISECONDS = 250;

/**
 * Reads the slots of a partition, and waits for slots up to the last event of `hub`. Checks each slot against its
 * metadata and the slots before it, and compares the totals with the hub. The proof covers the listed objects only, not
 * slots that came during the wait.
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

/**
 * Reads slots that are created after the listing, by name. Ends when Bronze has the last event of `hub`, or after
 * `idleMilliseconds` without a new slot.
 */
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

/** Whether an object with this name exists, even if it is not a slot. */
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
  // A copy, so that the tally of the caller keeps only what the slots say.
  const counted = new SlotTally(tally.counts);
  if (current && hub === undefined)
    counted.differs('Bronze has slots of a partition that the hub does not have');
  // Retention may have deleted events that are newer than the last slot. An empty hub begins after its last event, and
  // an event that came after the report does not count.
  if (hub !== undefined)
    counted.addDeleted(Math.min(hub.beginSequenceNumber, hub.lastSequenceNumber + 1) - 1);
  const next = counted.nextSequenceNumber;
  const received = hub === undefined ? next : hub.lastSequenceNumber + 1;
  const { accepted, quarantined, deletedByRetention, lost } = counted.counts;
  if (next < received) {
    const rest = `sequence numbers ${next} to ${received - 1}`;
    counted.differs(
      `the hub received ${received} events, but ${rest} have not landed yet; the hub still holds them`,
    );
  } else if (hub !== undefined && accepted + quarantined + deletedByRetention + lost < received) {
    counted.differs(
      `the hub received ${received} events, but Bronze accounts for ${accepted + quarantined + deletedByRetention + lost}: ` +
        `accepted ${accepted} + quarantined ${quarantined} + deleted by retention ${deletedByRetention} + lost ${lost}`,
    );
  }
  const { slots, healed, differences } = counted.counts;
  return {
    ...partition,
    current,
    // Slots are listed after the report of the hub, so they may hold newer events. These count as received.
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

/**
 * Reads a few objects ahead, and yields the results in order. An object without the name of a slot is not read, and
 * yields undefined.
 */
async function* readInOrder(
  reader: SlotReader,
  objects: readonly ListedObject[],
): AsyncGenerator<readonly [ListedObject, CheckedSlot | undefined]> {
  const reads: Promise<CheckedSlot | undefined>[] = [];
  const start = (index: number): void => {
    const object = objects[index];
    if (object === undefined) return;
    const isSlot = fromSlotPath(object.path) !== undefined;
    const read = isSlot ? readSlot(reader, object.path) : Promise.resolve(undefined);
    // The caller awaits reads in order. A later one may fail first, and Node would end the process for it.
    read.catch(() => undefined);
    reads[index] = read;
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

/** Reads and checks a slot. If the object is not a slot, returns the reason as one sentence instead. */
async function readSlot(reader: SlotReader, path: string): Promise<CheckedSlot> {
  try {
    const { body, metadata } = await reader.read(path);
    return { check: await checkSlot(body, metadata), metadata };
  } catch (error) {
    if (isSluiceError(error) && error.code === 'landing_invariant') return error.message;
    throw error;
  }
}
