import { type SlotObserver } from '../landing/slot-writer';
import { type ReceivedEvent } from '../event-log/received-event';
import { type Source } from '../contracts/source';
import { BatchPart, traceBatch } from '../event-log/batch-trace';
import { instruments, isTelemetryOn } from '../platform/telemetry/instruments';

/** What of a folder of live windows is followed. */
export interface Folder<T extends { readonly folded: number; readonly redelivered: number }> {
  fold(partition: number, events: readonly ReceivedEvent[]): Promise<T>;
}

/** The folder with a span for each batch, and one for each sampled event in its own trace once it is folded. */
export function traceFolder<T extends { readonly folded: number; readonly redelivered: number }>(
  source: Source,
  folder: Folder<T>,
): Folder<T> {
  return {
    fold: (partition, events) =>
      traceBatch(
        { operation: 'fold', source, partition, consumerGroup: 'live', events, parent: undefined },
        async (batch) => {
          const result = await folder.fold(partition, events);
          // A partition's events ascend, so those that were folded before stand in front.
          const [first, last] = [events[result.redelivered], events.at(-1)];
          if (batch !== undefined && first !== undefined && last !== undefined) {
            const range = { first: first.sequenceNumber, last: last.sequenceNumber };
            batch.beginPart().kept(range, {});
            instruments().foldedEvents.add(result.folded, { 'sluice.source': source });
          }
          return result;
        },
      ),
  };
}

/** Counts the events and slots of a sweep like those of any other landing; undefined while telemetry is off. */
export function countSwept(source: Source): (() => SlotObserver) | undefined {
  if (!isTelemetryOn()) return undefined;
  return () => {
    const { landedEvents, slotSize } = instruments();
    const part = new BatchPart(new Map(), landedEvents, source, () => undefined);
    return {
      judged: (event, judgement) => {
        part.judged(event, judgement);
      },
      landed: ({ metadata }, bytes) => {
        const { firstSequenceNumber: first, lastSequenceNumber: last } = metadata;
        part.kept({ first, last }, {});
        slotSize.record(bytes, { 'sluice.source': source });
      },
    };
  };
}

/** What became of one delivery to one sink. */
type Delivered =
  | { readonly sink: string; readonly outcome: 'taken'; readonly rows: number }
  | { readonly sink: string; readonly outcome: 'failed'; readonly error: unknown };

/** The deliverer, whose windows and failures are counted. */
export function countDeliveries<T extends Delivered>(deliverer: {
  deliver(): Promise<readonly T[]>;
}): { deliver(): Promise<readonly T[]> } {
  return {
    async deliver() {
      const outcomes = await deliverer.deliver();
      if (!isTelemetryOn()) return outcomes;
      const { deliveredWindows, failedDeliveries } = instruments();
      for (const outcome of outcomes) {
        const attributes = { 'sluice.sink': outcome.sink };
        if (outcome.outcome === 'taken') deliveredWindows.add(outcome.rows, attributes);
        else failedDeliveries.add(1, attributes);
      }
      return outcomes;
    },
  };
}

/**
 * Counts what became of the records of one replay.
 *
 * @param results ids are `<source>.<incarnation>.<partition>.<sequenceNumber>`
 */
export function countReplayed(results: readonly { readonly id: string; readonly outcome: string }[]): void {
  if (!isTelemetryOn()) return;
  for (const { id, outcome } of results) {
    const [source = ''] = id.split('.');
    instruments().replayedRecords.add(1, { 'sluice.source': source, 'sluice.replay.outcome': outcome });
  }
}
