import { findGaps } from '../../event-log/gaps';
import { type HubReader } from '../../event-log/hub-reader';
import { readRange } from '../../event-log/read-range';
import { type ReceivedEvent } from '../../event-log/received-event';
import { type SweepOptions } from '../../event-log/sweep-hubs';
import { type Clock } from '../../platform/clock';
import { type Source } from '../../contracts/source';
import { takeTurns } from '../../event-log/ordering';
import { unfinished } from './live-faults';
import { type FoldResult, type LiveFolder } from './live-folder';
import { type LiveStateStore } from './live-state-store';

export interface HealingFolderOptions {
  readonly source: Source;
  readonly folder: Pick<LiveFolder, 'fold' | 'readThrough'>;
  readonly store: Pick<LiveStateStore, 'readPosition'>;
  readonly hub: HubReader;
  readonly clock: Clock;
  /** How long one call heals gaps, in milliseconds; well within the host's `functionTimeout`. @default 120000 */
  readonly healMilliseconds?: number;
}

export interface HealedFoldResult extends FoldResult {
  /** Events that the trigger had skipped: they were read from the hub itself. */
  readonly healed: number;
}

/** Folds batches, and in front of each event whatever the trigger has skipped there: it is read from the hub itself. */
export class HealingFolder {
  readonly #options: Required<HealingFolderOptions>;
  readonly #inTurn = takeTurns();

  constructor(options: HealingFolderOptions) {
    this.#options = { healMilliseconds: 120_000, ...options };
  }

  /** See {@link LiveFolder.fold}. */
  fold(partition: number, events: readonly ReceivedEvent[]): Promise<HealedFoldResult> {
    return this.#inTurn(partition, () => this.#fold(partition, events));
  }

  /**
   * Folds what the hub holds behind the position, without the trigger: events that it skipped and nothing came after.
   *
   * @returns how many events were folded
   * @throws SluiceError as {@link LiveFolder.fold}, and `hub_unavailable`
   */
  sweep(partition: number, options: SweepOptions): Promise<number> {
    return this.#inTurn(partition, () => this.#sweep(partition, options));
  }

  async #fold(partition: number, events: readonly ReceivedEvent[]): Promise<HealedFoldResult> {
    const { source, hub, folder, clock, healMilliseconds } = this.#options;
    const startedAt = clock.now().getTime();
    const { hubGeneration, through } = await folder.readThrough(partition, events);
    const fresh = events.filter(({ sequenceNumber }) => sequenceNumber > through);
    let result: HealedFoldResult = { folded: 0, redelivered: 0, lost: [], healed: 0 };
    let rest = events;
    for (const gap of findGaps(fresh, through + 1)) {
      const index = rest.findIndex(({ sequenceNumber }) => sequenceNumber > gap.to);
      result = plus(result, await folder.fold(partition, rest.slice(0, index)));
      rest = rest.slice(index);
      for await (const chunk of readRange({ hub, source, hubGeneration, partition, range: gap })) {
        const { folded, lost } = await folder.fold(partition, chunk.events);
        result = { ...result, healed: result.healed + folded, lost: [...result.lost, ...lost] };
        if (clock.now().getTime() - startedAt >= healMilliseconds) throw unfinished(source, partition);
      }
    }
    return plus(result, await folder.fold(partition, rest));
  }

  async #sweep(
    partition: number,
    { hubGeneration, lastSequenceNumber, settledBefore, until }: SweepOptions,
  ): Promise<number> {
    const { source, hub, store, folder, clock } = this.#options;
    const stored = await store.readPosition({ source, hubGeneration, partition });
    const from = (stored?.position.through ?? -1) + 1;
    if (from > lastSequenceNumber || (stored?.writtenAt ?? 0) > settledBefore) return 0;
    let folded = 0;
    const range = { from, to: lastSequenceNumber };
    for await (const { events } of readRange({ hub, source, hubGeneration, partition, range })) {
      const fresh = events.findIndex(({ enqueuedTime }) => enqueuedTime > settledBefore);
      const settled = fresh === -1 ? events : events.slice(0, fresh);
      if (settled.length > 0) {
        const result = await folder.fold(partition, settled);
        folded += result.folded;
        // The trigger is at work again.
        if (result.redelivered > 0) return folded;
      }
      if (fresh !== -1 || clock.now().getTime() >= until) return folded;
    }
    return folded;
  }
}

function plus(result: HealedFoldResult, { folded, redelivered, lost }: FoldResult): HealedFoldResult {
  return {
    folded: result.folded + folded,
    redelivered: result.redelivered + redelivered,
    lost: [...result.lost, ...lost],
    healed: result.healed,
  };
}
