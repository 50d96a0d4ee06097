import { at } from '../shared/at';
import { type BronzePartition, partitionPath } from './partition';
import { type LandingStateStore, type Suspicion } from './ports';
import { type ReceivedEvent } from '../event-log/received-event';

/** Which of the offered events to work on now, and how. */
export interface GuardedPiece {
  /** How many events from the front. */
  readonly take: number;
  /** True where the piece is one event that has killed a worker when it was alone: quarantine it unparsed. */
  readonly poison: boolean;
}

/** A piece begun in this process. */
interface BegunPiece extends Suspicion {
  readonly poison: boolean;
  /** Whether the table is known to have it. */
  written: boolean;
}

/**
 * Finds an event that kills the process itself (out of memory, an endless loop that the host ends, a crash in native
 * code), which no `catch` can see.
 *
 * The count of attempts stands in a table row, raised **before** the dangerous work (judging and encoding) and taken
 * back after it, so what is left over counts deaths and nothing else; a lake that is down for a day raises no
 * suspicion. A process dies only once: the first piece of a partition that it survives clears the partition for the
 * rest of the process, and the usual batch costs no table request.
 *
 * Past `attempts` deaths the batch is halved at each further death, up to the single event, which is quarantined
 * unparsed when it has killed alone: `attempts + log₂(batch) + 1` deaths of processes that land nothing. (One that lands
 * something first trusts the partition, so its death counts for nothing; but it has moved the head.)
 */
export class PoisonGuard {
  readonly #state: LandingStateStore;
  readonly #attempts: number;
  /** Partitions that this process trusts. */
  readonly #trusted = new Set<string>();
  /**
   * Pieces begun and not yet survived in this process, so that a retry within it is not counted as a death; not even
   * where the table did what it was asked and the reply was lost.
   */
  readonly #begun = new Map<string, BegunPiece>();

  /** @param options.attempts deaths over the same first event before the batch is cut */
  constructor({ state, attempts }: { readonly state: LandingStateStore; readonly attempts: number }) {
    this.#state = state;
    this.#attempts = attempts;
  }

  /** Call before judging. `events` is not empty and ascending. @throws SluiceError `table_unavailable`. */
  async begin(partition: BronzePartition, events: readonly ReceivedEvent[]): Promise<GuardedPiece> {
    const key = partitionPath(partition);
    if (this.#trusted.has(key)) return { take: events.length, poison: false };
    const first = at(events, 0).sequenceNumber;
    const last = at(events, events.length - 1).sequenceNumber;

    let begun = this.#begun.get(key);
    if (begun?.firstSequenceNumber !== first) {
      const before = await this.#state.readSuspicion(partition);
      const suspected = before !== undefined && first <= before.through;
      begun = {
        ...(suspected
          ? this.#harden(before, first, events)
          : { firstSequenceNumber: first, attempts: 1, take: events.length, through: last, poison: false }),
        survived: false,
        written: false,
      };
      this.#begun.set(key, begun);
    }
    if (!begun.written) {
      await this.#state.writeSuspicion(partition, begun);
      begun.written = true;
    }
    return { take: Math.min(begun.take, events.length), poison: begun.poison };
  }

  /** Call when the piece that {@link begin} gave was judged and encoded, before it is stored. */
  async survived(partition: BronzePartition, piece: readonly ReceivedEvent[]): Promise<void> {
    const key = partitionPath(partition);
    const begun = this.#begun.get(key);
    const last = piece[piece.length - 1];
    if (begun === undefined || last === undefined) return;
    if (last.sequenceNumber >= begun.through) {
      await this.#state.clearSuspicion(partition);
      this.#trusted.add(key);
    } else {
      // The culprit stands behind this piece: go on with pieces of the same size. This attempt was no death.
      await this.#state.writeSuspicion(partition, { ...begun, attempts: begun.attempts - 1, survived: true });
    }
    this.#begun.delete(key);
  }

  /** What a further start over suspected events means. */
  #harden(
    before: Suspicion,
    first: ReceivedEvent['sequenceNumber'],
    events: readonly ReceivedEvent[],
  ): Omit<BegunPiece, 'survived' | 'written'> {
    const died = !before.survived && first === before.firstSequenceNumber;
    const attempts = before.attempts + (died || before.survived ? 1 : 0);
    const piece = { firstSequenceNumber: first, attempts, through: before.through, poison: false };
    if (attempts <= this.#attempts) return { ...piece, take: events.length };

    // Redelivery may bring fewer events than the piece had: the culprit can still stand behind them.
    const take = Math.min(before.take, events.length);
    // Progress, or another owner's piece: the same size, one death away from halving.
    if (!died) return { ...piece, take };
    if (before.take === 1) return { ...piece, take: 1, through: first, poison: true };
    const end = at(events, take - 1).sequenceNumber;
    const through = take === before.take && end < before.through ? end : before.through;
    return { ...piece, take: Math.ceil(take / 2), through };
  }
}
