import { findGaps } from '../../event-log/gaps';
import { type HubReader } from '../../event-log/hub-reader';
import { readRange } from '../../event-log/read-range';
import { type ReceivedEvent } from '../../event-log/received-event';
import { type SweepOptions } from '../../event-log/sweep-hubs';
import { type Clock } from '../../platform/clock';
import { type Source } from '../../contracts/source';
import { takeTurns } from '../../event-log/ordering';
import { unfinished } from './live-faults';
import { type AggregationResult, type WindowAggregator } from './window-aggregator';
import { type LiveStateStore } from './live-state-store';

export interface HealingAggregatorOptions {
  readonly source: Source;
  readonly aggregator: Pick<WindowAggregator, 'aggregate' | 'readLastSequenceNumber'>;
  readonly store: Pick<LiveStateStore, 'readPosition'>;
  readonly hub: HubReader;
  readonly clock: Clock;
  /** How long one call may heal gaps, in milliseconds; well below the host's `functionTimeout`. @default 120000 */
  readonly healMilliseconds?: number;
}

export interface HealedAggregationResult extends AggregationResult {
  /** Events that the trigger had skipped and that were read from the hub. */
  readonly healed: number;
}

/** Aggregates batches. Events that the trigger skipped are first read from the hub and aggregated in their order. */
export class HealingAggregator {
  readonly #options: Required<HealingAggregatorOptions>;
  readonly #inTurn = takeTurns();

  constructor(options: HealingAggregatorOptions) {
    this.#options = { healMilliseconds: 120_000, ...options };
  }

  /** See {@link WindowAggregator.aggregate}. */
  aggregate(partition: number, events: readonly ReceivedEvent[]): Promise<HealedAggregationResult> {
    return this.#inTurn(partition, () => this.#aggregate(partition, events));
  }

  /**
   * Reads the events after the position from the hub, and aggregates them. A timer calls it for skipped events that
   * no later event follows, because the trigger never finds their gap.
   *
   * @returns how many events were aggregated
   * @throws SluiceError as {@link WindowAggregator.aggregate}, and `hub_unavailable`
   */
  sweep(partition: number, options: SweepOptions): Promise<number> {
    return this.#inTurn(partition, () => this.#sweep(partition, options));
  }

  async #aggregate(partition: number, events: readonly ReceivedEvent[]): Promise<HealedAggregationResult> {
    const { source, hub, aggregator, clock, healMilliseconds } = this.#options;
    const startedAt = clock.now().getTime();
    const { hubGeneration, lastSequenceNumber } = await aggregator.readLastSequenceNumber(partition, events);
    const fresh = events.filter(({ sequenceNumber }) => sequenceNumber > lastSequenceNumber);
    let result: HealedAggregationResult = { aggregated: 0, redelivered: 0, lost: [], healed: 0 };
    let rest = events;
    for (const gap of findGaps(fresh, lastSequenceNumber + 1)) {
      const index = rest.findIndex(({ sequenceNumber }) => sequenceNumber > gap.to);
      result = plus(result, await aggregator.aggregate(partition, rest.slice(0, index)));
      rest = rest.slice(index);
      for await (const chunk of readRange({ hub, source, hubGeneration, partition, range: gap })) {
        const { aggregated, lost } = await aggregator.aggregate(partition, chunk.events);
        result = { ...result, healed: result.healed + aggregated, lost: [...result.lost, ...lost] };
        if (clock.now().getTime() - startedAt >= healMilliseconds) throw unfinished(source, partition);
      }
    }
    return plus(result, await aggregator.aggregate(partition, rest));
  }

  async #sweep(
    partition: number,
    { hubGeneration, lastSequenceNumber, settledBefore, until }: SweepOptions,
  ): Promise<number> {
    const { source, hub, store, aggregator, clock } = this.#options;
    const stored = await store.readPosition({ source, hubGeneration, partition });
    const from = (stored?.position.lastSequenceNumber ?? -1) + 1;
    if (from > lastSequenceNumber || (stored?.writtenAt ?? 0) > settledBefore) return 0;
    let aggregated = 0;
    const range = { from, to: lastSequenceNumber };
    for await (const { events } of readRange({ hub, source, hubGeneration, partition, range })) {
      const unsettled = events.findIndex(({ enqueuedTime }) => enqueuedTime > settledBefore);
      const settled = unsettled === -1 ? events : events.slice(0, unsettled);
      if (settled.length > 0) {
        const result = await aggregator.aggregate(partition, settled);
        aggregated += result.aggregated;
        // Another call aggregated some of these events, so the trigger delivers again.
        if (result.redelivered > 0) return aggregated;
      }
      if (unsettled !== -1 || clock.now().getTime() >= until) return aggregated;
    }
    return aggregated;
  }
}

function plus(
  result: HealedAggregationResult,
  { aggregated, redelivered, lost }: AggregationResult,
): HealedAggregationResult {
  return {
    aggregated: result.aggregated + aggregated,
    redelivered: result.redelivered + redelivered,
    lost: [...result.lost, ...lost],
    healed: result.healed,
  };
}
