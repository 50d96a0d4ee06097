import { type ContractDescription } from '../contracts/contract';
import { type ContractCatalog } from '../contracts/catalog';
import { isBinaryMode, toStructuredMode } from '../contracts/envelope';
import { toReadableMessage, toReadableText } from '../contracts/rejections';
import { type RecordContent, type RecordSummary } from './api';
import { decodeJson } from '../contracts/decode-json';
import { parseExactJson } from '../platform/text/exact-json';
import { parseMediaType } from '../platform/text/media-type';
import { maskEvent, maskProperties } from './mask-event';
import { maskText } from './mask-text';
import { type QuarantineSlots } from './ports';
import { type QuarantinedLine, type QuarantineRecord, toRecordId } from './quarantine-record';
import { readQuarantinedLines } from './read-lines';

export function toSummary(record: QuarantineRecord): RecordSummary {
  const { source, contract, version, partition, sequenceNumber, eventId, enqueuedTime, landedAt } = record;
  const { codes, rejections, bytes, state, attempts, replayedAt, reopenedAt } = record;
  return {
    id: toRecordId(record),
    source,
    contract,
    version,
    partition,
    sequenceNumber,
    eventId,
    enqueuedTime,
    landedAt,
    codes,
    rejections,
    bytes,
    state,
    attempts,
    replayedAt,
    reopenedAt,
  };
}

/** Reads a record's bytes from Bronze. If retention deleted them, there is no content. */
export async function readContent(
  record: QuarantineRecord,
  {
    slots,
    registry,
    withBytes,
  }: {
    readonly slots: Pick<QuarantineSlots, 'read' | 'path'>;
    readonly registry: Pick<ContractCatalog, 'find' | 'ofSource'>;
    readonly withBytes: boolean;
  },
): Promise<RecordContent> {
  const { hubGeneration, sequenceNumber } = record;
  const lines = await readQuarantinedLines(slots, record, record.slot);
  const line = lines.find((one) => one.sequenceNumber === sequenceNumber);
  const { contentType, properties } = line ?? {};
  return {
    hubGeneration,
    slot: slots.path(record, record.slot),
    contentType: toShownType(contentType),
    properties: properties === undefined ? null : maskProperties(properties),
    ...(line === undefined ? { event: null, text: null } : show(line, contractsOf(record, registry))),
    ...(withBytes && line !== undefined && { base64: line.body.toString('base64') }),
  };
}

/**
 * Returns the media type of a content type, its charset, and whether CSV has a header. Other text of the sender could contain anything, so it is
 * omitted.
 */
function toShownType(contentType: string | undefined): string | null {
  const parsed = contentType === undefined ? undefined : parseMediaType(contentType);
  if (parsed === undefined || !/^[a-z0-9.+-]{1,64}\/[a-z0-9.+-]{1,64}$/.test(parsed.essence)) return null;
  const charset = parsed.parameters.get('charset');
  const header = parsed.parameters.get('header');
  if (parsed.parameters.size > [charset, header].filter((value) => value !== undefined).length) return null;
  if (header !== undefined && header !== 'absent' && header !== 'present') return null;
  if (charset !== undefined && !/^[a-z0-9-]{1,20}$/i.test(charset)) return null;
  return [
    parsed.essence,
    ...(charset === undefined ? [] : [`charset=${charset}`]),
    ...(header === undefined ? [] : [`header=${header}`]),
  ].join('; ');
}

/** Returns the contract that a record breaks. If it is unknown, returns every contract of its hub. */
function contractsOf(
  { contract, version, source }: QuarantineRecord,
  registry: Pick<ContractCatalog, 'find' | 'ofSource'>,
): readonly ContractDescription[] {
  const known = contract === null ? undefined : registry.find(contract, version ?? undefined);
  return known === undefined ? registry.ofSource(source) : [known];
}

function show(
  line: QuarantinedLine,
  contracts: readonly ContractDescription[],
): Pick<RecordContent, 'event' | 'text'> {
  // The event ended the process each time it was read, so it is not read here.
  if (line.rejections.some(({ code }) => code === 'poison')) return { event: null, text: null };
  const readable = toReadableMessage(line);
  const structured = isBinaryMode(readable) ? toStructuredMode(readable) : readable.body;
  const decoded = Buffer.isBuffer(structured) ? decodeJson(structured) : undefined;
  if (decoded !== undefined && 'value' in decoded && isObject(decoded.value)) {
    return { event: maskEvent(parseExactJson(decoded.text), contracts), text: null };
  }
  return { event: null, text: maskText(toReadableText(line), contracts) };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
