import { SluiceError } from '../platform/errors';

/**
 * Refuses a batch whose sequence numbers do not ascend: the arithmetic of positions rests on it.
 *
 * @param code of the error, which names the reader
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
 * By how much the clocks of the nodes that serve a partition may differ, in milliseconds. The hub's creation time has told
 * that it is the same hub before anything is judged by it.
 */
export const CLOCK_SKEW = 60_000;

/** Makes a function that runs works of one partition one after the other, and those of different ones side by side. */
export function takeTurns(): <T>(partition: number, work: () => Promise<T>) => Promise<T> {
  const ends = new Map<number, Promise<unknown>>();
  return (partition, work) => {
    const turn = (ends.get(partition) ?? Promise.resolve()).then(work);
    const end = turn.catch(() => undefined);
    ends.set(partition, end);
    return turn;
  };
}
