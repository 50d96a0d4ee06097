import { hashOf, stream } from './random';

const TAG = stream('grid.tag');

/**
 * The times of a simulation: event n happens n / rate seconds after 1970.
 *
 * The grid does not start with a window, so windows can be joined: [a, b) and [b, c) contain the events of
 * [a, c).
 */
export interface Grid {
  readonly seed: number;
  readonly eventsPerSecond: number;
  /** Part of all ids. It differs between seeds and rates. */
  readonly tag: string;
}

export function gridOf(seed: number, eventsPerSecond: number): Grid {
  const tag = hashOf(seed, TAG, Math.round(eventsPerSecond * 1e9)).toString(36);
  return { seed, eventsPerSecond, tag };
}

/**
 * The first position at or after an instant, in milliseconds since 1970. Whole seconds are multiplied on
 * their own, because seconds times the rate stay below 2^53 and are exact; milliseconds would not.
 */
export function positionAt({ eventsPerSecond }: Grid, time: number): number {
  const seconds = Math.floor(time / 1000);
  return Math.ceil(seconds * eventsPerSecond + ((time - seconds * 1000) * eventsPerSecond) / 1000);
}

/** The instant of a position, in whole milliseconds. A microsecond is added, so that 999.9999 becomes 1000. */
export function timeAt({ eventsPerSecond }: Grid, position: number): number {
  const seconds = Math.floor(position / eventsPerSecond);
  const rest = position - seconds * eventsPerSecond;
  return seconds * 1000 + Math.floor((rest * 1000) / eventsPerSecond + 0.001);
}

/** An id that no other position of any simulation has. */
export function idAt({ tag }: Grid, prefix: string, position: number): string {
  return `${prefix}-${position.toString(36)}-${tag}`;
}
