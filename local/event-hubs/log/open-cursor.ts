import { type PartitionLog, firstChunkOffset } from './partition-log';
import { PartitionCursor } from './partition-cursor';
import { type IndexPoint, type Segment } from './segment';
import { isBefore, type StartPosition } from './start-position';

/** A cursor, or the error that the position is beyond all events. */
export type OpenedCursor =
  | { readonly kind: 'opened'; readonly cursor: PartitionCursor }
  | { readonly kind: 'beyond-the-end'; readonly last: number };

/**
 * Finds the start of a cursor. It may start up to one step of the sparse index too early; the cursor skips
 * events before the position. A position older than retention starts at the oldest remaining event.
 */
export async function openCursor(log: PartitionLog, start: StartPosition): Promise<OpenedCursor> {
  if (start.kind === 'latest') return opened(log, log.endOffset, start);
  if (start.kind === 'earliest') return opened(log, 0, start);
  if (start.kind === 'offset' && start.value > log.endOffset) {
    return { kind: 'beyond-the-end', last: log.lastOffset };
  }
  if (start.kind === 'sequenceNumber' && start.value > log.nextSequenceNumber) {
    return { kind: 'beyond-the-end', last: log.nextSequenceNumber - 1 };
  }
  const { value } = start;
  const segment = lastThat(log.segments, (candidate) => segmentStartsBefore(candidate, start.kind, value));
  if (segment === undefined) return opened(log, 0, start);
  const { baseOffset } = segment.header;
  const point = lastThat(await segment.index(), (candidate) => {
    if (start.kind === 'offset') return baseOffset + candidate.position <= value;
    // Events with one time can be on both sides of an index point, so the point's time must be strictly
    // earlier.
    return start.kind === 'enqueuedTime' ? candidate.enqueuedTime < value : candidate.sequenceNumber <= value;
  });
  return opened(log, pointOffset(segment, point), start);
}

function opened(log: PartitionLog, offset: number, start: StartPosition): OpenedCursor {
  return { kind: 'opened', cursor: new PartitionCursor(log, offset, isBefore(start)) };
}

function pointOffset(segment: Segment, point: IndexPoint | undefined): number {
  return point === undefined ? firstChunkOffset(segment) : segment.header.baseOffset + point.position;
}

function segmentStartsBefore(
  segment: Segment,
  kind: 'offset' | 'sequenceNumber' | 'enqueuedTime',
  value: number,
): boolean {
  const { header } = segment;
  if (kind === 'offset') return header.baseOffset <= value;
  return kind === 'enqueuedTime' ? header.lastEnqueuedTimeBefore < value : header.baseSequenceNumber <= value;
}

/** Returns the last element for which `test` is true, if it is true for a leading part of the list. */
function lastThat<T>(list: readonly T[], test: (element: T) => boolean): T | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = list[middle];
    if (element !== undefined && test(element)) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}
