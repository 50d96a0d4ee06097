import { type SequenceNumber, toSequenceNumber } from './positions';

/**
 * Why the hub does not hold an event any more:
 *
 * - `retention`: it deleted the event before anything read it.
 * - `absent`: it holds older and newer events, but not this one (a compacted hub, or a fault of the hub).
 */
export type GapReason = 'retention' | 'absent';

/** Sequence numbers that the hub does not hold, so that no reader can have them; both ends included. */
export interface Gap {
  readonly from: SequenceNumber;
  readonly to: SequenceNumber;
  readonly reason: GapReason;
}

/** Sequence numbers from one to another, both included. */
export interface SequenceRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Sequence numbers that are missing in front of these events or between them.
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

/** Gaps of which the hub itself was asked, so that they may be recorded. */
export class KnownGaps {
  /** Ascending, apart from each other unless their reasons differ. */
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

  /** The part of a range that nothing is known of, from its first such number on; undefined where all of it is known. */
  unknownIn({ from, to }: SequenceRange): SequenceRange | undefined {
    let next = from;
    for (const gap of this.#gaps) {
      if (gap.from > next) break;
      next = Math.max(next, gap.to + 1);
    }
    return next > to ? undefined : { from: next, to };
  }

  /** What is known of a range, as gaps that lie within it. */
  within({ from, to }: SequenceRange): readonly Gap[] {
    return this.#gaps.flatMap((gap) => {
      const [first, last] = [Math.max(from, gap.from), Math.min(to, gap.to)];
      return first > last
        ? []
        : [{ from: toSequenceNumber(first), to: toSequenceNumber(last), reason: gap.reason }];
    });
  }
}
