import {
  type ContractHistory,
  type ContractWindows,
  type PersonalDataField,
  type Rejection,
  type RejectionCode,
  type WindowKey,
  type WindowValue,
} from './api';
import { type Source } from './source';

/** A JSON Pointer (RFC 6901) into the record, such as `/deviceId`. */
export type JsonPointer = string;

export type {
  ContractHistory,
  ContractWindows,
  PersonalDataField,
  Rejection,
  RejectionCode,
  WindowKey,
  WindowValue,
};

export type PersonalDataTreatment = PersonalDataField['treatment'];

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
