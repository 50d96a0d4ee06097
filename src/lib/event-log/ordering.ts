import { SluiceError } from '../platform/errors';

/**
 * Refuses a batch whose sequence numbers do not ascend, because the calculation of positions relies on it.
 *
 * @param code error code of the reader
 * @throws SluiceError of that code, permanent
 */
export function assertAscending(
  events: readonly { readonly sequenceNumber: number }[],
  code: 'landing_invariant' | 'live_invariant',
): void {
  let previous: number | undefined;
  for (const { sequenceNumber } of events) {
    if (previous !== undefined && sequenceNumber <= previous) {
      throw new SluiceError(
        code,
        `sequence number ${sequenceNumber} follows ${previous} in one batch; the hub delivers a partition in ascending order`,
        { kind: 'permanent', data: { sequenceNumber, previous } },
      );
    }
    previous = sequenceNumber;
  }
}

/**
 * Maximum difference between the clocks of the nodes that serve a partition, in milliseconds. It applies only after
 * the hub's creation time has confirmed that the hub is the same.
 */
export const CLOCK_SKEW = 60_000;

/** Creates a function that runs work on one partition in sequence, and work on different partitions in parallel. */
export function takeTurns(): <T>(partition: number, work: () => Promise<T>) => Promise<T> {
  const ends = new Map<number, Promise<unknown>>();
  return (partition, work) => {
    const turn = (ends.get(partition) ?? Promise.resolve()).then(work);
    const end = turn.catch(() => undefined);
    ends.set(partition, end);
    return turn;
  };
}
