import { type HubGeneration, type SequenceNumber } from '../../event-log/positions';

/** A decimal of six places as a whole number: 21.5 is 21,500,000n. Its sums do not depend on their order. */
export type Micros = bigint;

/**
 * The value of a {@link WindowValue} in one group of one hub partition, by its aggregate. Values of several
 * partitions can be added.
 */
export type PartialValue =
  | { readonly aggregate: 'count'; readonly count: number }
  | { readonly aggregate: 'sum'; readonly sum: Micros }
  | { readonly aggregate: 'minimum' | 'maximum'; readonly value: number | null }
  | { readonly aggregate: 'average'; readonly sum: Micros; readonly count: number };

/** One group of a window: the events that share their keys. */
export interface GroupState {
  /** In the order of the contract's `windows.keys`. */
  readonly keys: readonly string[];
  /** Events of the group, each counted once. */
  readonly events: number;
  /** In the order of the contract's `windows.values`. */
  readonly values: readonly PartialValue[];
}

export interface WindowState {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly groups: readonly GroupState[];
}

/** One minute of a view in one hub partition. A view of ten-second windows has up to six windows in it. */
export interface MinuteState {
  /** Milliseconds since the epoch, a whole minute. */
  readonly minute: number;
  /** The newest event that belongs to this minute, duplicates included. */
  readonly lastSequenceNumber: SequenceNumber;
  readonly windows: readonly WindowState[];
  /** The minute had more groups than are kept, so it is incomplete. */
  readonly overflowed: boolean;
}

/**
 * Events that no live window holds: before `wholeFrom`, a day or more in the future, or swept since.
 *
 * A minute between `earliest` and `latest` may lack events up to `lastSequenceNumber`, wherever `wholeFrom`
 * is. A minute that had events a day or more before its time is marked as overflowed once it has a row.
 */
export interface EventsOutsideRetention {
  /** Without swept events, which have been in windows. */
  readonly events: number;
  readonly lastSequenceNumber: SequenceNumber;
  /** Bounds of their minutes or windows, in milliseconds since the epoch. */
  readonly earliest: number;
  readonly latest: number;
}

/** The live windows of a view in one hub partition, all at one moment. */
export interface PartitionWindows {
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
  /** Every event up to this one is in the windows, each once; -1 before the first. */
  readonly lastSequenceNumber: number;
  /** Windows are complete from here on, in milliseconds since the epoch. Before it, only the batch view is complete. */
  readonly wholeFrom: number;
  /** Of the requested view. Undefined if there are none. */
  readonly outsideRetention: EventsOutsideRetention | undefined;
  /**
   * Minutes (first and last, milliseconds since the epoch) with events that arrived a day or more before
   * their time. Live windows never have all of their events. Optional, because the bounds of
   * `outsideRetention` include these minutes.
   */
  readonly future?: readonly { readonly from: number; readonly to: number }[];
  /** Whether the view is new here and is still computed from Bronze. @default false */
  readonly catchesUp?: boolean;
  /** Minutes of the requested range that had events, ascending. */
  readonly minutes: readonly MinuteState[];
}

/** Each text has its length in front, so that `a|b`, `c` and `a`, `b|c` differ, whatever the texts contain. */
export function groupKey(keys: readonly string[]): string {
  if (keys.length === 1) return keys[0] ?? '';
  let text = '';
  for (const key of keys) text += `${key.length}:${key}`;
  return text;
}
