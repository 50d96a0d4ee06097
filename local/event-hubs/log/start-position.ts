/**
 * Start position of a reader: an end of the partition, or a value that every event has and that never
 * decreases.
 */
export type StartPosition =
  | { readonly kind: 'earliest' }
  | { readonly kind: 'latest' }
  | {
      readonly kind: 'offset' | 'sequenceNumber' | 'enqueuedTime';
      /** Offset, sequence number, or milliseconds since 1970. */
      readonly value: number;
      /** Whether an event with exactly this value is read. */
      readonly inclusive: boolean;
    };

/** Returns true for events before the position. */
export type EventFilter = (sequenceNumber: number, offset: number, enqueuedTime: number) => boolean;

export function isBefore(start: StartPosition): EventFilter | undefined {
  if (start.kind === 'earliest' || start.kind === 'latest') return undefined;
  const { kind, value, inclusive } = start;
  return (sequenceNumber, offset, enqueuedTime) => {
    const own = kind === 'sequenceNumber' ? sequenceNumber : kind === 'offset' ? offset : enqueuedTime;
    return inclusive ? own < value : own <= value;
  };
}
