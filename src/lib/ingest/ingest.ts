import { type AcceptedRecord, type OnReject, type RejectedRecord } from './api';
import { type Contract, type Rejection } from '../contracts/contract';
import { underData } from '../contracts/rejections';
import { validateRecord } from '../contracts/validate';
import { type Clock } from '../platform/clock';
import { type OutgoingEvent } from '../event-log/outgoing-event';
import { isSource } from '../contracts/source';
import { type EnvelopeOptions, toEnvelope } from '../contracts/to-envelope';
import { type EventAttributes, type RawRecord } from './raw-record';
import { createRecordReader, type RecordReader } from './record-reader';
import { toRefusedEvent } from './to-refused-event';

export interface IngestOptions {
  readonly contract: Contract;
  readonly records: readonly RawRecord[];
  /** Maximum length of an event with its envelope, in bytes. */
  readonly maxEventBytes: number;
  /** CloudEvents `source` of records that have none: a URI reference such as `/sluice/ingest`. */
  readonly source: string;
  /**
   * Trace context of the request. The event's own context has precedence. An invalid one is ignored, as W3C requires.
   */
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  /** Whether refused records become events for the quarantine. @default `answer` */
  readonly onReject?: OnReject;
  /** Provides the time of records that have none. */
  readonly clock: Clock;
  /** Provides the id of records that have none. */
  readonly newId: () => string;
}

/** The result of one record. */
export type RecordResult = AcceptedRecord | RejectedRecord;

export interface IngestResult {
  /** One result per record, in order. */
  readonly results: readonly RecordResult[];
  /** The accepted records as events, in order, and the refused ones if they go into the quarantine. */
  readonly events: readonly OutgoingEvent[];
  /** For each of `events`, the index of its record. */
  readonly recordIndexes: readonly number[];
}

type Validated =
  | { readonly id: string; readonly event: OutgoingEvent }
  | { readonly id?: string | undefined; readonly rejections: readonly Rejection[] };

/** @see https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
/** Maximum length of this attribute in the envelope. */
const MAX_TRACESTATE_LENGTH = 512;

/**
 * Validates each record against the contract and wraps the valid ones into envelopes. A rejected record does not stop
 * the others.
 *
 * The contract's pointers find the identity, time and partition key in the record, unless a CloudEvent has them
 * itself.
 */
export function ingest({
  records,
  traceparent,
  tracestate,
  onReject = 'answer',
  ...options
}: IngestOptions): IngestResult {
  const isTraced = traceparent !== undefined && TRACEPARENT.test(traceparent);
  const context: Context = {
    ...options,
    trace: {
      traceparent: isTraced ? traceparent : undefined,
      tracestate:
        isTraced && tracestate !== undefined && tracestate.length <= MAX_TRACESTATE_LENGTH
          ? tracestate
          : undefined,
    },
    read: createRecordReader(options.contract),
  };
  const results: RecordResult[] = [];
  const events: OutgoingEvent[] = [];
  const recordIndexes: number[] = [];
  for (const [index, record] of records.entries()) {
    const validated: Validated =
      record.kind === 'rejected' ? record : validate(record.data, record.attributes, context);
    if ('event' in validated) {
      results.push({ index, verdict: 'accepted', id: validated.id });
      events.push(validated.event);
      recordIndexes.push(index);
    } else {
      const { id, rejections } = validated;
      results.push({ index, verdict: 'rejected', ...(id === undefined ? {} : { id }), rejections });
      if (onReject === 'answer') continue;
      // Among the accepted ones, so that events of one key keep the order of the request.
      events.push(toRefusedEvent(record, rejections, context));
      recordIndexes.push(index);
    }
  }
  return { results, events, recordIndexes };
}

interface Context extends Omit<IngestOptions, 'records' | 'traceparent' | 'tracestate' | 'onReject'> {
  readonly trace: Pick<EnvelopeOptions, 'traceparent' | 'tracestate'>;
  readonly read: RecordReader;
}

function validate(data: Buffer, attributes: EventAttributes | undefined, context: Context): Validated {
  const { contract, maxEventBytes, clock, newId, read, trace } = context;
  const contradiction = attributes && contradictionOf(attributes, contract);
  if (contradiction !== undefined) return { id: attributes?.id, rejections: [contradiction] };

  const validated = validateRecord(contract, data, maxEventBytes);
  if (validated.verdict === 'quarantined') {
    return attributes === undefined
      ? { id: read.idOfRejected(data), rejections: validated.rejections }
      : { id: attributes.id, rejections: validated.rejections.map(underData) };
  }
  const fields = read.ofAccepted(data);
  const id = attributes?.id ?? fields.id ?? newId();
  const partitionKey = attributes?.partitionkey ?? fields.partitionKey;
  const body = toEnvelope({
    id,
    source: attributes?.source ?? context.source,
    type: contract.type,
    dataschema: contract.id,
    time: attributes?.time ?? fields.time ?? clock.now().toISOString(),
    partitionKey,
    traceparent: attributes?.traceparent ?? trace.traceparent,
    tracestate: attributes?.traceparent === undefined ? trace.tracestate : attributes.tracestate,
    extensions: attributes?.extensions,
    data,
  });
  if (body.length > maxEventBytes) {
    const message = `The event is longer than ${maxEventBytes} bytes in its envelope.`;
    return { id, rejections: [{ code: 'too_large', path: '', message }] };
  }
  return { id, event: { partitionKey, body } };
}

/** Returns a rejection if the event's type or schema contradicts the path of the request. */
function contradictionOf({ type, dataschema }: EventAttributes, contract: Contract): Rejection | undefined {
  if (type !== contract.type) {
    const [owner = ''] = type.split('.');
    return isSource(owner) && owner !== contract.source
      ? {
          code: 'wrong_source',
          path: '/type',
          message: `/type belongs to the source ${owner}, but the request to ${contract.source}.`,
        }
      : {
          code: 'unknown_type',
          path: '/type',
          message: `/type must be ${contract.type}, which the path of the request names.`,
        };
  }
  if (dataschema !== undefined && dataschema !== contract.id) {
    return {
      code: 'unknown_version',
      path: '/dataschema',
      message: `/dataschema must be ${contract.id} or absent.`,
    };
  }
  return undefined;
}
