import { type WireData } from '../worker/protocol';
import { type ReceivedEvent } from './received-event';

/** Where a batch comes from, as the function is told it. */
export interface PartitionContext {
  readonly partitionId: string;
  readonly eventHubName: string;
  readonly consumerGroup: string;
  readonly fullyQualifiedNamespace: string;
  readonly isCheckpointingAfterInvocation: boolean;
}

/**
 * What `context.triggerMetadata` is made of, under the names and in the JSON of the Functions host; the library turns
 * first letters to lower case. Source: Azure/azure-sdk-for-net EventHubTriggerBindingStrategy (what is there) and
 * Azure/azure-functions-host GrpcMessageConversionExtensions (how it travels).
 *
 * Three things of the platform that surprise, and are the same here:
 * - text that is JSON arrives parsed, so an offset, or a partition key of digits, is a number;
 * - `PartitionKeyArray` skips events without a key, so its places are not those of the events;
 * - `EnqueuedTimeUtc` has no offset, which a process that does not run in UTC misreads.
 *
 * @returns typed data whose JSON stands in `segments`, appended
 */
export function toBatchMetadata(
  events: readonly ReceivedEvent[],
  context: PartitionContext,
  segments: Buffer[],
): Record<string, WireData> {
  const add = (text: string): WireData => ({ jsonAt: segments.push(Buffer.from(text)) - 1 });
  const sequenceNumbers: number[] = [];
  const offsets: string[] = [];
  const offsetTexts: string[] = [];
  const times: string[] = [];
  const keys: string[] = [];
  const properties: string[] = [];
  const systemProperties: string[] = [];
  const formatTime = cachedTimeFormatter();
  for (const event of events) {
    const time = formatTime(event.enqueuedTime);
    sequenceNumbers.push(event.sequenceNumber);
    offsets.push(toLegacyOffset(event.offset));
    offsetTexts.push(toParsedText(event.offset));
    times.push(`"${time}"`);
    if (event.partitionKey) keys.push(toParsedText(event.partitionKey));
    properties.push(event.properties === undefined ? '{}' : toJson(event.properties));
    systemProperties.push(toSystemProperties(event, time));
  }
  return {
    ...toContextMetadata(context),
    PartitionKeyArray: add(`[${keys.join()}]`),
    OffsetArray: add(`[${offsets.join()}]`),
    OffsetStringArray: add(`[${offsetTexts.join()}]`),
    SequenceNumberArray: add(`[${sequenceNumbers.join()}]`),
    EnqueuedTimeUtcArray: add(`[${times.join()}]`),
    PropertiesArray: add(`[${properties.join()}]`),
    SystemPropertiesArray: add(`[${systemProperties.join()}]`),
  };
}

/** The same of a single event, for a trigger of cardinality one. */
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

/** By hand: a thousand of these stand in every batch, and only the texts need escaping. */
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

/** An offset that is no number is -1 there, "the beginning", as in the .NET extension. */
function toLegacyOffset(offset: string): string {
  return /^\d{1,18}$/.test(offset) ? offset.replace(/^0+(?=\d)/, '') : '-1';
}

/**
 * The JSON of what the library makes of a text: `JSON.parse` if it is JSON, else the text. Done here, because there
 * every text that is no JSON costs an exception.
 */
export function toParsedText(text: string): string {
  if (/^[\s[{"\-0-9tfn]/.test(text)) {
    try {
      JSON.parse(text);
      return text;
    } catch {
      // No JSON: a text like any other.
    }
  }
  return JSON.stringify(text);
}

/** Application and system properties as .NET would write them: bytes in base64, times in ISO 8601. */
function toJson(values: Readonly<Record<string, unknown>>): string {
  let plain = values;
  for (const [name, value] of Object.entries(values)) {
    if (Buffer.isBuffer(value)) plain = { ...plain, [name]: value.toString('base64') };
  }
  return JSON.stringify(plain);
}

/** ISO 8601 without an offset and without trailing zeros; neighbours in a batch often share a millisecond. */
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
