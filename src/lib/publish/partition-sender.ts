import { at } from '../platform/at';
import { SluiceError } from '../platform/errors';
import { type OutgoingEvent } from '../event-log/outgoing-event';
import { type HubBatch, type HubPort } from '../event-log/hub-port';

export interface PartitionSenderOptions {
  readonly hub: HubPort;
  readonly partitionId: string;
  readonly maxWaitingBytes: number;
}

/** An event of a {@link PartitionSender.send} call that did not reach the hub. */
export interface SendFailure {
  readonly index: number;
  readonly error: unknown;
}

/** One call's events and how many of them are not settled. */
interface Call {
  readonly events: readonly OutgoingEvent[];
  /** The next event to add to a batch. */
  next: number;
  open: number;
  readonly failures: SendFailure[];
  readonly settled: () => void;
}

/** Events of one batch that belong to one call: `from` to before `to`. */
interface Share {
  readonly call: Call;
  readonly from: number;
  readonly to: number;
}

/**
 * Sends to one partition, one batch at a time, so that order is kept. Events that arrive during a send form the next
 * batch. So batches become larger as load rises, and no event waits for a timer when load is low.
 */
export class PartitionSender {
  readonly #options: PartitionSenderOptions;
  readonly #waiting: Call[] = [];
  #waitingBytes = 0;
  #turnstile: (() => void)[] = [];
  #running = false;

  constructor(options: PartitionSenderOptions) {
    this.#options = options;
  }

  /** Resolves when every event is in the hub or has failed, with the failures. Never throws. */
  async send(events: readonly OutgoingEvent[]): Promise<readonly SendFailure[]> {
    if (events.length === 0) return [];
    while (this.#waitingBytes > this.#options.maxWaitingBytes) {
      await new Promise<void>((resolve) => this.#turnstile.push(resolve));
    }
    return new Promise((resolve) => {
      const failures: SendFailure[] = [];
      const settled = (): void => {
        resolve(failures);
      };
      this.#waiting.push({ events, next: 0, open: events.length, failures, settled });
      this.#waitingBytes += events.reduce((sum, { body }) => sum + body.length, 0);
      if (!this.#running) void this.#run();
    });
  }

  /** Sends until no event waits. Every fault becomes a failure of a call. */
  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const shares: Share[] = [];
      try {
        const batch = await this.#options.hub.createBatch(this.#options.partitionId);
        this.#fill(batch, shares);
        if (batch.count > 0) await this.#options.hub.send(batch);
        this.#settle(shares, undefined);
      } catch (error) {
        // If no event is in a batch yet, the first call fails, so that the loop always ends.
        const first = this.#waiting[0];
        if (shares.length === 0 && first !== undefined) {
          shares.push({ call: first, from: first.next, to: first.events.length });
          first.next = first.events.length;
          this.#waiting.shift();
        }
        this.#settle(shares, error);
      }
    }
    this.#running = false;
  }

  /** Moves waiting events into the batch, in order, until it is full. `shares` is correct even if a batch throws. */
  #fill(batch: HubBatch, shares: Share[]): void {
    for (let call = this.#waiting[0]; call !== undefined; call = this.#waiting[0]) {
      let from = call.next;
      try {
        for (; call.next < call.events.length; call.next++) {
          const event = at(call.events, call.next);
          if (batch.tryAdd(event)) continue;
          if (batch.count > 0) return;
          // An empty batch refuses the event, so it does not fit into any batch.
          this.#settle([{ call, from: call.next, to: call.next + 1 }], tooLarge(event));
          from = call.next + 1;
        }
      } finally {
        if (call.next > from) shares.push({ call, from, to: call.next });
      }
      this.#waiting.shift();
    }
  }

  #settle(shares: readonly Share[], error: unknown): void {
    for (const { call, from, to } of shares) {
      for (let index = from; index < to; index++) {
        this.#waitingBytes -= at(call.events, index).body.length;
        if (error !== undefined) call.failures.push({ index, error });
      }
      call.open -= to - from;
      if (call.open === 0) call.settled();
    }
    if (this.#waitingBytes <= this.#options.maxWaitingBytes) {
      const passing = this.#turnstile;
      this.#turnstile = [];
      for (const pass of passing) pass();
    }
  }
}

function tooLarge({ body }: OutgoingEvent): SluiceError {
  return new SluiceError(
    'hub_event_too_large',
    `the event has ${body.length} bytes, more than the hub accepts in one message`,
    {
      kind: 'contract',
      data: { bytes: body.length },
    },
  );
}
