import { type Source } from './source';

/** A JSON Pointer (RFC 6901) into the record, such as `/deviceId`. */
export type JsonPointer = string;

/** What happens to a personal field on its way to Silver. Bronze keeps it; Gold and every page show the result. */
export type PersonalDataTreatment = 'hash' | 'mask' | 'drop' | 'generalise';

export interface PersonalDataField {
  readonly path: JsonPointer;
  readonly treatment: PersonalDataTreatment;
}

/** Says that the events of a contract are the versions of something, of which Silver keeps the history. */
export interface ContractHistory {
  /** Where the identity stands of what changes, such as `/customerId`. */
  readonly key: JsonPointer;
  /** Which events are deletions: they empty the personal fields of every earlier version. */
  readonly erasedWhen?: { readonly path: JsonPointer; readonly equals: string | number | boolean };
}

/** What splits a window into groups: a text of the record that is not personal. Where it is missing, `unknown` stands. */
export interface WindowKey {
  /** In snake case; a column of the batch view, of sinks and of answers. */
  readonly name: string;
  readonly path: JsonPointer;
}

export const WINDOW_AGGREGATES = ['count', 'sum', 'minimum', 'maximum', 'average'] as const;

/** What is computed of the events of a group. Numbers are summed as decimals of six places, so that order plays no part. */
export interface WindowValue {
  /** In snake case; see {@link WindowKey.name}. */
  readonly name: string;
  readonly aggregate: (typeof WINDOW_AGGREGATES)[number];
  /** The number that is aggregated; events without it do not count. None for `count`. */
  readonly path?: JsonPointer;
  /** Only events of which this holds count. */
  readonly where?: { readonly path: JsonPointer; readonly equals: string | number | boolean };
}

/** How events become live windows and the batch view of the same name. The same in every version of a type. */
export interface ContractWindows {
  /** Length of a live window, in seconds of event time; the batch view has minutes. */
  readonly seconds: 10 | 60;
  readonly keys: readonly WindowKey[];
  readonly values: readonly WindowValue[];
}

/** The `x-contract` block of a schema file: everything about an event version besides its shape. */
export interface ContractMetadata {
  /** The source, and so the hub, that events of this contract belong to. */
  readonly source: Source;
  /** CloudEvents `type`: `<source>.<event>`, such as `iot.telemetry`. */
  readonly type: string;
  /** 1, 2, …: raised when a change would break readers of the version before. */
  readonly version: number;
  /** Where the identity of an event stands; becomes CloudEvents `id` when a bare record is wrapped. */
  readonly eventId: JsonPointer;
  /** Where the event's own time stands (RFC 3339); becomes CloudEvents `time`. */
  readonly eventTime: JsonPointer;
  /** Events with the same value keep their order; becomes CloudEvents `partitionkey`. */
  readonly partitionKey: JsonPointer;
  readonly personalData: readonly PersonalDataField[];
  /** Departments whose marts read this event. */
  readonly departments: readonly string[];
  /** Absent: the events are facts, and Silver keeps each of them as it was. */
  readonly history?: ContractHistory;
  /** Absent: the events have no live windows. */
  readonly windows?: ContractWindows;
}

/** Why an event broke its contract. */
export interface Rejection {
  readonly code: RejectionCode;
  /** JSON Pointer into the event (`''` is the whole event, `/data/deviceId` a field of the record). */
  readonly path: JsonPointer;
  /** One sentence that names the field and the rule. Never carries the value itself: it may be personal. */
  readonly message: string;
}

/**
 * Machine-readable reasons.
 *
 * `contract.<keyword>` names the JSON Schema keyword that failed (`contract.required`, `contract.maximum`, …).
 */
export type RejectionCode =
  | 'malformed_json'
  | 'malformed_csv'
  | 'invalid_utf8'
  | 'too_large'
  | 'envelope_invalid'
  | 'unknown_type'
  | 'unknown_version'
  | 'wrong_source'
  | 'poison'
  | 'amqp_body'
  | 'judge_failed'
  | `contract.${string}`;

/** One contract as data: what is known of an event version without validating anything. */
export interface ContractDescription extends ContractMetadata {
  /** Schema `$id` and CloudEvents `dataschema`: `urn:sluice:contract:<type>:<version>`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The JSON Schema as in the file. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One contract, ready to use. */
export interface Contract extends ContractDescription {
  /**
   * Checks a parsed record. Returns every rejection found (paths relative to the record, at most 20), or
   * `undefined` for a record that keeps the contract. The usual answer costs no allocation.
   */
  validate(record: unknown): readonly Rejection[] | undefined;
  /**
   * Reads a record from its bytes without parsing it: where it ends, if it keeps the contract and no name stands twice in
   * one object. -1 means nothing: it is not sure, and {@link Contract.validate} decides.
   *
   * @param at position of the record's first byte
   */
  read(bytes: Uint8Array, at: number): number;
}
