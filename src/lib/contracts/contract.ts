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

/** The `x-contract` block of a schema file: all metadata of an event version except its shape. */
export interface ContractMetadata {
  /** The source of the events, which is also their hub. */
  readonly source: Source;
  /** CloudEvents `type`: `<source>.<event>`, such as `iot.telemetry`. */
  readonly type: string;
  /** 1, 2, …: incremented when a change would break readers of the previous version. */
  readonly version: number;
  /** The identity of an event. It becomes CloudEvents `id` when a bare record is wrapped. */
  readonly eventId: JsonPointer;
  /** The event's own time (RFC 3339). It becomes CloudEvents `time`. */
  readonly eventTime: JsonPointer;
  /** Events with the same value keep their order. It becomes CloudEvents `partitionkey`. */
  readonly partitionKey: JsonPointer;
  readonly personalData: readonly PersonalDataField[];
  /** Departments whose marts read this event. */
  readonly departments: readonly string[];
  /** Absent if the events are facts: Silver keeps each of them unchanged. */
  readonly history?: ContractHistory;
  /** Absent if the events have no live windows. */
  readonly windows?: ContractWindows;
}

/** One contract as data, without code that validates. */
export interface ContractDescription extends ContractMetadata {
  /** Schema `$id` and CloudEvents `dataschema`: `urn:sluice:contract:<type>:<version>`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The JSON Schema as in the file. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One contract with its validator. */
export interface Contract extends ContractDescription {
  /**
   * Checks a parsed record. Returns every rejection found (paths relative to the record, at most 20), or `undefined`
   * if the record is valid. The usual result needs no allocation.
   */
  validate(record: unknown): readonly Rejection[] | undefined;
  /**
   * Reads a record from its bytes without parsing it. Returns its end if it is valid and no object has a duplicate
   * name. Returns -1 if it is not certain; then {@link Contract.validate} decides.
   *
   * @param at position of the record's first byte
   */
  read(bytes: Uint8Array, at: number): number;
}
