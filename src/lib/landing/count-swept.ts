import { type Source } from '../contracts/source';
import { BatchPart } from '../event-log/batch-trace';
import { instruments, isTelemetryOn } from '../platform/telemetry/instruments';
import { type SlotObserver } from './slot-writer';

/** Counts the events and slots of a sweep in the metrics of landing. Returns undefined if telemetry is off. */
export function countSwept(source: Source): (() => SlotObserver) | undefined {
  if (!isTelemetryOn()) return undefined;
  return () => {
    const { landedEvents, slotSize } = instruments();
    const part = new BatchPart(new Map(), landedEvents, source, () => undefined);
    return {
      validated: (event, validation) => {
        part.validated(event, validation);
      },
      landed: ({ metadata }, bytes) => {
        const { firstSequenceNumber: first, lastSequenceNumber: last } = metadata;
        part.kept({ first, last }, {});
        slotSize.record(bytes, { 'sluice.source': source });
      },
    };
  };
}
