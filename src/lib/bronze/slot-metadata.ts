import { SluiceError } from '../shared/errors';
import { type SequenceNumber, toSequenceNumber } from '../shared/positions';

/** Sequence numbers that the hub never delivered, both ends included. */
export interface Gap {
  readonly from: SequenceNumber;
  readonly to: SequenceNumber;
}

/** What a slot says about itself, stored as metadata of its object so that finding the head reads no content. */
export interface SlotMetadata {
  readonly firstSequenceNumber: SequenceNumber;
  readonly lastSequenceNumber: SequenceNumber;
  /**
   * The newest enqueued time of this slot and all slots before it, RFC 3339 in UTC. A running maximum, because the
   * clocks of the nodes that serve a partition one after the other may differ by some milliseconds.
   */
  readonly lastEnqueuedTime: string;
  readonly accepted: number;
  readonly quarantined: number;
  /** Of the object's bytes as stored (compressed), in hexadecimal. */
  readonly sha256: string;
  /** How many times this call tried to create a slot before this one succeeded, counted from 1. */
  readonly attempt: number;
  /** Holes in front of this slot or inside it. */
  readonly gaps: readonly Gap[];
  /** W3C trace context of the landing, where it was traced. For people and their tools; nothing rests on it. */
  readonly traceparent?: string;
}

/** To object metadata: names are C# identifiers, values are ASCII (a rule of Blob Storage). */
export function toObjectMetadata(slot: SlotMetadata): Record<string, string> {
  return {
    firstSequenceNumber: String(slot.firstSequenceNumber),
    lastSequenceNumber: String(slot.lastSequenceNumber),
    lastEnqueuedTime: slot.lastEnqueuedTime,
    accepted: String(slot.accepted),
    quarantined: String(slot.quarantined),
    sha256: slot.sha256,
    attempt: String(slot.attempt),
    ...(slot.gaps.length > 0 && { gaps: slot.gaps.map(({ from, to }) => `${from}-${to}`).join(',') }),
    ...(slot.traceparent !== undefined && { traceparent: slot.traceparent }),
  };
}

/**
 * From object metadata. Names are matched without case: services and clients hand them back in lower case.
 *
 * @throws SluiceError `landing_invariant` where a value is missing or not what it should be: the object is not a slot
 *   of ours, and nothing may be concluded from it.
 */
export function fromObjectMetadata(path: string, metadata: Readonly<Record<string, string>>): SlotMetadata {
  const values = new Map(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]));
  const foreign = (name: string, what: string): SluiceError =>
    new SluiceError('landing_invariant', `slot ${path} has ${what}; something else wrote this object`, {
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
    ...(traceparent !== undefined && { traceparent }),
  };
}

function fromGapsText(text: string): Gap[] | undefined {
  const gaps: Gap[] = [];
  for (const range of text === '' ? [] : text.split(',')) {
    const [from, to, ...more] = range.split('-').map(toCount);
    if (from === undefined || to === undefined || from > to || more.length > 0) return undefined;
    gaps.push({ from: toSequenceNumber(from), to: toSequenceNumber(to) });
  }
  return gaps;
}

function toCount(text: string): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
