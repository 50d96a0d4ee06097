import { type InvocationContext } from '@azure/functions';
import { type LandedSlot, type BronzeWriter, type LandOptions } from '../bronze-writer';
import { type Gap } from '../../event-log/gaps';
import { type Source } from '../../contracts/source';
import { type BatchTrace, traceBatch } from '../../event-log/batch-trace';
import { countFailures, instruments } from '../../platform/telemetry/instruments';
import { fromTrigger } from '../../event-log/trigger/received-batch';

/**
 * Creates a handler that lands one batch. It returns only when every event is in Bronze. If it throws, the retry
 * policy holds the checkpoint and the batch comes again.
 */
export function createLandHandler(bronzeWriter: () => Pick<BronzeWriter, 'land'>, source: Source) {
  const land = async (bodies: unknown, context: InvocationContext): Promise<void> => {
    const { partition, events } = fromTrigger(bodies, context);
    const { slots, redelivered, warnings } = await traceBatch(
      {
        operation: 'land',
        source,
        partition,
        consumerGroup: 'bronze',
        events,
        parent: context.traceContext,
      },
      (batch) => bronzeWriter().land(partition, events, batch && toLandOptions(batch, source)),
    );
    reportSlots(partition, slots, context);
    if (redelivered > 0)
      context.info(`partition ${partition}: ${redelivered} redelivered events were in Bronze already`);
    for (const warning of warnings) context.warn(warning);
  };
  return (bodies: unknown, context: InvocationContext): Promise<void> =>
    countFailures({ stage: 'landing', source, log: context }, () => land(bodies, context));
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
