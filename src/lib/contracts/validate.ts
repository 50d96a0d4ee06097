import { type Source } from './source';
import { checkEnvelope, type Envelope, isBinaryMode, toStructuredMode } from './envelope';
import { type Contract, type Rejection } from './contract';
import { decodeJson, findRepeatedName, repeatedName } from './decode-json';
import { DEFAULT_MAX_EVENT_BYTES, failed, readRefusal, tooLarge, underData } from './rejections';
import { createEventReader } from './read-event';
import { type ContractRegistry } from './registry';
import { type EventMessage, type ValidationResult } from './validation-result';

export type { EventMessage, ValidationResult } from './validation-result';

export interface EventValidatorOptions {
  readonly registry: ContractRegistry;
  /** The source of the hub. Events of other sources are quarantined. */
  readonly source: Source;
  /** Maximum length of an event, in bytes. @default 262144 */
  readonly maxEventBytes?: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/**
 * Creates the validator of one source's events. It never throws: an event on which it fails is quarantined like any
 * other.
 *
 * An event that ingestion refused is quarantined for the reasons that came with it, see {@link readRefusal}.
 *
 * Most valid events are accepted from their bytes alone, see {@link createEventReader}. The other events pass these
 * checks in order, up to the first that fails: length, UTF-8, JSON, envelope, type, source, version, contract.
 */
export function createEventValidator({
  registry,
  source,
  maxEventBytes = DEFAULT_MAX_EVENT_BYTES,
}: EventValidatorOptions): (event: EventMessage) => ValidationResult {
  const contractOf = createContractFinder(registry, source);
  const contracts = registry.ofSource(source);
  const readEvent = createEventReader(contracts);

  const validateBody = (body: Buffer): ValidationResult => {
    if (body.length > maxEventBytes) return quarantined([tooLarge(maxEventBytes)]);
    const read = readEvent(body);
    if (read !== undefined) return { verdict: 'accepted', contract: read, bytes: body };

    const decoded = decodeJson(body);
    if ('code' in decoded) return quarantined([decoded]);
    const { text, value } = decoded;
    if (!isObject(value)) {
      return quarantined([
        { code: 'envelope_invalid', path: '', message: 'An event must be one JSON object.' },
      ]);
    }
    const invalid = checkEnvelope(value);
    if (invalid) return quarantined(invalid);
    const envelope = value as unknown as Envelope;
    const found = contractOf(envelope);
    if ('rejection' in found) return quarantined([found.rejection], found.contract);
    const rejections = found.validate(envelope.data);
    if (rejections) return quarantined(rejections.map(underData), found);
    const name = findRepeatedName(text);
    if (name !== undefined) return quarantined([repeatedName(name)], found);
    return { verdict: 'accepted', contract: found, bytes: toOneLine(body, text) };
  };

  return (event) => {
    try {
      const refusal = readRefusal(event, contracts);
      if (refusal !== undefined) return refusal;
      if (!isBinaryMode(event)) return validateBody(event.body);
      if (event.body.length > maxEventBytes) return quarantined([tooLarge(maxEventBytes)]);
      const composed = toStructuredMode(event);
      return Buffer.isBuffer(composed) ? validateBody(composed) : quarantined(composed);
    } catch (error) {
      return quarantined([failed(error)]);
    }
  };
}

/**
 * Validates one bare record of an HTTP request against a contract. Paths of rejections are relative to the record.
 *
 * @param bytes JSON in UTF-8
 * @param maxEventBytes maximum length of a record. @default 262144
 */
export function validateRecord(
  contract: Contract,
  bytes: Buffer,
  maxEventBytes: number = DEFAULT_MAX_EVENT_BYTES,
): ValidationResult {
  if (bytes.length > maxEventBytes) return quarantined([tooLarge(maxEventBytes)], contract);
  try {
    if (contract.read(bytes, 0) === bytes.length) return { verdict: 'accepted', contract, bytes };
    const decoded = decodeJson(bytes);
    if ('code' in decoded) return quarantined([decoded], contract);
    const rejections = contract.validate(decoded.value);
    if (rejections) return quarantined(rejections, contract);
    const name = findRepeatedName(decoded.text);
    if (name !== undefined) return quarantined([repeatedName(name)], contract);
    return { verdict: 'accepted', contract, bytes };
  } catch (error) {
    return quarantined([failed(error)], contract);
  }
}

type ContractFinder = (
  envelope: Envelope,
) => Contract | { readonly rejection: Rejection; readonly contract?: Contract };

/**
 * Finds the contract that an event names. A source has so few that comparing ids is faster than hashing a new string.
 */
function createContractFinder(registry: ContractRegistry, source: Source): ContractFinder {
  const ofSource = registry.ofSource(source);

  return ({ type, dataschema }) => {
    for (const contract of ofSource) {
      if (contract.id === dataschema && contract.type === type) return contract;
    }
    const newest = registry.find(type);
    if (!newest) return { rejection: reject('unknown_type', '/type', 'There is no contract of this type') };
    if (newest.source !== source) {
      const message = `Events of this type belong to the hub ${newest.source}, not to ${source}`;
      return { rejection: reject('wrong_source', '/type', message), contract: newest };
    }
    if (dataschema === undefined || dataschema === null) return newest;
    return {
      rejection: reject('unknown_version', '/dataschema', `/dataschema is not a known version of ${type}`),
    };
  };
}

function reject(code: Rejection['code'], path: string, message: string): Rejection {
  return { code, path, message: `${message}.` };
}

function quarantined(rejections: readonly Rejection[], contract?: Contract): ValidationResult {
  return contract ? { verdict: 'quarantined', contract, rejections } : { verdict: 'quarantined', rejections };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * In JSON, line breaks are only between tokens. Replacing them by spaces puts the event on one line and keeps its
 * value.
 */
function toOneLine(body: Buffer, text: string): Buffer {
  if (!text.includes('\n') && !text.includes('\r')) return body;
  const line = Buffer.from(body);
  for (let at = 0; at < line.length; at++) {
    if (line[at] === LINE_FEED || line[at] === CARRIAGE_RETURN) line[at] = SPACE;
  }
  return line;
}
