import { type InvocationContext } from '@azure/functions';
import { type LandedSlot, type BronzeWriter, type LandOptions } from '../bronze-writer';
import { type Gap } from '../../event-log/gaps';
import { type Source } from '../../contracts/source';
import { type BatchTrace, traceBatch } from '../../event-log/batch-trace';
import { countFailures, instruments } from '../../platform/telemetry/instruments';
import { fromTrigger } from '../../event-log/trigger/received-batch';
import { type ReceivedEvent } from '../../event-log/received-event';
import { type LandedBatch, type SlotEvents } from '../slot-events';

/**
 * Takes a batch after its events are in Bronze, also if they had been there before. A fault is logged: the events are
 * landed, so the batch must not come again.
 *
 * @param received the events of the trigger
 */
export type OnLanded = (
  batch: LandedBatch,
  received: readonly ReceivedEvent[],
  log: InvocationContext,
) => Promise<void>;

/** Events that are kept for {@link OnLanded}. A call that heals a long gap lands more; they can be read from Bronze. */
const MAX_KEPT_EVENTS = 20_000;

/**
 * Creates a handler that lands one batch. It returns only when every event is in Bronze. If it throws, the retry
 * policy holds the checkpoint and the batch comes again.
 *
 * @param onLanded @default nobody needs the events
 */
export function createLandHandler(
  bronzeWriter: () => Pick<BronzeWriter, 'land'>,
  source: Source,
  onLanded?: OnLanded,
) {
  const land = async (bodies: unknown, context: InvocationContext): Promise<void> => {
    const { partition, events } = fromTrigger(bodies, context);
    const kept = new KeptSlots();
    const { slots, redelivered, warnings, bronze } = await traceBatch(
      {
        operation: 'land',
        source,
        partition,
        consumerGroup: 'bronze',
        events,
        parent: context.traceContext,
      },
      (batch) =>
        bronzeWriter().land(partition, events, {
          ...(batch && toLandOptions(batch, source)),
          ...(onLanded && {
            onLanded: (slot) => {
              kept.add(slot);
            },
          }),
        }),
    );
    reportSlots(partition, slots, context);
    if (redelivered > 0)
      context.info(`partition ${partition}: ${redelivered} redelivered events were in Bronze already`);
    for (const warning of warnings) context.warn(warning);
    if (bronze === undefined || onLanded === undefined) return;
    try {
      await onLanded({ ...bronze, slots: kept.slots }, events, context);
    } catch (error) {
      context.error(`partition ${partition}: landed events could not be handed over:`, error);
    }
  };
  return (bodies: unknown, context: InvocationContext): Promise<void> =>
    countFailures({ stage: 'landing', source, log: context }, () => land(bodies, context));
}

/** The newest slots of a call. */
class KeptSlots {
  readonly slots: SlotEvents[] = [];
  #events = 0;

  add(slot: SlotEvents): void {
    this.slots.push(slot);
    this.#events += slot.events.length;
    while (this.#events > MAX_KEPT_EVENTS && this.slots.length > 1)
      this.#events -= this.slots.shift()?.events.length ?? 0;
  }
}

/** Logs the slots of one partition, the events that the trigger skipped, and the events that are lost. */
export function reportSlots(
  partition: number,
  slots: readonly LandedSlot[],
  context: Pick<InvocationContext, 'debug' | 'warn' | 'error'>,
): void {
  for (const { path, metadata } of slots) {
    const { accepted, quarantined, readBy, firstSequenceNumber, lastSequenceNumber } = metadata;
    context.debug(`landed ${path}: ${accepted} accepted, ${quarantined} quarantined`);
    if (readBy !== 'trigger') {
      const [source = ''] = path.split('/');
      context.warn(
        `events skipped by the trigger: ${source}, partition ${partition}, sequence numbers ${firstSequenceNumber} to ${lastSequenceNumber}; they were read from the hub and landed (${readBy})`,
      );
    }
    reportGaps(partition, metadata.gaps, context);
  }
}

/** Logs events that the hub no longer holds. */
export function reportGaps(
  partition: number,
  gaps: readonly Gap[],
  context: Pick<InvocationContext, 'error'>,
): void {
  for (const { from, to, reason } of gaps) {
    const why = reason === 'retention' ? 'deleted by the retention of the hub' : 'not in the hub';
    // The alert rule for lost events matches this text.
    context.error(
      `events lost before landing: partition ${partition}, sequence numbers ${from} to ${to}, ${why}`,
    );
  }
}

function toLandOptions(batch: BatchTrace, source: Source): LandOptions {
  return {
    traceparent: batch.traceparent,
    observe: () => {
      const part = batch.beginPart();
      return {
        validated: (event, validation) => {
          part.validated(event, validation);
        },
        landed: ({ slot, path, metadata }, bytes) => {
          const { firstSequenceNumber: first, lastSequenceNumber: last } = metadata;
          part.kept({ first, last }, { 'sluice.slot': slot, 'sluice.slot.path': path });
          batch.span.addEvent('slot', { 'sluice.slot.path': path, 'sluice.slot.size': bytes });
          instruments().slotSize.record(bytes, { 'sluice.source': source });
        },
      };
    },
  };
}
