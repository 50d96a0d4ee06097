import { type ValidationResult } from '../../src/lib/contracts/validation-result';
import { type ReceivedEvent } from '../../src/lib/event-log/received-event';
import { type Contract } from '../../src/lib/contracts/contract';
import { toIncarnation, toSequenceNumber } from '../../src/lib/event-log/positions';

/** The moment at which the hubs of the tests were made. */
export const HUB_CREATED_ON = new Date('2026-11-21T02:50:44.123Z');

export const INCARNATION = toIncarnation(HUB_CREATED_ON);

/** The partition that most tests land in. */
export const PARTITION = { source: 'iot', incarnation: INCARNATION, partition: 3 } as const;

/** A contract that takes everything: landing only reads its type and version. */
export const CONTRACT: Contract = {
  id: 'urn:sluice:contract:iot.telemetry:1',
  title: 'Telemetry',
  description: '',
  source: 'iot',
  type: 'iot.telemetry',
  version: 1,
  eventId: '/id',
  eventTime: '/time',
  partitionKey: '/deviceId',
  personalData: [],
  departments: [],
  schema: {},
  validate: () => undefined,
  read: () => -1,
};

export interface EventOptions {
  /** Milliseconds since the epoch. @default one second after the hub was made, a millisecond more per event */
  readonly enqueuedTime?: number;
  readonly body?: Buffer;
  readonly contentType?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** An event as the hub would deliver it; its body names its sequence number. */
export function receivedEvent(
  sequenceNumber: number,
  {
    enqueuedTime = HUB_CREATED_ON.getTime() + 1000 + sequenceNumber,
    body = Buffer.from(`{"n":${sequenceNumber}}`),
    contentType,
    properties,
  }: EventOptions = {},
): ReceivedEvent {
  return {
    sequenceNumber: toSequenceNumber(sequenceNumber),
    offset: String(sequenceNumber * 64),
    enqueuedTime,
    body,
    contentType,
    properties,
  };
}

/** Events `from` to `to`, both included. */
export function receivedEvents(from: number, to: number): ReceivedEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => receivedEvent(from + index));
}

/** Accepts an event whose body is a JSON object and quarantines every other. */
export function judgeJson({ body }: ReceivedEvent): ValidationResult {
  if (body[0] === 0x7b) return { verdict: 'accepted', contract: CONTRACT, bytes: body };
  return {
    verdict: 'quarantined',
    rejections: [{ code: 'malformed_json', path: '', message: 'the event is not a JSON object' }],
  };
}
