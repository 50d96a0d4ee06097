import { type ContractCatalog } from '../contracts/catalog';
import { type ContractDescription } from '../contracts/contract';
import { decodeJson } from '../contracts/decode-json';
import { checkEnvelope, isBinaryMode, toStructuredMode } from '../contracts/envelope';
import { formats } from '../contracts/formats';
import { isRefused, toReadableMessage } from '../contracts/refusal';
import { numberText, parseExactJson } from '../platform/text/exact-json';
import { setMember } from './apply-fix';
import { toSegments } from './mask-event';
import { type QuarantinedLine } from './quarantine-record';
import { type ReplayRejection } from './replay-api';

/** The event of a record in structured mode. */
export interface Original {
  /** `{}` for an event that is not readable and is replaced as a whole. */
  readonly text: string;
  /** Only if it is usable. */
  readonly id: string | undefined;
}

/** @param isReplaced whether a fix replaces the whole event, so that it need not be readable */
export function readOriginal(
  line: QuarantinedLine,
  isReplaced: boolean,
): Original | { readonly failure: ReplayRejection } {
  const nothing = { text: '{}', id: undefined };
  // The event ended the process each time it was read, so it is not read here.
  const poison = line.rejections.find(({ code }) => code === 'poison');
  if (poison !== undefined) return isReplaced ? nothing : { failure: poison };
  const message = toReadableMessage(line);
  const structured = isBinaryMode(message) ? toStructuredMode(message) : message.body;
  if (!Buffer.isBuffer(structured)) {
    return isReplaced ? nothing : { failure: structured[0] ?? notAnObject() };
  }
  const decoded = decodeJson(structured);
  if ('code' in decoded) return isReplaced ? nothing : { failure: decoded };
  const { text, value } = decoded;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return isReplaced ? nothing : { failure: notAnObject() };
  }
  const { id } = value as { readonly id?: unknown };
  return { text, id: isUsableId(id) ? id : undefined };
}

export function isUsableId(id: unknown): id is string {
  return checkEnvelope({ specversion: '1.0', id, source: 'any', type: 'any', data: null }) === undefined;
}

/**
 * Adds id and time to the fixed event of a record that ingestion refused. Ingestion takes both from the record if the
 * event has none. So the event is the one that ingestion would make of the fixed record.
 *
 * @param text an event in structured mode
 */
export function completeRefused(
  text: string,
  line: QuarantinedLine,
  registry: Pick<ContractCatalog, 'find'>,
): string {
  if (!isRefused(line)) return text;
  const { type, id, time, data } = parseExactJson(text) as Readonly<Record<string, unknown>>;
  const contract = typeof type === 'string' ? registry.find(type) : undefined;
  if (contract === undefined) return text;
  let completed = text;
  if (id === undefined) {
    const found = textAt(data, contract.eventId);
    if (isUsableId(found)) completed = setMember(completed, 'id', found);
  }
  if (time === undefined) {
    const found = textAt(data, contract.eventTime);
    if (found !== undefined && formats['date-time'](found)) completed = setMember(completed, 'time', found);
  }
  return completed;
}

/** Returns a text, or a number as it is written, at a pointer of a record from `parseExactJson`. */
export function textAt(record: unknown, pointer: ContractDescription['eventId']): string | undefined {
  let value = record;
  for (const name of toSegments(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return numberText(value) ?? (typeof value === 'string' ? value : undefined);
}

function notAnObject(): ReplayRejection {
  return { code: 'envelope_invalid', path: '', message: 'An event must be one JSON object.' };
}
