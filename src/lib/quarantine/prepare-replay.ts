import { type ContractDescription } from '../contracts/contract';
import { decodeJson } from '../contracts/decode-json';
import { checkEnvelope, isBinaryMode, toStructuredMode } from '../contracts/envelope';
import { formats } from '../contracts/formats';
import { isRefused, toReadableMessage } from '../contracts/rejections';
import { type ContractCatalog } from '../contracts/catalog';
import { numberText, parseExactJson } from '../platform/text/exact-json';
import { type OutgoingEvent } from '../event-log/outgoing-event';
import { type Source } from '../contracts/source';
import { applyFix, setMember } from './apply-fix';
import { maskEvent, toSegments } from './mask-event';
import { type Validators } from './ports';
import { type QuarantinedLine, type QuarantineRecord, toRecordId } from './quarantine-record';
import { type Fix, type ReplayRejection, type ReplayResult } from './replay-api';

/** The result that a replay of the record would have now. */
export interface PreparedReplay {
  readonly after: NonNullable<ReplayResult['after']>;
  /** The event after the fix, with protected fields covered; null if it is not JSON. */
  readonly event: unknown;
  /** Only for an accepted event. */
  readonly outgoing?: { readonly source: Source; readonly event: OutgoingEvent };
}

export interface PrepareOptions {
  readonly registry: Pick<ContractCatalog, 'find' | 'ofSource'>;
  readonly validators: Validators;
}

/** Maximum length of a partition key in Event Hubs. */
const MAX_PARTITION_KEY_LENGTH = 128;

/**
 * Fixes a record's event, sets the record that it replaces, and validates it as landing would.
 *
 * The event keeps its CloudEvents id, so readers recognize it. If the original has no readable id, the new id is
 * derived from the record's id. So replaying twice does not create a second event.
 */
export function prepareReplay(
  record: QuarantineRecord,
  line: QuarantinedLine,
  fix: Fix | undefined,
  { registry, validators }: PrepareOptions,
): PreparedReplay {
  const original = readOriginal(line, fix !== undefined && 'event' in fix);
  if ('failure' in original) return refused([original.failure]);
  const applied = applyFix(original.text, fix, registry);
  if ('failure' in applied) return refused([applied.failure]);
  const fixed = { text: completeRefused(applied.text, line, registry) };

  const recordId = toRecordId(record);
  const event = JSON.parse(fixed.text) as Readonly<Record<string, unknown>>;
  const target = targetOf(event, registry);
  const contracts = target === undefined ? registry.ofSource(record.source) : [target];
  if (original.id !== undefined && event['id'] !== undefined && event['id'] !== original.id) {
    const message = '/id must not change: a replayed event keeps its original id.';
    return refused(
      [{ code: 'id_changed', path: '/id', message }],
      maskEvent(parseExactJson(fixed.text), contracts),
    );
  }
  let text = setMember(fixed.text, 'replaces', recordId);
  if (!isUsableId(event['id'])) text = setMember(text, 'id', original.id ?? `replay-${recordId}`);
  const source = target?.source ?? record.source;
  const result = validators[source]({ body: Buffer.from(text) });
  const shown = maskEvent(
    parseExactJson(text),
    result.contract === undefined ? contracts : [result.contract],
  );
  if (result.verdict === 'quarantined') return refused(result.rejections, shown, result.contract);
  const { contract } = result;
  return {
    after: { verdict: 'accepted', contract: contract.type, version: contract.version, rejections: [] },
    event: shown,
    outgoing: {
      source,
      event: { partitionKey: partitionKeyOf(parseExactJson(text), contract), body: result.bytes },
    },
  };
}

/** The event of a record in structured mode. */
interface Original {
  /** `{}` for an event that is not readable and is replaced as a whole. */
  readonly text: string;
  /** Only if it is usable. */
  readonly id: string | undefined;
}

/** @param isReplaced whether a fix replaces the whole event, so that it need not be readable */
function readOriginal(
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

function isUsableId(id: unknown): id is string {
  return checkEnvelope({ specversion: '1.0', id, source: 'any', type: 'any', data: null }) === undefined;
}

/**
 * Adds id and time to the fixed event of a record that ingestion refused. Ingestion takes both from the record if the
 * event has none. So the event is the one that ingestion would make of the fixed record.
 *
 * @param text an event in structured mode
 */
function completeRefused(
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
function textAt(record: unknown, pointer: ContractDescription['eventId']): string | undefined {
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

/** Returns the contract of the event's type. It can belong to another hub than the record. */
function targetOf(
  { type }: Readonly<Record<string, unknown>>,
  registry: Pick<ContractCatalog, 'find'>,
): ContractDescription | undefined {
  return typeof type === 'string' ? registry.find(type) : undefined;
}

/** Returns the event's own partition key, or else the value of the contract's pointer, as ingestion does. */
function partitionKeyOf(event: unknown, contract: ContractDescription): string | undefined {
  const { partitionkey, data } = event as { readonly partitionkey?: unknown; readonly data: unknown };
  if (isPartitionKey(partitionkey)) return partitionkey;
  const key = textAt(data, contract.partitionKey);
  return isPartitionKey(key) ? key : undefined;
}

function isPartitionKey(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_PARTITION_KEY_LENGTH;
}

function refused(
  rejections: readonly ReplayRejection[],
  event: unknown = null,
  contract?: ContractDescription,
): PreparedReplay {
  return {
    after: {
      verdict: 'quarantined',
      contract: contract?.type ?? null,
      version: contract?.version ?? null,
      rejections,
    },
    event,
  };
}
