import { type InvocationContext } from '@azure/functions';
import { type ReceivedEvent } from '../received-event';
import { SluiceError } from '../../platform/errors';
import { type SequenceNumber } from '../positions';
import { findContentTypes, parseProperties, toExactInteger } from './metadata-values';

/** The events of one partition as the Event Hubs trigger passes them. */
export interface ReceivedBatch {
  readonly partition: number;
  readonly events: readonly ReceivedEvent[];
}

type Values = Readonly<Record<string, unknown>>;

/** System properties of an event: message annotations under their AMQP names, and the extension's own properties. */
interface SystemProperties {
  readonly 'content-type'?: unknown;
  readonly 'x-opt-sequence-number'?: unknown;
  readonly 'x-opt-offset'?: unknown;
  readonly 'x-opt-enqueued-time'?: unknown;
  readonly sequenceNumber?: unknown;
  readonly SequenceNumber?: unknown;
  readonly offset?: unknown;
  readonly Offset?: unknown;
  readonly offsetString?: unknown;
  readonly OffsetString?: unknown;
  readonly enqueuedTimeUtc?: unknown;
  readonly EnqueuedTimeUtc?: unknown;
}

/**
 * The trigger's metadata as the Functions library passes it. Names start in lower case, also inside system properties.
 *
 * - Extension 5.x has no `offsetStringArray`. In 6.x an entry of `offsetArray` is -1 if the offset is not a number, as
 *   in geo-replicated namespaces.
 * - The host omits empty texts from arrays of texts, so those can be shorter than the batch.
 * - `sequenceNumberArray` is transferred as 64-bit integers and can arrive as `Long` objects.
 * - `systemPropertiesArray` is transferred as JSON, has an entry for each event, and repeats all values.
 * - Both arrays of properties are JSON texts if {@link keepMetadataRaw} was called.
 *
 * Sources: EventHubTriggerBindingStrategy in Azure/azure-sdk-for-net, GrpcMessageConversionExtensions in
 * Azure/azure-functions-host.
 */
interface TriggerArrays {
  readonly partitionContext?: { readonly partitionId?: unknown };
  readonly triggerPartitionContext?: { readonly partitionId?: unknown };
  readonly sequenceNumberArray?: readonly unknown[];
  readonly offsetArray?: readonly unknown[];
  readonly offsetStringArray?: readonly unknown[];
  readonly enqueuedTimeUtcArray?: readonly unknown[];
  readonly propertiesArray?: readonly (Values | null)[] | string;
  readonly systemPropertiesArray?: readonly (SystemProperties | null)[] | string;
}

/**
 * Reads a batch of the Event Hubs trigger (cardinality `many`, data type `binary`). The system properties of an event
 * have precedence. Other arrays are used only if they have as many entries as there are bodies.
 *
 * @throws SluiceError `landing_invariant` that names a missing or unreadable field. Landing relies on positions, so
 *   none is guessed.
 */
export function fromTrigger(
  bodies: unknown,
  context: Pick<InvocationContext, 'triggerMetadata'>,
): ReceivedBatch {
  const metadata = (context.triggerMetadata ?? {}) as TriggerArrays;
  if (!Array.isArray(bodies)) throw unexpected('the bodies are not an array');
  const partition = readPartition(metadata);
  const count = bodies.length;
  const propertiesArray = readProperties(metadata.propertiesArray);
  if (!isMissing(propertiesArray) && aligned(propertiesArray, count) === undefined)
    throw unexpected(`propertiesArray has ${sizeOf(propertiesArray)} entries for ${count} bodies`);
  const contentTypes = readContentTypes(metadata, count);
  const systemProperties = contentTypes ? undefined : readSystemProperties(metadata, count);
  const readSequenceNumber = createSequenceNumberReader(metadata, count);
  const readOffset = createOffsetReader(metadata, count);
  const readTime = createTimeReader(metadata, count);
  return {
    partition,
    events: bodies.map((body: unknown, index): ReceivedEvent => {
      if (!Buffer.isBuffer(body)) throw unexpected(`body ${index} is not binary`);
      const system = systemProperties?.[index] ?? {};
      const properties = propertiesArray?.[index] ?? undefined;
      const contentType = contentTypes?.[index] ?? system['content-type'];
      return {
        sequenceNumber: readSequenceNumber(system, index),
        offset: readOffset(system, index),
        enqueuedTime: readTime(system, index),
        body,
        contentType: typeof contentType === 'string' ? contentType : undefined,
        properties: properties !== undefined && hasKeys(properties) ? properties : undefined,
      };
    }),
  };
}

/** The texts of a batch whose events all have none. */
const NO_PROPERTIES = /^\[(?:\{\},)*\{\}\]$/;

/** Returns the properties; the usual text is not parsed. */
function readProperties(array: TriggerArrays['propertiesArray']): readonly (Values | null)[] | undefined {
  if (typeof array !== 'string') return array;
  return NO_PROPERTIES.test(array)
    ? new Array<null>((array.length - 1) / 3).fill(null)
    : parseProperties(array);
}

