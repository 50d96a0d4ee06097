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
  const add = (bytes: Buffer): number => segments.push(bytes) - 1;
  const toJsonData = (values: readonly string[]): WireData => ({
    jsonAt: add(Buffer.from(`[${values.join()}]`)),
  });
  const toTexts = (values: readonly (string | undefined)[]): WireData => ({
    collectionStringAt: add(
      Buffer.from(JSON.stringify(values.filter((value) => value !== undefined && value !== ''))),
    ),
  });
  const sequenceNumbers = Buffer.allocUnsafe(8 * events.length);
  const times: string[] = [];
  const properties: string[] = [];
  const systemProperties: string[] = [];
  const formatTime = cachedTimeFormatter();
  for (const [index, event] of events.entries()) {
    const time = formatTime(event.enqueuedTime);
    sequenceNumbers.writeBigInt64LE(BigInt(event.sequenceNumber), 8 * index);
    times.push(`"${time}"`);
    properties.push(event.properties === undefined ? '{}' : toJson(event.properties));
    systemProperties.push(toSystemProperties(event, time));
  }
  return {
    ...toContextMetadata(context),
    PartitionKeyArray: toTexts(events.map(({ partitionKey }) => partitionKey)),
    OffsetArray: toTexts(events.map(({ offset }) => toLegacyOffset(offset))),
    OffsetStringArray: toTexts(events.map(({ offset }) => offset)),
    SequenceNumberArray: { collectionSint64At: add(sequenceNumbers) },
    EnqueuedTimeUtcArray: toJsonData(times),
    PropertiesArray: toJsonData(properties),
    SystemPropertiesArray: toJsonData(systemProperties),
  };
}

/** Creates the same data of one event, for a trigger of cardinality one. */
export function toEventMetadata(event: ReceivedEvent, context: PartitionContext): Record<string, WireData> {
  const time = cachedTimeFormatter()(event.enqueuedTime);
  return {
    ...toContextMetadata(context),
    ...(event.partitionKey === undefined ? {} : { PartitionKey: { string: event.partitionKey } }),
    Offset: { string: toLegacyOffset(event.offset) },
    OffsetString: { string: event.offset },
    SequenceNumber: { json: String(event.sequenceNumber) },
    EnqueuedTimeUtc: { json: `"${time}"` },
    Properties: { json: toJson(event.properties ?? {}) },
    SystemProperties: { json: toSystemProperties(event, time) },
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
 * Concatenates JSON directly: every batch has up to a thousand of these, and only the texts need escaping.
 */
function toSystemProperties(event: ReceivedEvent, time: string): string {
  const offset = JSON.stringify(event.offset);
  const key = event.partitionKey === undefined ? 'null' : JSON.stringify(event.partitionKey);
  const keyAnnotation = event.partitionKey === undefined ? '' : `,"x-opt-partition-key":${key}`;
  const other =
    event.otherSystemProperties === undefined ? '' : `${toJson(event.otherSystemProperties).slice(1, -1)},`;
  return (
    `{${other}"x-opt-sequence-number":${event.sequenceNumber},"x-opt-offset":${offset},` +
    `"x-opt-enqueued-time":"${time}Z"${keyAnnotation},"SequenceNumber":${event.sequenceNumber},` +
    `"Offset":${toLegacyOffset(event.offset)},"OffsetString":${offset},"PartitionKey":${key},"EnqueuedTimeUtc":"${time}"}`
  );
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
