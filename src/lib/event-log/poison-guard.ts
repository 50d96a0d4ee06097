import { at } from '../platform/at';
import { type PartitionId, partitionPath, type SequenceNumber } from './positions';
import { type AttemptStore, type PoisonSearch } from './attempt-store';

/**
 * Allows one suspicious chunk at a time in a process.
 *
 * If a process dies while it works on two chunks, the cause is unknown. Both chunks would count the death, and in the
 * end an innocent event would be quarantined.
 */
export class SearchTurns {
  #end: Promise<void> = Promise.resolve();

  /** Waits for the turn. @returns a function that ends the turn; call it in every case */
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

/** Makes turns. Open it with `platform.use`, so that landing and live windows of a process share one object. */
export function openSearchTurns(): SearchTurns {
  return new SearchTurns();
}

/**
 * Number of chunks that a batch is divided into after a death. A death takes ten seconds or more. A harmless chunk
 * takes three table requests, and leaves a small slot in Bronze. With 32 chunks, two divisions find one event among 1,000.
 */
const CHUNKS_PER_DEATH = 32;

/** An event, as far as the guard needs it. */
interface Numbered {
  readonly sequenceNumber: SequenceNumber;
}

/** Which of the offered events to process now, and how. */
export interface GuardedChunk {
  /** How many events to take from the front. */
  readonly take: number;
  /** True if the chunk is a single event that killed a worker while it was alone. Quarantine it unparsed. */
  readonly poison: boolean;
}

/** A chunk that this process started. */
interface BegunChunk extends PoisonSearch {
  readonly poison: boolean;
  /** Whether the table has an unfinished search that covers these events. */
  readonly suspected: boolean;
  /** Whether the table is known to have this state. */
  written: boolean;
}

/**
 * Finds an event that kills the process: out of memory, an endless loop that the host ends, a crash in native code. A
 * `catch` cannot handle these.
 *
 * A table row counts the attempts. The guard increments it **before** the dangerous work (validation and encoding) and
 * takes the count back afterwards. What remains counts processes that did not finish: they died, were killed from
 * outside, or are owners still at work. Storing comes after the reset, so a lake that is down starts no search. A
 * process can die only once, so counting its first chunk of a partition is enough. After it survives that chunk, it
 * trusts the partition, and the usual batch costs no table request. During a search, it trusts the partition only after
 * the last suspected event.
 *
 * From the `attempts`-th death on, each death divides: the next chunk is the first 1/32 of the last one, down to a
 * single event. That event is quarantined unparsed when it has killed a process alone. The search takes
 * `attempts + log₃₂(batch)` deaths, rounded up, of processes that land nothing, and one more if batches come with other
 * boundaries. (The death of a process that landed something first is not counted, but that process moved the head.)
 * Suspicious chunks take turns in a process, so a death never counts for two of them.
 */
export class PoisonGuard {
  readonly #state: AttemptStore;
  readonly #attempts: number;
  readonly #turns: SearchTurns;
  /** Functions that end the turns of partitions. */
  readonly #held = new Map<string, () => void>();
  /** Partitions that this process trusts. */
  readonly #trusted = new Set<string>();
  /**
   * Chunks that this process started and has not yet survived. A retry within the process does not count as a death,
   * even if the table was written and the reply was lost.
   */
  readonly #begun = new Map<string, BegunChunk>();

  /**
   * @param options.attempts the death at the same first event from which on the batch is divided
   * @param options.turns shared by all guards of the process
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
   * Call before validation. Call {@link leave} afterwards in every case. `events` is not empty and ascends.
   *
   * @throws SluiceError `table_unavailable`
   */
  async begin(partition: PartitionId, events: readonly Numbered[]): Promise<GuardedChunk> {
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

  /**
   * Whether enough processes have died to divide the events from this one on. It counts no attempt, so a caller that
   * must not die can leave the search to another.
   *
   * @throws SluiceError `table_unavailable`
   */
  async isSearching(partition: PartitionId, first: SequenceNumber): Promise<boolean> {
    const key = partitionPath(partition);
    if (this.#trusted.has(key)) return false;
    const begun = this.#begun.get(key);
    if (begun?.firstSequenceNumber === first) return begun.attempts > this.#attempts;
    const before = await this.#state.readPoisonSearch(partition);
    return before !== undefined && first <= before.lastSequenceNumber && before.attempts >= this.#attempts;
  }

  /**
   * Call after the chunk of {@link begin} is validated and encoded, and before it is stored.
   *
   * @throws SluiceError `table_unavailable`
   */
  async survived(partition: PartitionId, chunk: readonly Numbered[]): Promise<void> {
    const key = partitionPath(partition);
    const begun = this.#begun.get(key);
    const last = chunk[chunk.length - 1];
    if (begun === undefined || last === undefined) return;
    if (begun.poison) {
      // If the event cannot be stored now, it comes again, and must not be parsed then. A later first event ends the search.
      this.leave(partition);
      return;
    }
    if (last.sequenceNumber >= begun.lastSequenceNumber) {
      await this.#state.clearPoisonSearch(partition);
      this.#trusted.add(key);
    } else {
      // The poison event is behind this chunk: continue with chunks of the same size. This attempt was not a death.
      await this.#state.writePoisonSearch(partition, {
        ...begun,
        attempts: begun.attempts - 1,
        survived: true,
      });
    }
    this.#begun.delete(key);
    this.leave(partition);
  }

  /** Call when the work on a chunk has ended, even with an error. Others of this process can then continue. */
  leave(partition: PartitionId): void {
    const key = partitionPath(partition);
    this.#held.get(key)?.();
    this.#held.delete(key);
  }

  /** Determines the next chunk when a search starts again at the same events. */
  #harden(
    before: PoisonSearch,
    first: SequenceNumber,
    events: readonly Numbered[],
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

    // Redelivery can bring fewer events than the chunk had. The poison event can be behind them.
    const take = Math.min(before.take, events.length);
    // The search advanced, or another owner took a chunk. Keep the size; the next death divides it.
    if (!died) return { ...chunk, take };
    if (before.take === 1) return { ...chunk, take: 1, lastSequenceNumber: first, poison: true };
    const end = at(events, take - 1).sequenceNumber;
    const lastSequenceNumber =
      take === before.take && end < before.lastSequenceNumber ? end : before.lastSequenceNumber;
    return { ...chunk, take: Math.ceil(take / CHUNKS_PER_DEATH), lastSequenceNumber };
  }
}
