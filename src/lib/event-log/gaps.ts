import { type SequenceNumber, toSequenceNumber } from './positions';

/**
 * Why the hub does not hold an event:
 *
 * - `retention`: the hub deleted the event before it was read.
 * - `absent`: the hub holds older and newer events, but not this one (a compacted hub, or a fault of the hub).
 */
export type GapReason = 'retention' | 'absent';

/** Sequence numbers that the hub does not hold, so no reader can read them; both ends inclusive. */
export interface Gap {
  readonly from: SequenceNumber;
  readonly to: SequenceNumber;
  readonly reason: GapReason;
}

/** A range of sequence numbers, both ends inclusive. */
export interface SequenceRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Returns the sequence numbers that are missing in front of these events or between them.
 *
 * @param next the number that the first event should have
 */
export function findGaps(
  events: readonly { readonly sequenceNumber: number }[],
  next: number,
): readonly SequenceRange[] {
  const gaps: SequenceRange[] = [];
  let expected = next;
  for (const { sequenceNumber } of events) {
    if (sequenceNumber > expected) gaps.push({ from: expected, to: sequenceNumber - 1 });
    expected = sequenceNumber + 1;
  }
  return gaps;
}

/** Gaps that were confirmed by reading the hub, so slots may record them. */
export class KnownGaps {
  /** Ascending. Neighbours are merged unless their reasons differ. */
  #gaps: readonly Gap[] = [];

  add(gaps: readonly Gap[]): void {
    const merged: Gap[] = [];
    for (const gap of [...this.#gaps, ...gaps].sort((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last?.reason === gap.reason && gap.from <= last.to + 1) {
        merged[merged.length - 1] = { ...last, to: last.to > gap.to ? last.to : gap.to };
      } else {
        merged.push(gap);
      }
    }
    this.#gaps = merged;
  }

  /** Returns a range from its first unconfirmed number on; undefined if all of its numbers are confirmed. */
  unknownIn({ from, to }: SequenceRange): SequenceRange | undefined {
    let next = from;
    for (const gap of this.#gaps) {
      if (gap.from > next) break;
      next = Math.max(next, gap.to + 1);
    }
    return next > to ? undefined : { from: next, to };
  }

  /** Returns the confirmed gaps inside a range. */
  within({ from, to }: SequenceRange): readonly Gap[] {
    return this.#gaps.flatMap((gap) => {
      const [first, last] = [Math.max(from, gap.from), Math.min(to, gap.to)];
      return first > last
        ? []
        : [{ from: toSequenceNumber(first), to: toSequenceNumber(last), reason: gap.reason }];
    });
  }
}
