import { type Rejection } from '../contracts/contract';
import { type ExtensionValue } from '../contracts/to-envelope';

/** CloudEvents context attributes that came with a record, already checked for their form. */
export interface EventAttributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly dataschema?: string;
  readonly time?: string;
  readonly partitionkey?: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
  /** `subject` and every extension, to be kept. */
  readonly extensions?: Readonly<Record<string, ExtensionValue>>;
}

/** One record as it stood in a request: its own bytes, or the reason why there are none. */
export type RawRecord =
  | {
      readonly kind: 'record';
      /** The record's JSON, a view into the request body where possible. Not judged yet; may be any JSON, or none. */
      readonly data: Buffer;
      /** Present when it came as a CloudEvent. */
      readonly attributes?: EventAttributes;
    }
  | { readonly kind: 'rejected'; readonly id?: string; readonly rejections: readonly Rejection[] };

/** A record that could not be read, for one reason. */
export function unreadable(rejection: Rejection, id?: string): RawRecord {
  return { kind: 'rejected', rejections: [rejection], ...(id === undefined ? {} : { id }) };
}
