import { endOfValue } from './end-of-value';

/**
 * A message split at its section borders (OASIS AMQP 1.0, part 3, section 3.2). Positions refer to `bytes`;
 * no bytes are copied and no body is decoded.
 */
export interface MessageSections {
  readonly bytes: Buffer;
  readonly headerStart: number;
  readonly headerEnd: number;
  /** Entries of the message annotations: alternating keys and values, without the header of the map. */
  readonly annotationsStart: number;
  readonly annotationsEnd: number;
  /** Number of keys plus values, as in the header of an AMQP map. */
  readonly annotationItems: number;
  /** Properties, application properties, body and footer. */
  readonly restStart: number;
  readonly restEnd: number;
}

const HEADER = 0x70;
const DELIVERY_ANNOTATIONS = 0x71;
const MESSAGE_ANNOTATIONS = 0x72;
const FOOTER = 0x78;

/** Splits `bytes[start, end)` into sections. Returns undefined if it is not one well-formed message. */
export function readMessage(bytes: Buffer, start: number, end: number): MessageSections | undefined {
  let headerStart = start;
  let headerEnd = start;
  let annotationsStart = start;
  let annotationsEnd = start;
  let annotationItems = 0;
  let restStart = -1;
  let previous = 0;
  let at = start;
  while (at < end) {
    const section = sectionCode(bytes, at, end);
    if (section < HEADER || section > FOOTER || section < previous) return undefined;
    const value = at + (bytes[at + 1] === 0x53 ? 3 : 10);
    const next = endOfValue(bytes, value, end);
    if (next < 0) return undefined;
    if (section === HEADER) {
      headerStart = at;
      headerEnd = next;
    } else if (section === MESSAGE_ANNOTATIONS) {
      const map = readMapHeader(bytes, value);
      if (map === undefined) return undefined;
      annotationsStart = map.start;
      annotationsEnd = next;
      annotationItems = map.items;
    } else if (section !== DELIVERY_ANNOTATIONS && restStart < 0) {
      restStart = at;
    }
    previous = section;
    at = next;
  }
  if (at !== end || restStart < 0) return undefined;
  return {
    bytes,
    headerStart,
    headerEnd,
    annotationsStart,
    annotationsEnd,
    annotationItems,
    restStart,
    restEnd: end,
  };
}

/**
 * Returns the numeric descriptor of the section at `at`, or -1. Symbolic descriptors are legal but unused.
 */
export function sectionCode(bytes: Buffer, at: number, end: number): number {
  if (at + 3 > end || bytes[at] !== 0x00) return -1;
  if (bytes[at + 1] === 0x53) return bytes[at + 2] ?? -1;
  if (bytes[at + 1] !== 0x80 || at + 10 > end) return -1;
  return bytes.readUInt32BE(at + 2) === 0 ? bytes.readUInt32BE(at + 6) : -1;
}

/** Borders of one annotation: `[keyStart, valueStart)` and `[valueStart, end)`. */
export interface AnnotationEntry {
  readonly keyStart: number;
  readonly valueStart: number;
  readonly end: number;
}

const NO_ENTRIES: readonly AnnotationEntry[] = [];

/** Iterates over the message annotations; undefined if they do not match their count. */
export function annotationEntries(message: MessageSections): readonly AnnotationEntry[] | undefined {
  if (message.annotationItems === 0) return NO_ENTRIES;
  const { bytes, annotationsEnd } = message;
  const entries: AnnotationEntry[] = [];
  let keyStart = message.annotationsStart;
  for (let left = message.annotationItems; left > 0; left -= 2) {
    const valueStart = endOfValue(bytes, keyStart, annotationsEnd);
    const end = valueStart < 0 ? -1 : endOfValue(bytes, valueStart, annotationsEnd);
    if (end < 0) return undefined;
    entries.push({ keyStart, valueStart, end });
    keyStart = end;
  }
  return keyStart === annotationsEnd ? entries : undefined;
}

/** Returns the text of the symbol or string at `at`, or undefined for another type. */
export function textAt(bytes: Buffer, at: number): string | undefined {
  const code = bytes[at];
  if (code === 0xa1 || code === 0xa3) return bytes.toString('utf8', at + 2, at + 2 + (bytes[at + 1] ?? 0));
  if (code === 0xb1 || code === 0xb3)
    return bytes.toString('utf8', at + 5, at + 5 + bytes.readUInt32BE(at + 1));
  return undefined;
}

function readMapHeader(bytes: Buffer, at: number): { start: number; items: number } | undefined {
  if (bytes[at] === 0xc1) return { start: at + 3, items: bytes[at + 2] ?? 0 };
  if (bytes[at] === 0xd1) return { start: at + 9, items: bytes.readUInt32BE(at + 5) };
  return undefined;
}
