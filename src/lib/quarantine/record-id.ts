import { type Incarnation } from '../event-log/positions';
import { isSource } from '../contracts/source';
import { type QuarantinePartition } from './quarantine-record';

/** Where a record stands, which is also its name: `iot.20261121T025044123Z.3.42`. */
export interface RecordPlace extends QuarantinePartition {
  readonly sequenceNumber: number;
}

const ID = /^([a-z]+)\.(\d{8}T\d{9}Z)\.(\d{1,4})\.(\d{1,15})$/;

export function toRecordId({ source, incarnation, partition, sequenceNumber }: RecordPlace): string {
  return `${source}.${incarnation}.${partition}.${sequenceNumber}`;
}

/** `undefined` for a text that is no record's id. */
export function fromRecordId(id: string): RecordPlace | undefined {
  const [, source = '', incarnation = '', partition, sequenceNumber] = ID.exec(id) ?? [];
  if (!isSource(source)) return undefined;
  const place = {
    source,
    incarnation: incarnation as Incarnation,
    partition: Number(partition),
    sequenceNumber: Number(sequenceNumber),
  };
  // A second spelling, such as one with leading zeros, would be a second name.
  return toRecordId(place) === id ? place : undefined;
}

/** Name of a partition: `iot|20261121T025044123Z|p=03`, as in the keys of tables. */
export function toPartitionKey({ source, incarnation, partition }: QuarantinePartition): string {
  return `${source}|${incarnation}|p=${String(partition).padStart(2, '0')}`;
}