/** Returns content types without parsing; undefined if the positions, or the text, need it. */
function readContentTypes(metadata: TriggerArrays, count: number): readonly string[] | undefined {
  const { systemPropertiesArray, sequenceNumberArray, offsetStringArray, enqueuedTimeUtcArray } = metadata;
  const arePositionsComplete = [sequenceNumberArray, offsetStringArray, enqueuedTimeUtcArray].every(
    (array) => aligned(array, count) !== undefined,
  );
  return typeof systemPropertiesArray === 'string' && arePositionsComplete
    ? findContentTypes(systemPropertiesArray, count)
    : undefined;
}

function readSystemProperties(
  { systemPropertiesArray }: TriggerArrays,
  count: number,
): readonly (SystemProperties | null)[] | undefined {
  return aligned(
    typeof systemPropertiesArray === 'string'
      ? (JSON.parse(systemPropertiesArray) as readonly (SystemProperties | null)[])
      : systemPropertiesArray,
    count,
  );
}

function readPartition({ partitionContext, triggerPartitionContext }: TriggerArrays): number {
  const id = partitionContext?.partitionId ?? triggerPartitionContext?.partitionId;
  const partition = toExactInteger(id);
  if (isMissing(id)) throw unexpected('partitionContext.partitionId is missing');
  if (partition === undefined || partition < 0)
    throw unexpected(`partitionContext.partitionId is ${show(id)}, which is not a partition number`);
  return partition;
}

type Reader<T> = (system: SystemProperties, index: number) => T;

function createSequenceNumberReader(metadata: TriggerArrays, count: number): Reader<SequenceNumber> {
  const array = aligned(metadata.sequenceNumberArray, count);
  return (system, index) => {
    const value =
      system['x-opt-sequence-number'] ?? system.sequenceNumber ?? system.SequenceNumber ?? array?.[index];
    if (isMissing(value)) throw missing('sequenceNumberArray', metadata.sequenceNumberArray, index, count);
    const position = toExactInteger(value);
    if (position === undefined || position < 0)
      throw unexpected(
        `the sequence number of event ${index} is ${show(value)}, not a whole number from 0 to 2^53 - 1`,
      );
    return position as SequenceNumber;
  };
}

function createOffsetReader(metadata: TriggerArrays, count: number): Reader<string> {
  const texts = aligned(metadata.offsetStringArray, count);
  const numbers = aligned(metadata.offsetArray, count);
  return (system, index) => {
    const offset =
      toOffset(system['x-opt-offset']) ??
      toOffset(system.offsetString ?? system.OffsetString) ??
      toOffset(texts?.[index]) ??
      toOffset(system.offset ?? system.Offset) ??
      toOffset(numbers?.[index]);
    if (offset === undefined) throw missing('offsetStringArray', metadata.offsetStringArray, index, count);
    return offset;
  };
}

/**
 * The library parses texts that are JSON, so an offset of digits is a number. -1 means that the offset is not a
 * number.
 */
function toOffset(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' || value === '-1' ? undefined : value;
  const number = toExactInteger(value);
  return number === undefined || number < 0 ? undefined : String(number);
}

function createTimeReader(metadata: TriggerArrays, count: number): Reader<number> {
  const array = aligned(metadata.enqueuedTimeUtcArray, count);
  // Consecutive events of a batch often have the same enqueued time.
  let lastText: unknown;
  let lastTime = NaN;
  return (system, index) => {
    const text =
      system['x-opt-enqueued-time'] ?? system.enqueuedTimeUtc ?? system.EnqueuedTimeUtc ?? array?.[index];
    if (text === lastText && text !== undefined) return lastTime;
    if (isMissing(text)) throw missing('enqueuedTimeUtcArray', metadata.enqueuedTimeUtcArray, index, count);
    const time = toTime(text);
    if (Number.isNaN(time))
      throw unexpected(
        `the enqueued time of event ${index} is ${show(text)}, not a time (enqueuedTimeUtcArray)`,
      );
    lastText = text;
    lastTime = time;
    return time;
  };
}

/** ISO 8601. The host writes no zone if the property is UTC by definition. */
function toTime(text: unknown): number {
  if (typeof text !== 'string') return NaN;
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** .NET's JSON has `null` for absent values. */
function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Returns the array if it has one entry for each body. */
function aligned<T>(array: readonly T[] | null | undefined, count: number): readonly T[] | undefined {
  return Array.isArray(array) && array.length === count ? (array as readonly T[]) : undefined;
}

function hasKeys(properties: Values): boolean {
  for (const _ in properties) return true;
  return false;
}

function missing(
  name: string,
  array: readonly unknown[] | undefined,
  index: number,
  count: number,
): SluiceError {
  return unexpected(
    `event ${index} has no usable entry in systemPropertiesArray, and ${name} has ${sizeOf(array)} entries for ${count} bodies`,
  );
}

function sizeOf(array: unknown): string {
  return Array.isArray(array) ? String(array.length) : 'no';
}

function show(value: unknown): string {
  return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
}

function unexpected(what: string): SluiceError {
  return new SluiceError('landing_invariant', `the Event Hubs trigger passed unexpected metadata: ${what}`, {
    kind: 'permanent',
  });
}
