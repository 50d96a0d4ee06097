import { KnownGaps, type SequenceRange } from '../event-log/gaps';
import { type SlotCheck } from './check-slot';
import { type SlotMetadata } from './slot-metadata';

/** Counts of the first slots of a partition. It is plain data, so that it can be kept as JSON. */
export interface SlotCounts {
  readonly accepted: number;
  readonly quarantined: number;
  readonly slots: number;
  /** Events that the trigger had skipped and that a heal or a sweep read from the hub. */
  readonly healed: number;
  /** Events that the hub's retention deleted before they were landed. */
  readonly deletedByRetention: number;
  /** Events that are in neither Bronze nor the hub, although retention has not reached them. */
  readonly lost: number;
  /** The slot number that should follow. */
  readonly nextSlot: number;
  /** The sequence number that should follow. */
  readonly nextSequenceNumber: number;
  /** Everything that does not agree, one sentence each. */
  readonly differences: readonly string[];
}

const NOTHING: SlotCounts = {
  accepted: 0,
  quarantined: 0,
  slots: 0,
  healed: 0,
  deletedByRetention: 0,
  lost: 0,
  nextSlot: 0,
  nextSequenceNumber: 0,
  differences: [],
};

const REASONS = {
  retention: 'were deleted by the retention of the hub before they were landed',
  absent: 'are lost: the hub held older and newer events, but not these',
};

/** The content of a slot, or one sentence on why the object is not a slot. */
export type CheckedSlot = { readonly check: SlotCheck; readonly metadata: SlotMetadata } | string;

/** Counts the slots of a partition in order, and compares each with those before it. */
export class SlotTally {
  readonly #differences: string[];
  #counts: Omit<SlotCounts, 'differences'>;

  constructor({ differences, ...counts }: SlotCounts = NOTHING) {
    this.#differences = [...differences];
    this.#counts = counts;
  }

  get counts(): SlotCounts {
    return { ...this.#counts, differences: [...this.#differences] };
  }

  get nextSequenceNumber(): number {
    return this.#counts.nextSequenceNumber;
  }

  get nextSlot(): number {
    return this.#counts.nextSlot;
  }

  differs(...differences: readonly string[]): void {
    this.#differences.push(...differences);
  }

  addSlot(slot: number, checked: CheckedSlot): void {
    const { nextSlot, nextSequenceNumber: next } = this.#counts;
    if (slot !== nextSlot) this.differs(`slots ${nextSlot} to ${slot - 1} are missing`);
    this.#add({ slots: 1 });
    this.#counts = { ...this.#counts, nextSlot: slot + 1 };
    if (typeof checked === 'string') {
      this.differs(checked);
      return;
    }
    const { check, metadata } = checked;
    const { accepted, quarantined } = check;
    this.#add({
      accepted,
      quarantined,
      healed: metadata.readBy === 'trigger' ? 0 : accepted + quarantined,
    });
    const found = [...check.differences, ...compareWithEarlier(metadata, next)];
    this.differs(...found.map((difference) => `slot ${slot}: ${difference}`));
    for (const gap of metadata.gaps) this.addMissing(gap, gap.reason, `slot ${slot}: `);
    this.#advance(metadata.lastSequenceNumber + 1);
  }

  /** Counts and reports sequence numbers that are not in Bronze. */
  addMissing({ from, to }: SequenceRange, reason: keyof typeof REASONS, where = ''): void {
    const events = to - from + 1;
    this.#add(reason === 'retention' ? { deletedByRetention: events } : { lost: events });
    this.differs(`${where}sequence numbers ${from} to ${to} ${REASONS[reason]}`);
  }

  /** Counts events that are newer than the last slot, and that the hub deleted. The next slot would record them. */
  addDeleted(to: number): void {
    if (to < this.nextSequenceNumber) return;
    this.addMissing({ from: this.nextSequenceNumber, to }, 'retention');
    this.#advance(to + 1);
  }

  #advance(next: number): void {
    const nextSequenceNumber = Math.max(this.#counts.nextSequenceNumber, next);
    this.#counts = { ...this.#counts, nextSequenceNumber };
  }

  #add(more: Partial<Omit<SlotCounts, 'differences' | 'nextSlot' | 'nextSequenceNumber'>>): void {
    const before = this.#counts;
    this.#counts = {
      ...before,
      accepted: before.accepted + (more.accepted ?? 0),
      quarantined: before.quarantined + (more.quarantined ?? 0),
      slots: before.slots + (more.slots ?? 0),
      healed: before.healed + (more.healed ?? 0),
      deletedByRetention: before.deletedByRetention + (more.deletedByRetention ?? 0),
      lost: before.lost + (more.lost ?? 0),
    };
  }
}

/**
 * Reports duplicate or missing numbers between a slot and the slots before it. @param next the number that its first
 * event should have
 */
function compareWithEarlier(
  { firstSequenceNumber: first, gaps }: SlotMetadata,
  next: number,
): readonly string[] {
  if (first < next) return [`sequence numbers ${first} to ${next - 1} are also in an earlier slot`];
  const recorded = new KnownGaps();
  recorded.add(gaps);
  const hole = first > next ? recorded.unknownIn({ from: next, to: first - 1 }) : undefined;
  return hole === undefined ? [] : [`sequence numbers ${hole.from} to ${hole.to} are missing`];
}
