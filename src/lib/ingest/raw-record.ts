import { type Rejection } from '../contracts/contract';
import { type ExtensionValue } from '../contracts/to-envelope';

/** CloudEvents context attributes of a record. Their form is already checked. */
export interface EventAttributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly dataschema?: string;
  readonly time?: string;
  readonly partitionkey?: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
  /** `subject` and all extensions, to keep them. */
  readonly extensions?: Readonly<Record<string, ExtensionValue>>;
}

/** A record as it came, for the quarantine. */
export interface RecordAsSent {
  /** A view into the body of the request: as UTF-8, without compression and byte order mark. */
  readonly bytes: Buffer;
  readonly contentType: 'application/json' | 'application/cloudevents+json' | 'text/csv; header=absent';
  /** Attributes that came as headers, if the record is a CloudEvent in binary mode. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The header row of a row of CSV. */
  readonly csvHeader?: string;
}

/** One record of a request: its own bytes, or the reasons why it has none. */
export type RawRecord =
  | {
      readonly kind: 'record';
      /**
       * The record's JSON, a view into the request body if possible. It is not validated yet, so it can be any JSON or
       * invalid.
       */
      readonly data: Buffer;
      /** Present if the record came as a CloudEvent. */
      readonly attributes?: EventAttributes;
      /** Absent if the record came as `data`, in JSON. */
      readonly asSent?: RecordAsSent;
    }
  | {
      readonly kind: 'rejected';
      readonly id?: string;
      readonly rejections: readonly Rejection[];
      readonly asSent: RecordAsSent;
    };

/** Returns a record that could not be read, with one reason. */
export function unreadable(rejection: Rejection, asSent: RecordAsSent, id?: string): RawRecord {
  return { kind: 'rejected', rejections: [rejection], asSent, ...(id === undefined ? {} : { id }) };
}
