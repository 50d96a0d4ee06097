import { partitionPath } from '../event-log/positions';
import { type ReceivedEvent } from '../event-log/received-event';
import { type LandedBatch } from '../landing/slots';
import { limitCall } from '../platform/call-limits';
import { type Clock } from '../platform/clock';
import { countFailures } from '../platform/telemetry/instruments';
import { type ChangeNotice } from './deliver/open-change-notice';
import { type FollowLimits, type FollowResult } from './windows/follow';

/** Follows Bronze up to a batch. @param received the events of the trigger, for their traces */
export type Follow = (
  batch: LandedBatch,
  limits: FollowLimits,
  received: readonly ReceivedEvent[],
) => Promise<FollowResult>;

export interface HandOverOptions {
  readonly follow: Follow;
  /** Called after windows changed. It returns at once. @default nobody waits for changes */
  readonly noticeChange?: ChangeNotice;
  readonly clock: Clock;
  /** How long landing waits for live windows. @default 3000 */
  readonly milliseconds?: number;
  /** After a fault of a partition, the next try comes after this time at the earliest. @default 15000 */
  readonly retryMilliseconds?: number;
  /** Events of Bronze that one call reads to catch up. With more, the timer catches up. @default 10000 */
  readonly maxUnread?: number;
}

/** The log of an invocation. */
interface Log {
  debug(...words: unknown[]): void;
  error(...words: unknown[]): void;
}

interface PartitionState {
  /** Whether a call is still at work that landing does not wait for. */
  isBusy: boolean;
  /** Whether the last call failed. */
  hasFailed: boolean;
  /** The timer has the partition until this time, in milliseconds since the epoch. */
  leftUntil: number;
}

/** How long the timer has a partition whose windows are far behind. */
const BEHIND_MILLISECONDS = 1000;

/**
 * Hands landed events over to live windows. It never throws, and landing waits for a fault once: afterwards the timer has
 * the partition until a write succeeds here. So a table that is down does not slow landing down.
 */
export class HandOver {
  readonly #options: Required<HandOverOptions>;
  /** By path of the partition. */
  readonly #states = new Map<string, PartitionState>();

  constructor(options: HandOverOptions) {
    this.#options = {
      noticeChange: () => undefined,
      milliseconds: 3000,
      retryMilliseconds: 15_000,
      maxUnread: 10_000,
      ...options,
    };
  }

  /** Call it after the events of a batch are in Bronze, also if they had been there before. */
  async take(batch: LandedBatch, received: readonly ReceivedEvent[], log: Log): Promise<void> {
    const { clock, milliseconds } = this.#options;
    const state = this.#stateOf(batch);
    if (state.isBusy || clock.now().getTime() < state.leftUntil) return;
    state.isBusy = true;
    const isRetry = state.hasFailed;
    const work = this.#work(batch, received, log, state).finally(() => {
      state.isBusy = false;
    });
    // A table that hangs would hold landing up at each retry.
    if (isRetry) return;
    try {
      await limitCall('the hand-over to live windows', () => work, { milliseconds });
    } catch (error) {
      state.hasFailed = true;
      log.error(`live windows of ${partitionPath(batch.partition)} do not follow:`, error);
    }
  }

  async #work(
    batch: LandedBatch,
    received: readonly ReceivedEvent[],
    log: Log,
    state: PartitionState,
  ): Promise<void> {
    const { follow, noticeChange, clock, milliseconds, maxUnread, retryMilliseconds } = this.#options;
    const { source, partition } = batch.partition;
    const until = clock.now().getTime() + milliseconds;
    try {
      const result = await countFailures({ stage: 'live', source, log }, () =>
        follow(batch, { until, maxUnread, searches: false }, received),
      );
      state.hasFailed = false;
      const wait = result.state === 'searching' ? retryMilliseconds : BEHIND_MILLISECONDS;
      state.leftUntil = result.state === 'level' ? 0 : clock.now().getTime() + wait;
      if (result.aggregated > 0) {
        noticeChange({ source, partition, log });
        log.debug(`partition ${partition}: ${result.aggregated} events aggregated into live windows`);
      }
      reportLost(batch, result, log);
    } catch {
      // It is counted and logged; the timer continues from Bronze.
      state.hasFailed = true;
      state.leftUntil = clock.now().getTime() + retryMilliseconds;
    }
  }

  #stateOf({ partition }: LandedBatch): PartitionState {
    const key = partitionPath(partition);
    let state = this.#states.get(key);
    if (state === undefined) {
      state = { isBusy: false, hasFailed: false, leftUntil: 0 };
      this.#states.set(key, state);
    }
    return state;
  }
}

/** Logs events of Bronze that the windows will never hold. */
export function reportLost(
  { partition }: Pick<LandedBatch, 'partition'>,
  { lost }: Pick<FollowResult, 'lost'>,
  log: Pick<Log, 'error'>,
): void {
  for (const { from, to } of lost) {
    log.error(
      `events lost before the live windows: ${partitionPath(partition)}, sequence numbers ${from} to ${to}; live windows are complete again from the next minute on`,
    );
  }
}
