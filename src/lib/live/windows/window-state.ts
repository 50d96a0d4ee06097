import { type HubGeneration, type SequenceNumber } from '../../event-log/positions';

/** A decimal of six places as a whole number: 21.5 is 21,500,000n. Its sums do not depend on their order. */
export type Micros = bigint;

/** What a {@link WindowValue} has come to in one group of one hub partition, by its aggregate. Parts of partitions add up. */
export type PartialValue =
  | { readonly aggregate: 'count'; readonly count: number }
  | { readonly aggregate: 'sum'; readonly sum: Micros }
  | { readonly aggregate: 'minimum' | 'maximum'; readonly value: number | null }
  | { readonly aggregate: 'average'; readonly sum: Micros; readonly count: number };

/** One group of a window: the events that share their keys. */
export interface GroupState {
  /** In the order of the contract's `windows.keys`. */
  readonly keys: readonly string[];
  /** Events of the group, each once. */
  readonly events: number;
  /** In the order of the contract's `windows.values`. */
  readonly values: readonly PartialValue[];
}

export interface WindowState {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly groups: readonly GroupState[];
}

/** What one hub partition has given to one minute of a view; a view of ten-second windows has up to six in it. */
export interface MinuteState {
  /** Milliseconds since the epoch, a whole minute. */
  readonly minute: number;
  /** The newest event that was looked at for this minute, duplicates included. */
  readonly lastSequenceNumber: SequenceNumber;
  readonly windows: readonly WindowState[];
  /** The minute had more groups than are kept: what stands here is not all. */
  readonly overflowed: boolean;
}

/**
 * Events that no live window holds: older than the floor, or a day or more ahead, or swept since. A minute within the bounds
 * may lack events of the live path up to `lastSequenceNumber`, wherever the floor is; a minute that had events a day ahead is
 * marked as overflowed once it has a row.
 */
export interface EventsOutsideRetention {
  /** Without those that were swept: these have been in windows. */
  readonly events: number;
  readonly lastSequenceNumber: SequenceNumber;
  /** Bounds of the minutes or windows that they belong to, in milliseconds since the epoch. */
  readonly earliest: number;
  readonly latest: number;
}

/** What the live windows of a view hold from one hub partition, all at one moment. */
export interface PartitionWindows {
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
  /** Every event up to this one is in the windows, each once; -1 before the first. */
  readonly lastSequenceNumber: number;
  /** Windows are whole from here on, in milliseconds since the epoch; before it, only the batch view is. */
  readonly wholeFrom: number;
  /** Of the asked view. Undefined where there were none. */
  readonly outsideRetention: EventsOutsideRetention | undefined;
  /**
   * Minutes (first and last, milliseconds since the epoch) that had events when they were still a day ahead or more: they are
   * never whole here. A reader that does not tell leaves it out; the bounds of `outsideRetention` hold them, too.
   */
  readonly future?: readonly { readonly from: number; readonly to: number }[];
  /** Minutes of the asked range that had events, ascending. */
  readonly minutes: readonly MinuteState[];
}

/** Lengths in front keep `a|b`, `c` and `a`, `b|c` apart, whatever the texts hold. */
export function groupKey(keys: readonly string[]): string {
  if (keys.length === 1) return keys[0] ?? '';
  let text = '';
  for (const key of keys) text += `${key.length}:${key}`;
  return text;
}
