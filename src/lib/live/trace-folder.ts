import { type Source } from '../contracts/source';
import { traceBatch } from '../event-log/batch-trace';
import { type ReceivedEvent } from '../event-log/received-event';
import { instruments } from '../platform/telemetry/instruments';

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
