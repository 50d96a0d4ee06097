import { type Gap, type GapReason } from '../event-log/gaps';
import { SluiceError } from '../platform/errors';
import {
  type PartitionId,
  partitionPath,
  type SequenceNumber,
  type Slot,
  toSequenceNumber,
  toSlot,
} from '../event-log/positions';

/**
 * How the events of a slot were read from the hub: by the Event Hubs trigger, or by landing itself because the trigger
 * skipped them. `heal` means that the next batch found the gap, `sweep` that the timer found it.
 */
export type SlotReadBy = 'trigger' | 'heal' | 'sweep';

/** Metadata of a slot. It is stored as object metadata, so finding the head reads no content. */
export interface SlotMetadata {
  readonly firstSequenceNumber: SequenceNumber;
  readonly lastSequenceNumber: SequenceNumber;
  /**
   * The newest enqueued time of this slot and all slots before it, RFC 3339 in UTC. It is a running maximum, because
   * the clocks of the nodes that serve a partition in turn can differ by some milliseconds.
   */
  readonly lastEnqueuedTime: string;
  readonly accepted: number;
  readonly quarantined: number;
  /** SHA-256 of the object's bytes as stored (compressed), in hexadecimal. */
  readonly sha256: string;
  /** The attempt of the call that created this slot, counted from 1. */
  readonly attempt: number;
  /** Gaps in front of this slot or inside it, at most {@link MAX_GAPS}. */
  readonly gaps: readonly Gap[];
  readonly readBy: SlotReadBy;
  /** When the slot was written, RFC 3339 in UTC. Slots of earlier versions do not have it. */
  readonly landedAt?: string;
  /** W3C trace context of the landing, if it was traced. For people and their tools only. */
  readonly traceparent?: string;
}

/** Maximum number of gaps in one slot: 64 of the longest fit into the 8 KiB that Blob Storage allows for metadata. */
export const MAX_GAPS = 64;

/** Converts to object metadata. Blob Storage requires names that are C# identifiers and values in ASCII. */
export function toObjectMetadata(slot: SlotMetadata): Record<string, string> {
  return {
    firstSequenceNumber: String(slot.firstSequenceNumber),
    lastSequenceNumber: String(slot.lastSequenceNumber),
    lastEnqueuedTime: slot.lastEnqueuedTime,
    accepted: String(slot.accepted),
    quarantined: String(slot.quarantined),
    sha256: slot.sha256,
    attempt: String(slot.attempt),
    ...(slot.landedAt !== undefined && { landedAt: slot.landedAt }),
    ...(slot.gaps.length > 0 && { gaps: toGapsText(slot.gaps) }),
    ...(slot.readBy !== 'trigger' && { readBy: slot.readBy }),
    ...(slot.traceparent !== undefined && { traceparent: slot.traceparent }),
  };
}

/**
 * Reads object metadata. Names match without regard to case, because services and clients return them in lower case.
 *
 * @throws SluiceError `landing_invariant` if a value is missing or invalid: the object is not a slot of Sluice
 */
export function fromObjectMetadata(path: string, metadata: Readonly<Record<string, string>>): SlotMetadata {
  const values = new Map(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]));
  const foreign = (name: string, what: string): SluiceError =>
    new SluiceError('landing_invariant', `slot ${path} has ${what}; another program wrote this object`, {
      kind: 'permanent',
      data: { path, name },
    });
  const text = (name: string): string => {
    const value = values.get(name.toLowerCase());
    if (value === undefined) throw foreign(name, `no metadata '${name}'`);
    return value;
  };
  const count = (name: string): number => {
    const value = toCount(text(name));
    if (value === undefined) throw foreign(name, `metadata '${name}' that is not a whole number`);
    return value;
  };
  const time = (name: string): string => {
    if (Number.isNaN(Date.parse(text(name)))) throw foreign(name, `metadata '${name}' that is not a time`);
    return text(name);
  };
  const gaps = fromGapsText(values.get('gaps') ?? '');
  if (gaps === undefined) throw foreign('gaps', "metadata 'gaps' that are not ranges of sequence numbers");
  const readBy = values.get('readby') ?? 'trigger';
  if (!isReadBy(readBy)) throw foreign('readBy', "metadata 'readBy' that names no reader");
  const traceparent = values.get('traceparent');
  return {
    firstSequenceNumber: toSequenceNumber(count('firstSequenceNumber')),
    lastSequenceNumber: toSequenceNumber(count('lastSequenceNumber')),
    lastEnqueuedTime: time('lastEnqueuedTime'),
    accepted: count('accepted'),
    quarantined: count('quarantined'),
    sha256: text('sha256'),
    attempt: count('attempt'),
    gaps,
    readBy,
    ...(values.has('landedat') && { landedAt: time('landedAt') }),
    ...(traceparent !== undefined && { traceparent }),
  };
}

function isReadBy(text: string): text is SlotReadBy {
  return text === 'trigger' || text === 'heal' || text === 'sweep';
}

/** `retention:0-6,absent:9-9`. Earlier versions wrote no reason, because they did not determine it. */
function toGapsText(gaps: readonly Gap[]): string {
  return gaps.map(({ reason, from, to }) => `${reason}:${from}-${to}`).join(',');
}

function fromGapsText(text: string): Gap[] | undefined {
  const gaps: Gap[] = [];
  for (const gap of text === '' ? [] : text.split(',')) {
    const [, reason = 'absent', first, last] = /^(?:(retention|absent):)?(\d+)-(\d+)$/.exec(gap) ?? [];
    const [from, to] = [toCount(first ?? ''), toCount(last ?? '')];
    if (from === undefined || to === undefined || from > to) return undefined;
    gaps.push({ from: toSequenceNumber(from), to: toSequenceNumber(to), reason: reason as GapReason });
  }
  return gaps;
}

function toCount(text: string): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

const SLOT_PATH = /^[^/]+\/[^/]+\/p=\d{2,}\/(\d{9})\/(\1\d{3})\.ndjson\.gz$/;

/**
 * Name of a slot inside the `bronze` container: `iot/20261121T025044123Z/p=03/000000000/000000000042.ndjson.gz`. A folder
 * holds a thousand slots and has their first nine digits, so a reader lists few folders for many slots.
 *
 * It depends on the slot number alone, never on the content. A conditional create protects one name, so with any other
 * name two owners of a partition could both succeed.
 */
export function slotPath(partition: PartitionId, slot: Slot): string {
  const digits = String(slot).padStart(12, '0');
  return `${partitionPath(partition)}/${digits.slice(0, -3)}/${digits}.ndjson.gz`;
}

/** Returns the slot number of a name made by {@link slotPath}, or `undefined` for any other name. */
export function fromSlotPath(path: string): Slot | undefined {
  const digits = SLOT_PATH.exec(path)?.[2];
  return digits === undefined ? undefined : toSlot(Number(digits));
}
