import { type RecordState } from './api';
import { type Rejection } from '../contracts/contract';
import { type HubGeneration } from '../event-log/positions';
import { isSource, type Source } from '../contracts/source';

/** One partition of one hub generation; `source/hubGeneration/p=NN` in Bronze. */
export interface QuarantinePartition {
  readonly source: Source;
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
}

/** One attempt to replay a record. */
export interface ReplayTry {
  /** Id of the replay. */
  readonly replay: string;
  /** RFC 3339. */
  readonly at: string;
  /**
   * `begun` remains if the process ended before the outcome. `failed` means that the hub is not known to have the
   * event.
   */
  readonly outcome: 'begun' | 'published' | 'rejected' | 'failed';
}

/** How often one fix was tried with a record. */
export interface FixAttempts {
  /** The key of the fix, see `createFixKeys`. */
  readonly fix: string;
  readonly attempts: number;
}

/** A quarantined record in the index. Its bytes are in Bronze. */
export interface QuarantineRecord extends QuarantinePartition {
  readonly sequenceNumber: number;
  /** Id of the event; null if it has none, and in rows of version 0.1.0. */
  readonly eventId: string | null;
  /** Number of the slot that has the record. */
  readonly slot: number;
  /** RFC 3339 with milliseconds, so that times compare as texts. */
  readonly enqueuedTime: string;
  readonly landedAt: string;
  /** Type and version of the contract that it breaks, if they are known. */
  readonly contract: string | null;
  readonly version: number | null;
  /** Codes of all its rejections, each once. */
  readonly codes: readonly string[];
  /** As many as fit. Bronze has all of them. */
  readonly rejections: readonly Rejection[];
  /** Length of the original event. */
  readonly bytes: number;
  readonly state: RecordState;
  /** Replays other than dry runs. */
  readonly attempts: number;
  /** Attempts by fix since the record was reopened. The fix that was tried last comes last. */
  readonly tried: readonly FixAttempts[];
  readonly replayedAt: string | null;
  /** When a steward opened the record again. RFC 3339. */
  readonly reopenedAt: string | null;
  /** The steward, if the platform authenticated one. */
  readonly reopenedBy: string | null;
  /** The newest tries, oldest first. */
  readonly tries: readonly ReplayTry[];
}

/** A quarantined event in a line of Bronze. */
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

/** Maximum characters of JSON for the rejections of a row. A hundred rows are one transaction of at most 4 MiB. */
const MAX_REJECTIONS_LENGTH = 8000;
const MAX_MESSAGE_LENGTH = 300;
const MAX_TRIES = 20;

/** Returns the index entry of a record that was just landed. */
export function toRecord(
  partition: QuarantinePartition,
  slot: number,
  line: QuarantinedLine,
): QuarantineRecord {
  const { body, rejections, sequenceNumber, enqueuedTime, landedAt, contract, version } = line;
  return {
    source: partition.source,
    hubGeneration: partition.hubGeneration,
    partition: partition.partition,
    sequenceNumber,
    eventId: readEventId(line),
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
    tried: [],
    replayedAt: null,
    reopenedAt: null,
    reopenedBy: null,
    tries: [],
  };
}

/** The longest id that an envelope may have. A longer one is not an id. */
const MAX_ID_LENGTH = 256;

/**
 * Reads the id of a quarantined event, so that its sender can find it: from the application properties in binary mode,
 * from the JSON otherwise. Ids are not protected, because the envelope has no personal data (docs/contracts.md).
 *
 * The envelope is not checked here, because it broke a rule already. The index is part of the readiness check, which
 * does not load the code of the check.
 *
 * @returns null if the event has no readable id, or if it may end the process again
 */
function readEventId({ rejections, properties = {}, body }: QuarantinedLine): string | null {
  if (rejections.some(({ code }) => code === 'poison')) return null;
  const id = properties['cloudEvents:id'] ?? properties['cloudEvents_id'] ?? idOfJson(body);
  return typeof id === 'string' && id !== '' && id.length <= MAX_ID_LENGTH ? id : null;
}

function idOfJson(body: Buffer): unknown {
  try {
    const event: unknown = JSON.parse(body.toString('utf8'));
    return typeof event === 'object' && event !== null ? (event as { readonly id?: unknown }).id : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The event is not JSON, which is why it was quarantined.
    return undefined;
  }
}

/** Adds a try, or replaces the newest one if it belongs to the same replay. */
export function withTry(tries: readonly ReplayTry[], added: ReplayTry): readonly ReplayTry[] {
  const before = tries.at(-1)?.replay === added.replay ? tries.slice(0, -1) : tries;
  return [...before, added].slice(-MAX_TRIES);
}

/** Maximum number of fixes that a row counts. An older one counts as never tried. */
const MAX_FIXES = 20;

type Tried = Pick<QuarantineRecord, 'tried'>;

/** Returns how often a fix was tried with a record since it was reopened. */
export function attemptsWith({ tried }: Tried, fix: string): number {
  return tried.find((one) => one.fix === fix)?.attempts ?? 0;
}

/** Counts one more attempt with a fix. */
export function withAttempt(record: Tried, fix: string): readonly FixAttempts[] {
  return counted(record, fix, attemptsWith(record, fix) + 1);
}

/** Takes one attempt with a fix back, because it was not the record that failed. */
export function withoutAttempt(record: Tried, fix: string): readonly FixAttempts[] {
  return counted(record, fix, attemptsWith(record, fix) - 1);
}

function counted({ tried }: Tried, fix: string, attempts: number): readonly FixAttempts[] {
  const others = tried.filter((one) => one.fix !== fix);
  return attempts > 0 ? [...others, { fix, attempts }].slice(-MAX_FIXES) : others;
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

/** The position of a record, which is also its id: `iot.20261121T025044123Z.3.42`. */
export interface RecordPlace extends QuarantinePartition {
  readonly sequenceNumber: number;
}

const ID = /^([a-z]+)\.(\d{8}T\d{9}Z)\.(\d{1,4})\.(\d{1,15})$/;

export function toRecordId({ source, hubGeneration, partition, sequenceNumber }: RecordPlace): string {
  return `${source}.${hubGeneration}.${partition}.${sequenceNumber}`;
}

/** Reads an id. Returns `undefined` for text that is not an id of a record. */
export function fromRecordId(id: string): RecordPlace | undefined {
  const [, source = '', hubGeneration = '', partition, sequenceNumber] = ID.exec(id) ?? [];
  if (!isSource(source)) return undefined;
  const place = {
    source,
    hubGeneration: hubGeneration as HubGeneration,
    partition: Number(partition),
    sequenceNumber: Number(sequenceNumber),
  };
  // Another notation, such as leading zeros, would be a second id.
  return toRecordId(place) === id ? place : undefined;
}

/** Returns the key of a partition: `iot|20261121T025044123Z|p=03`, as in the keys of tables. */
export function toPartitionKey({ source, hubGeneration, partition }: QuarantinePartition): string {
  return `${source}|${hubGeneration}|p=${String(partition).padStart(2, '0')}`;
}
