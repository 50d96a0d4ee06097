import { ENVELOPE_LIMITS } from './envelope';
import { type Contract } from './contract';
import { PLAIN, readDateTime } from './read-bytes';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const SPACE = 0x20;

/**
 * The attributes that this reader supports, with one bit each. Events with other attributes are left to the parser.
 */
const SPECVERSION = 1;
const ID = 2;
const SOURCE = 4;
const TYPE = 8;
const DATASCHEMA = 16;
const TIME = 32;
const PARTITIONKEY = 64;
const TRACEPARENT = 128;
const TRACESTATE = 256;
const DATACONTENTTYPE = 512;
const DATA = 1024;
const REQUIRED = SPECVERSION | ID | SOURCE | TYPE | DATASCHEMA | DATA;

/** Returns a name with its quotation marks and colon. */
const name = (text: string): Buffer => Buffer.from(`"${text}":`);
const NAMES = {
  specversion: name('specversion'),
  id: name('id'),
  source: name('source'),
  type: name('type'),
  dataschema: name('dataschema'),
  time: name('time'),
  partitionkey: name('partitionkey'),
  traceparent: name('traceparent'),
  tracestate: name('tracestate'),
  datacontenttype: name('datacontenttype'),
  data: name('data'),
} as const;
const VERSION = Buffer.from('"1.0"');
const JSON_TYPE = Buffer.from('"application/json"');

/**
 * Creates a reader of whole events of the given contracts. It scans the bytes once, without parsing, and returns the
 * contract that the event conforms to. It returns `undefined` if it cannot decide. Then the validator parses the event
 * and finds the reason.
 *
 * An event with a returned contract is valid: it is on one line, has plain CloudEvents attributes, each once, and its
 * record is valid. The reader supports the form that almost every sender writes: structured mode with `type` and
 * `dataschema` before `data`, and spaces only after commas and colons.
 */
export function createEventReader(
  contracts: readonly Contract[],
): (bytes: Uint8Array) => Contract | undefined {
  const known = contracts.map((contract) => ({
    contract,
    type: Buffer.from(JSON.stringify(contract.type)),
    dataschema: Buffer.from(JSON.stringify(contract.id)),
  }));

  /** Returns the contract whose type and id are at these positions. */
  const contractAt = (bytes: Uint8Array, type: number, dataschema: number): Contract | undefined => {
    for (const candidate of known) {
      if (startsWith(bytes, dataschema, candidate.dataschema) && startsWith(bytes, type, candidate.type)) {
        return candidate.contract;
      }
    }
    return undefined;
  };

  return (bytes) => {
    if (bytes[0] !== OPENING_BRACE) return undefined;
    let at = 1;
    let seen = 0;
    let type = 0;
    let dataschema = 0;
    let contract: Contract | undefined;
    for (;;) {
      const attribute = attributeAt(bytes, at);
      if (attribute === 0 || (seen & attribute) !== 0) return undefined;
      seen |= attribute;
      at = skipSpaces(bytes, at + lengthOf(attribute));
      switch (attribute) {
        case SPECVERSION:
          at = startsWith(bytes, at, VERSION) ? at + VERSION.length : -1;
          break;
        case ID:
          at = readAttribute(bytes, at, ENVELOPE_LIMITS.id);
          break;
        case SOURCE:
          at = readAttribute(bytes, at, ENVELOPE_LIMITS.source);
          break;
        case TYPE:
          type = at;
          at = readAttribute(bytes, at, ENVELOPE_LIMITS.type);
          break;
        case DATASCHEMA:
          dataschema = at;
          at = readAttribute(bytes, at, ENVELOPE_LIMITS.dataschema);
          break;
        case TIME:
          at = readDateTime(bytes, at);
          break;
        case DATACONTENTTYPE:
          at = startsWith(bytes, at, JSON_TYPE) ? at + JSON_TYPE.length : -1;
          break;
        case DATA:
          if (type === 0 || dataschema === 0) return undefined;
          contract = contractAt(bytes, type, dataschema);
          if (contract === undefined) return undefined;
          at = contract.read(bytes, at);
          break;
        default:
          at = readAttribute(bytes, at, ENVELOPE_LIMITS.extensionValue);
      }
      if (at < 0) return undefined;
      const code = bytes[at++];
      if (code === CLOSING_BRACE) break;
      if (code !== COMMA) return undefined;
      at = skipSpaces(bytes, at);
    }
    return (seen & REQUIRED) === REQUIRED && at === bytes.length ? contract : undefined;
  };
}

/** Returns the bit of the attribute whose name is at this position, or 0 for any other name. */
function attributeAt(bytes: Uint8Array, at: number): number {
  // The third letter distinguishes all names but two pairs.
  switch (bytes[at + 3] ?? 0) {
    case 0x65: // sp-e-cversion
      return startsWith(bytes, at, NAMES.specversion) ? SPECVERSION : 0;
    case QUOTE:
      return startsWith(bytes, at, NAMES.id) ? ID : 0;
    case 0x75: // so-u-rce
      return startsWith(bytes, at, NAMES.source) ? SOURCE : 0;
    case 0x70: // ty-p-e
      return startsWith(bytes, at, NAMES.type) ? TYPE : 0;
    case 0x6d: // ti-m-e
      return startsWith(bytes, at, NAMES.time) ? TIME : 0;
    case 0x72: // pa-r-titionkey
      return startsWith(bytes, at, NAMES.partitionkey) ? PARTITIONKEY : 0;
    case 0x61: // tr-a-ceparent, tr-a-cestate
      if (startsWith(bytes, at, NAMES.traceparent)) return TRACEPARENT;
      return startsWith(bytes, at, NAMES.tracestate) ? TRACESTATE : 0;
    case 0x74: // da-t-a…
      if (startsWith(bytes, at, NAMES.data)) return DATA;
      if (startsWith(bytes, at, NAMES.dataschema)) return DATASCHEMA;
      return startsWith(bytes, at, NAMES.datacontenttype) ? DATACONTENTTYPE : 0;
    default:
      return 0;
  }
}

/** Returns the length of the attribute's name with quotation marks and colon, in bytes. */
function lengthOf(attribute: number): number {
  return LENGTHS[31 - Math.clz32(attribute)] ?? 0;
}

/** By the position of an attribute's bit. */
const LENGTHS: readonly number[] = [
  NAMES.specversion.length,
  NAMES.id.length,
  NAMES.source.length,
  NAMES.type.length,
  NAMES.dataschema.length,
  NAMES.time.length,
  NAMES.partitionkey.length,
  NAMES.traceparent.length,
  NAMES.tracestate.length,
  NAMES.datacontenttype.length,
  NAMES.data.length,
];

/**
 * Reads a plain text of 1 to `max` characters. Other characters are left to the parser, because CloudEvents forbids
 * some.
 */
function readAttribute(bytes: Uint8Array, at: number, max: number): number {
  if (bytes[at] !== QUOTE) return -1;
  let next = at + 1;
  while (PLAIN[bytes[next] ?? 0] === 1) next++;
  const length = next - at - 1;
  return bytes[next] === QUOTE && length > 0 && length <= max ? next + 1 : -1;
}

function startsWith(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text[index]) return false;
  }
  return true;
}

function skipSpaces(bytes: Uint8Array, at: number): number {
  let next = at;
  while (bytes[next] === SPACE) next++;
  return next;
}
