import { type RecordState } from './api';
import { type Rejection } from '../contracts/contract';
import { type HubGeneration } from '../event-log/positions';
import { isSource, type Source } from '../contracts/source';

/** One partition of one life of one hub; `source/incarnation/p=NN` in Bronze. */
export interface QuarantinePartition {
  readonly source: Source;
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
}

/** One attempt to replay a record. */
export interface ReplayTry {
  /** Id of the replay that it was part of. */
  readonly replay: string;
  /** RFC 3339. */
  readonly at: string;
  /** `begun` stays where the process ended in between; `failed`: the hub did not take the event, as far as we know. */
  readonly outcome: 'begun' | 'published' | 'rejected' | 'failed';
}

/** A quarantined record as the index knows it; its bytes are in Bronze. */
export interface QuarantineRecord extends QuarantinePartition {
  readonly sequenceNumber: number;
  /** Number of the slot that holds it. */
  readonly slot: number;
  /** RFC 3339 with milliseconds, so that times compare as texts. */
  readonly enqueuedTime: string;
  readonly landedAt: string;
  /** Type and version of the contract that it broke, where that much was understood. */
  readonly contract: string | null;
  readonly version: number | null;
  /** Codes of all its rejections, each once. */
  readonly codes: readonly string[];
  /** As many as fit; all of them are in Bronze. */
  readonly rejections: readonly Rejection[];
  /** Length of the event as it came. */
  readonly bytes: number;
  readonly state: RecordState;
  /** Replays that were not dry. */
  readonly attempts: number;
  readonly replayedAt: string | null;
  /** Oldest first; the newest ones. */
  readonly tries: readonly ReplayTry[];
}

/** What a line of Bronze says of a quarantined event. */
export interface QuarantinedLine {
  readonly sequenceNumber: number;
  readonly enqueuedTime: string;
  readonly landedAt: string;
  readonly contract: string | null;
  readonly version: number | null;
  readonly rejections: readonly Rejection[];
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly properties: Readonly<Record<string, unknown>> | undefined;
}

/** Characters of JSON that the rejections of a row may take: a hundred rows are one transaction of at most 4 MiB. */
const MAX_REJECTIONS_LENGTH = 8000;
const MAX_MESSAGE_LENGTH = 300;
const MAX_TRIES = 20;

/** The index entry of a record that was just landed. */
export function toRecord(
  partition: QuarantinePartition,
  slot: number,
  { body, rejections, sequenceNumber, enqueuedTime, landedAt, contract, version }: QuarantinedLine,
): QuarantineRecord {
  return {
    source: partition.source,
    hubGeneration: partition.hubGeneration,
    partition: partition.partition,
    sequenceNumber,
    slot,
    enqueuedTime,
    landedAt,
    contract,
    version,
    codes: [...new Set(rejections.map(({ code }) => code))],
    rejections: fitRejections(rejections),
    bytes: body.length,
    state: 'open',
    attempts: 0,
    replayedAt: null,
    tries: [],
  };
}

/** The tries with one more, or with the newest ended otherwise. */
export function withTry(tries: readonly ReplayTry[], added: ReplayTry): readonly ReplayTry[] {
  const before = tries.at(-1)?.replay === added.replay ? tries.slice(0, -1) : tries;
  return [...before, added].slice(-MAX_TRIES);
}

function fitRejections(rejections: readonly Rejection[]): readonly Rejection[] {
  const fitting: Rejection[] = [];
  let length = 0;
  for (const { code, path, message } of rejections) {
    const short = { code, path, message: message.slice(0, MAX_MESSAGE_LENGTH) };
    length += JSON.stringify(short).length;
    if (length > MAX_REJECTIONS_LENGTH) break;
    fitting.push(short);
  }
  return fitting;
}

/** Where a record stands, which is also its name: `iot.20261121T025044123Z.3.42`. */
export interface RecordPlace extends QuarantinePartition {
  readonly sequenceNumber: number;
}

const ID = /^([a-z]+)\.(\d{8}T\d{9}Z)\.(\d{1,4})\.(\d{1,15})$/;

export function toRecordId({ source, hubGeneration, partition, sequenceNumber }: RecordPlace): string {
  return `${source}.${hubGeneration}.${partition}.${sequenceNumber}`;
}

/** `undefined` for a text that is no record's id. */
export function fromRecordId(id: string): RecordPlace | undefined {
  const [, source = '', hubGeneration = '', partition, sequenceNumber] = ID.exec(id) ?? [];
  if (!isSource(source)) return undefined;
  const place = {
    source,
    hubGeneration: hubGeneration as HubGeneration,
    partition: Number(partition),
    sequenceNumber: Number(sequenceNumber),
  };
  // A second spelling, such as one with leading zeros, would be a second name.
  return toRecordId(place) === id ? place : undefined;
}

/** Name of a partition: `iot|20261121T025044123Z|p=03`, as in the keys of tables. */
export function toPartitionKey({ source, hubGeneration, partition }: QuarantinePartition): string {
  return `${source}|${hubGeneration}|p=${String(partition).padStart(2, '0')}`;
}
