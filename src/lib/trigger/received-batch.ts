import { type InvocationContext } from '@azure/functions';
import { type ReceivedEvent } from '../event-log/received-event';
import { SluiceError } from '../shared/errors';
import { toSequenceNumber } from '../shared/positions';

/** One partition's events as the Event Hubs trigger hands them over. */
export interface ReceivedBatch {
  readonly partition: number;
  readonly events: readonly ReceivedEvent[];
}

/** The trigger's metadata as the Functions library gives it: names start in lower case, arrays run beside the bodies. */
interface TriggerArrays {
  readonly partitionContext?: { readonly partitionId?: unknown };
  readonly sequenceNumberArray?: readonly unknown[];
  readonly offsetArray?: readonly unknown[];
  readonly enqueuedTimeUtcArray?: readonly unknown[];
  readonly propertiesArray?: readonly (Readonly<Record<string, unknown>> | null)[];
  readonly systemPropertiesArray?: readonly (Readonly<Record<string, unknown>> | null)[];
}

/**
 * From the Event Hubs trigger (cardinality `many`, data type `binary`).
 *
 * @throws SluiceError `landing_invariant` where the host's metadata is missing or does not fit the bodies: positions are
 *   what landing rests on, so nothing is guessed.
 */
export function fromTrigger(
  bodies: unknown,
  context: Pick<InvocationContext, 'triggerMetadata'>,
): ReceivedBatch {
  const metadata = (context.triggerMetadata ?? {}) as TriggerArrays;
  if (!Array.isArray(bodies)) throw unexpected('the bodies are not an array');
  const partition = Number(metadata.partitionContext?.partitionId);
  if (!Number.isInteger(partition)) throw unexpected('partitionContext.partitionId is missing');
  const arrays = {
    sequenceNumberArray: metadata.sequenceNumberArray,
    offsetArray: metadata.offsetArray,
    enqueuedTimeUtcArray: metadata.enqueuedTimeUtcArray,
  };
  for (const [name, array] of Object.entries(arrays)) {
    if (array?.length !== bodies.length) {
      throw unexpected(`${name} has ${array?.length ?? 'no'} entries for ${bodies.length} bodies`);
    }
  }
  const toTime = createTimeReader();
  return {
    partition,
    events: bodies.map((body: unknown, index): ReceivedEvent => {
      if (!Buffer.isBuffer(body)) throw unexpected(`body ${index} is not binary`);
      const properties = metadata.propertiesArray?.[index] ?? undefined;
      const contentType = metadata.systemPropertiesArray?.[index]?.['content-type'];
      return {
        sequenceNumber: toSequenceNumber(Number(arrays.sequenceNumberArray?.[index])),
        offset: String(arrays.offsetArray?.[index]),
        enqueuedTime: toTime(arrays.enqueuedTimeUtcArray?.[index]),
        body,
        contentType: typeof contentType === 'string' ? contentType : undefined,
        properties: properties !== undefined && hasKeys(properties) ? properties : undefined,
      };
    }),
  };
}

/** Neighbours in a batch were mostly enqueued in the same millisecond. */
function createTimeReader(): (text: unknown) => number {
  let lastText: unknown;
  let lastTime = NaN;
  return (text) => {
    if (text === lastText) return lastTime;
    // The host writes no zone where the time is UTC by definition.
    const time =
      typeof text === 'string' ? Date.parse(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`) : NaN;
    if (Number.isNaN(time)) throw unexpected('enqueuedTimeUtcArray holds something that is not a time');
    lastText = text;
    lastTime = time;
    return time;
  };
}

function hasKeys(properties: Readonly<Record<string, unknown>>): boolean {
  for (const _ in properties) return true;
  return false;
}

function unexpected(what: string): SluiceError {
  return new SluiceError('landing_invariant', `the Event Hubs trigger gave something unexpected: ${what}`, {
    kind: 'permanent',
  });
}
