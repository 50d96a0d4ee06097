import { type InitialOffset } from '../app/host-json';

/** Start position of a reader, for Event Hubs' selector filter. */
export type StartPosition =
  | { readonly after: 'offset'; readonly offset: string }
  | { readonly after: 'sequenceNumber'; readonly sequenceNumber: number }
  | { readonly after: 'enqueuedTime'; readonly time: Date };

/** Formats the filter. `@latest` and `-1` are offsets in Event Hubs, too. */
export function toClause(start: StartPosition): string {
  switch (start.after) {
    case 'offset':
      return `amqp.annotation.x-opt-offset > '${start.offset}'`;
    case 'sequenceNumber':
      return `amqp.annotation.x-opt-sequence-number > '${start.sequenceNumber}'`;
    case 'enqueuedTime':
      return `amqp.annotation.x-opt-enqueued-time > '${start.time.getTime()}'`;
  }
}

/** Returns the start position of a partition without a checkpoint. */
export function toPosition(initial: InitialOffset): StartPosition {
  switch (initial.type) {
    case 'fromStart':
      return { after: 'offset', offset: '-1' };
    case 'fromEnd':
      return { after: 'offset', offset: '@latest' };
    case 'fromEnqueuedTime':
      return { after: 'enqueuedTime', time: initial.enqueuedTime };
  }
}
