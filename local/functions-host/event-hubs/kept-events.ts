import { type ReceivedEvent } from './received-event';

/**
 * Events that were received and kept back because they were too few for a batch, in order. Source:
 * PartitionProcessorEventsManager of Azure/azure-sdk-for-net.
 */
export class KeptEvents {
  readonly #minimum: number;
  readonly #maximum: number;
  #events: ReceivedEvent[] = [];

  constructor({ minimum, maximum }: { minimum: number; maximum: number }) {
    this.#minimum = minimum;
    this.#maximum = maximum;
  }

  get count(): number {
    return this.#events.length;
  }

  /** Adds events, and takes a batch where there are enough for one then; what is beyond a full batch stays. */
  takeBatchWith(events: readonly ReceivedEvent[]): readonly ReceivedEvent[] {
    this.#events.push(...events);
    return this.#events.length < this.#minimum ? [] : this.#events.splice(0, this.#maximum);
  }

  /** As many as a batch holds, however few there are. */
  takePartialBatch(): readonly ReceivedEvent[] {
    return this.#events.splice(0, this.#maximum);
  }

  clear(): void {
    this.#events = [];
  }
}
