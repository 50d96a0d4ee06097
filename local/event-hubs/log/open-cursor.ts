import { type PartitionLog, firstChunkOffset } from './partition-log';
import { PartitionCursor } from './partition-cursor';
import { type IndexPoint, type Segment } from './segment';
import { isBefore, type StartPosition } from './start-position';

/** A cursor, or why the position cannot be one: it lies beyond everything that was ever stored. */
export type OpenedCursor =
  | { readonly kind: 'opened'; readonly cursor: PartitionCursor }
  | { readonly kind: 'beyond-the-end'; readonly last: number };

/**
 * Finds where to begin. It reads at most one stretch of the sparse index too early; the cursor passes over what
 * comes before the position. A position older than retention begins at the oldest event that is left.
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
    // Events of the same time can lie on both sides of a point, so time has to be strictly before.
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

/** The last element for which `test` holds, where it holds for a leading part of the list. */
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
