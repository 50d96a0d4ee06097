import { type Contract, type Rejection } from '../contracts/contract';
import { ENVELOPE_LIMITS } from '../contracts/envelope';
import { formats } from '../contracts/formats';
import { toRefusalProperties, underData } from '../contracts/rejections';
import { type OutgoingEvent } from '../event-log/outgoing-event';
import { type EventAttributes, type RawRecord, type RecordAsSent } from './raw-record';
import { type RecordReader } from './record-reader';

export interface RefusedEventOptions {
  readonly contract: Contract;
  readonly read: RecordReader;
  /** CloudEvents `source` of records that have none. */
  readonly source: string;
  readonly trace: { readonly traceparent?: string | undefined; readonly tracestate?: string | undefined };
}

/** Limit of Event Hubs. */
const MAX_PARTITION_KEY_LENGTH = 128;
const ATTRIBUTE = 'cloudEvents:';

/**
 * Returns the event with which a refused record comes into the quarantine: its bytes as they came, and the rejections
 * as application properties.
 *
 * A bare record gets the attributes of the CloudEvents binary mode that ingestion would have given it, if they are
 * usable. So the quarantine shows and fixes it like every other event.
 *
 * @param rejections paths are relative to the record, or to the event if it came as one
 */
export function toRefusedEvent(
  record: RawRecord,
  rejections: readonly Rejection[],
  { contract, read, source, trace }: RefusedEventOptions,
): OutgoingEvent {
  const data = record.kind === 'record' ? record.data : undefined;
  const asSent = asSentOf(record);
  const isBare = asSent.contentType !== 'application/cloudevents+json' && asSent.attributes === undefined;
  const found = data === undefined ? undefined : read.ofRejected(data);
  const refusal = toRefusalProperties({
    contract,
    rejections: isBare ? rejections.map(inEvent) : rejections,
    ...(asSent.csvHeader !== undefined &&
      (data === undefined ? { csvHeader: asSent.csvHeader } : { record: data.toString('utf8') })),
  });
  const attributes = isBare
    ? {
        specversion: '1.0',
        id: isText(found?.id, ENVELOPE_LIMITS.id) ? found.id : undefined,
        source,
        type: contract.type,
        dataschema: contract.id,
        time: found?.time !== undefined && formats['date-time'](found.time) ? found.time : undefined,
        traceparent: trace.traceparent,
        tracestate: trace.tracestate,
      }
    : asSent.attributes;
  const own = record.kind === 'record' ? record.attributes : undefined;
  return {
    partitionKey: partitionKeyOf(own, found?.partitionKey),
    body: asSent.bytes,
    contentType: asSent.contentType,
    properties: { ...toProperties(attributes ?? {}), ...refusal },
  };
}

function asSentOf(record: RawRecord): RecordAsSent {
  if (record.kind === 'rejected') return record.asSent;
  return record.asSent ?? { bytes: record.data, contentType: 'application/json' };
}

/** A record is `data` in its event, so paths of its fields start there. */
function inEvent(rejection: Rejection): Rejection {
  const isAboutBytes = rejection.path === '' && !rejection.code.startsWith('contract.');
  return isAboutBytes ? rejection : underData(rejection);
}

function toProperties(attributes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) properties[`${ATTRIBUTE}${name}`] = value;
  }
  return properties;
}

function partitionKeyOf(
  attributes: EventAttributes | undefined,
  found: string | undefined,
): string | undefined {
  const key = attributes?.partitionkey ?? found;
  return isText(key, MAX_PARTITION_KEY_LENGTH) ? key : undefined;
}

function isText(value: string | undefined, maxLength: number): value is string {
  return value !== undefined && value !== '' && value.length <= maxLength;
}
