import { type WireData } from '../worker/protocol';
import { type ReceivedEvent } from './received-event';

/** The source of a batch in the function's metadata. */
export interface PartitionContext {
  readonly partitionId: string;
  readonly eventHubName: string;
  readonly consumerGroup: string;
  readonly fullyQualifiedNamespace: string;
  readonly isCheckpointingAfterInvocation: boolean;
}

/**
 * Creates the data of `context.triggerMetadata`, with the names and types of the Functions host with
 * extension 6.5; the library turns first letters to lower case. Source: Azure/azure-sdk-for-net
 * EventHubTriggerBindingStrategy (the members) and Azure/azure-functions-host GrpcMessageConversionExtensions
 * (their encoding).
 *
 * The unexpected details of the platform are the same here:
 * - sequence numbers are 64-bit integers, and worker 3.16 passes them on as the two halves of a `Long`;
 * - arrays of texts omit empty ones, so `PartitionKeyArray` skips events without a key;
 * - the library parses a text that is JSON, so an offset, or a partition key of digits, becomes a number;
 * - `EnqueuedTimeUtc` has no offset, so a process that does not run in UTC misreads it.
 *
 * @returns typed data that refers to `segments`, to which it adds
 */
export function toBatchMetadata(
  events: readonly ReceivedEvent[],
  context: PartitionContext,
  segments: Buffer[],
): Record<string, WireData> {
  const add = (text: string): number => segments.push(Buffer.from(text)) - 1;
  const sequenceNumbers = Buffer.allocUnsafe(8 * events.length);
  const times: string[] = [];
  const properties: string[] = [];
  const offsets: string[] = [];
  const legacyOffsets: string[] = [];
  const partitionKeys: string[] = [];
  let systemProperties = '';
  const formatOther = cachedOtherFormatter();
  const formatTime = cachedTimeFormatter();
  let at = 0;
  for (const event of events) {
    const { sequenceNumber, offset, partitionKey } = event;
    const time = formatTime(event.enqueuedTime);
    // Two halves are faster than a BigInt, and exact for every safe integer.
    at = sequenceNumbers.writeInt32LE(sequenceNumber | 0, at);
    at = sequenceNumbers.writeInt32LE(Math.floor(sequenceNumber / 2 ** 32), at);
    const legacyOffset = toLegacyOffset(offset);
    times.push(time);
    properties.push(event.properties === undefined ? '{}' : toJson(event.properties));
    if (offset !== '') offsets.push(offset);
    legacyOffsets.push(legacyOffset);
    if (partitionKey !== undefined && partitionKey !== '') partitionKeys.push(partitionKey);
    const otherText = formatOther(event.otherSystemProperties);
    if (systemProperties !== '') systemProperties += ',';
    systemProperties += toSystemProperties(event, { time, legacyOffset, otherText });
  }
  return {
    ...toContextMetadata(context),
    PartitionKeyArray: { collectionStringAt: add(JSON.stringify(partitionKeys)) },
    OffsetArray: { collectionStringAt: add(JSON.stringify(legacyOffsets)) },
    OffsetStringArray: { collectionStringAt: add(JSON.stringify(offsets)) },
    SequenceNumberArray: { collectionSint64At: segments.push(sequenceNumbers) - 1 },
    EnqueuedTimeUtcArray: { jsonAt: add(times.length === 0 ? '[]' : `["${times.join('","')}"]`) },
    PropertiesArray: { jsonAt: add(`[${properties.join()}]`) },
    SystemPropertiesArray: { jsonAt: add(`[${systemProperties}]`) },
  };
}

/** Creates the same data of one event, for a trigger of cardinality one. */
export function toEventMetadata(event: ReceivedEvent, context: PartitionContext): Record<string, WireData> {
  const time = cachedTimeFormatter()(event.enqueuedTime);
  const legacyOffset = toLegacyOffset(event.offset);
  const otherText = cachedOtherFormatter()(event.otherSystemProperties);
  return {
    ...toContextMetadata(context),
    ...(event.partitionKey === undefined ? {} : { PartitionKey: { string: event.partitionKey } }),
    Offset: { string: legacyOffset },
    OffsetString: { string: event.offset },
    SequenceNumber: { json: String(event.sequenceNumber) },
    EnqueuedTimeUtc: { json: `"${time}"` },
    Properties: { json: toJson(event.properties ?? {}) },
    SystemProperties: { json: toSystemProperties(event, { time, legacyOffset, otherText }) },
  };
}

function toContextMetadata(context: PartitionContext): Record<string, WireData> {
  const json = JSON.stringify({
    IsCheckpointingAfterInvocation: context.isCheckpointingAfterInvocation,
    FullyQualifiedNamespace: context.fullyQualifiedNamespace,
    EventHubName: context.eventHubName,
    ConsumerGroup: context.consumerGroup,
    PartitionId: context.partitionId,
  });
  return { TriggerPartitionContext: { json }, PartitionContext: { json } };
}

/**
 * Concatenates JSON directly: every batch has up to a thousand of these, and only the texts need escaping. One growing
 * text is faster than an array of pieces.
 */
function toSystemProperties(
  { offset, partitionKey, sequenceNumber }: ReceivedEvent,
  { time, legacyOffset, otherText }: { time: string; legacyOffset: string; otherText: string },
): string {
  const quotedOffset = legacyOffset === offset ? `"${offset}"` : JSON.stringify(offset);
  const key = partitionKey === undefined ? 'null' : JSON.stringify(partitionKey);
  const keyAnnotation = partitionKey === undefined ? '' : `,"x-opt-partition-key":${key}`;
  return (
    `{${otherText}"x-opt-sequence-number":${sequenceNumber},"x-opt-offset":${quotedOffset},` +
    `"x-opt-enqueued-time":"${time}Z"${keyAnnotation},"SequenceNumber":${sequenceNumber},` +
    `"Offset":${legacyOffset},"OffsetString":${quotedOffset},"PartitionKey":${key},"EnqueuedTimeUtc":"${time}"}`
  );
}

/** Formats the other system properties, followed by a comma. Neighbours often share one object, so it is cached. */
function cachedOtherFormatter(): (other: ReceivedEvent['otherSystemProperties']) => string {
  let last: ReceivedEvent['otherSystemProperties'];
  let text = '';
  return (other) => {
    if (other !== last) {
      last = other;
      text = other === undefined ? '' : `${toJson(other).slice(1, -1)},`;
    }
    return text;
  };
}

/** An offset that is not a number becomes -1, "the beginning", as in the .NET extension. */
function toLegacyOffset(offset: string): string {
  return /^\d{1,18}$/.test(offset) ? offset.replace(/^0+(?=\d)/, '') : '-1';
}

/** Application and system properties as .NET writes them: bytes in base64, times in ISO 8601. */
function toJson(values: Readonly<Record<string, unknown>>): string {
  let plain = values;
  for (const [name, value] of Object.entries(values)) {
    if (Buffer.isBuffer(value)) plain = { ...plain, [name]: value.toString('base64') };
  }
  return JSON.stringify(plain);
}

/**
 * ISO 8601 without offset and trailing zeros. Neighbours in a batch often share a millisecond, so the last
 * one is cached.
 */
function cachedTimeFormatter(): (milliseconds: number) => string {
  let last = Number.NaN;
  let text = '';
  return (milliseconds) => {
    if (milliseconds !== last) {
      last = milliseconds;
      text = new Date(milliseconds)
        .toISOString()
        .slice(0, -1)
        .replace(/\.?0+$/, '');
    }
    return text;
  };
}
