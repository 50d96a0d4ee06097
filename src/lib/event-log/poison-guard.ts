import { at } from '../platform/at';
import { type PartitionId, partitionPath } from './positions';
import { type AttemptStore, type PoisonSearch } from './attempt-store';
import { type ReceivedEvent } from './received-event';

/**
 * Lets one piece of a process at a time through that may hold a poison event.
 *
 * Where two pieces are at work when the process dies, nobody knows which of them killed it. Both would count the death, and
 * an event that only happened to be there would be blamed in the end.
 */
export class SearchTurns {
  #end: Promise<void> = Promise.resolve();

  /** Waits for the turn. @returns a function that ends it, which must be called whatever happens */
  async take(): Promise<() => void> {
    const before = this.#end;
    let end = (): void => undefined;
    this.#end = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }
}

/** The turns of this process, which landing and live windows share. */
export function openSearchTurns(): SearchTurns {
  return new SearchTurns();
}

/**
 * Into how many pieces a batch is cut at a death. A death costs ten seconds and more, a piece that is survived three
 * table requests and a small slot; 32 finds one event among 1,000 in two cuts.
 */
const CUT = 32;

/** Which of the offered events to work on now, and how. */
export interface GuardedChunk {
  /** How many events from the front. */
  readonly take: number;
  /** True where the piece is one event that has killed a worker when it was alone: quarantine it unparsed. */
  readonly poison: boolean;
}

/** A piece begun in this process. */
interface BegunChunk extends PoisonSearch {
  readonly poison: boolean;
  /** A process has died over these events before. */
  readonly suspected: boolean;
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
 * Past `attempts` deaths the batch is cut into 32 pieces at each further death, down to the single event, which is
 * quarantined unparsed when it has killed alone: `attempts + log₃₂(batch)`, rounded up, deaths of processes that land
 * nothing, and one more where batches come with other boundaries. (A process that lands something first trusts the
 * partition, so its death counts for nothing; but it has moved the head.) Pieces of suspected events take turns in a
 * process, so that a death is counted where it was caused.
 */
export class PoisonGuard {
  readonly #state: AttemptStore;
  readonly #attempts: number;
  readonly #turns: SearchTurns;
  /** Ends the turn of a partition. */
  readonly #held = new Map<string, () => void>();
  /** Partitions that this process trusts. */
  readonly #trusted = new Set<string>();
  /**
   * Pieces begun and not yet survived in this process, so that a retry within it is not counted as a death; not even
   * where the table did what it was asked and the reply was lost.
   */
  readonly #begun = new Map<string, BegunChunk>();

  /**
   * @param options.attempts deaths over the same first event before the batch is cut
   * @param options.turns of all guards of the process
   */
  constructor({
    state,
    attempts,
    turns,
  }: {
    readonly state: AttemptStore;
    readonly attempts: number;
    readonly turns: SearchTurns;
  }) {
    this.#state = state;
    this.#attempts = attempts;
    this.#turns = turns;
  }

  /**
   * Call before judging, and {@link leave} after it, whatever happens. `events` is not empty and ascending.
   *
   * @throws SluiceError `table_unavailable`
   */
  async begin(partition: PartitionId, events: readonly ReceivedEvent[]): Promise<GuardedChunk> {
    const key = partitionPath(partition);
    if (this.#trusted.has(key)) return { take: events.length, poison: false };
    const first = at(events, 0).sequenceNumber;
    const last = at(events, events.length - 1).sequenceNumber;

    let begun = this.#begun.get(key);
    if (begun?.firstSequenceNumber !== first) {
      const before = await this.#state.readPoisonSearch(partition);
      const suspected = before !== undefined && first <= before.lastSequenceNumber;
      begun = {
        ...(suspected
          ? this.#harden(before, first, events)
          : {
              firstSequenceNumber: first,
              attempts: 1,
              take: events.length,
              lastSequenceNumber: last,
              poison: false,
            }),
        suspected,
        survived: false,
        written: false,
      };
      this.#begun.set(key, begun);
    }
    if (begun.suspected) this.#held.set(key, await this.#turns.take());
    if (!begun.written) {
      try {
        await this.#state.writePoisonSearch(partition, begun);
      } catch (error) {
        this.leave(partition);
        throw error;
      }
      begun.written = true;
    }
    return { take: Math.min(begun.take, events.length), poison: begun.poison };
  }

  /** Call when the piece that {@link begin} gave was judged and encoded, before it is stored. */
  async survived(partition: PartitionId, chunk: readonly ReceivedEvent[]): Promise<void> {
    const key = partitionPath(partition);
    const begun = this.#begun.get(key);
    const last = chunk[chunk.length - 1];
    if (begun === undefined || last === undefined) return;
    if (last.sequenceNumber >= begun.lastSequenceNumber) {
      await this.#state.clearPoisonSearch(partition);
      this.#trusted.add(key);
    } else {
      // The culprit stands behind this piece: go on with pieces of the same size. This attempt was no death.
      await this.#state.writePoisonSearch(partition, {
        ...begun,
        attempts: begun.attempts - 1,
        survived: true,
      });
    }
    this.#begun.delete(key);
    this.leave(partition);
  }

  /** Call when the work on a piece has ended, well or not: others of this process may go on. */
  leave(partition: PartitionId): void {
    const key = partitionPath(partition);
    this.#held.get(key)?.();
    this.#held.delete(key);
  }

  /** What a further start over suspected events means. */
  #harden(
    before: PoisonSearch,
    first: ReceivedEvent['sequenceNumber'],
    events: readonly ReceivedEvent[],
  ): Omit<BegunChunk, 'suspected' | 'survived' | 'written'> {
    const died = !before.survived && first === before.firstSequenceNumber;
    const attempts = before.attempts + (died || before.survived ? 1 : 0);
    const chunk = {
      firstSequenceNumber: first,
      attempts,
      lastSequenceNumber: before.lastSequenceNumber,
      poison: false,
    };
    if (attempts <= this.#attempts) return { ...chunk, take: events.length };

    // Redelivery may bring fewer events than the piece had: the culprit can still stand behind them.
    const take = Math.min(before.take, events.length);
    // Progress, or another owner's piece: the same size, one death away from a cut.
    if (!died) return { ...chunk, take };
    if (before.take === 1) return { ...chunk, take: 1, lastSequenceNumber: first, poison: true };
    const end = at(events, take - 1).sequenceNumber;
    const lastSequenceNumber =
      take === before.take && end < before.lastSequenceNumber ? end : before.lastSequenceNumber;
    return { ...chunk, take: Math.ceil(take / CUT), lastSequenceNumber };
  }
}
