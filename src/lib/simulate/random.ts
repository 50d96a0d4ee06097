/**
 * Random numbers by derivation: each is a hash of the seed, a stream and a position. So any event can be made
 * alone, in any order, without the events before it.
 */

/** Separates the draws of one purpose from those of another. */
export type Stream = number & { readonly __brand: 'Stream' };

/** A list with at least one item. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Makes a list of `count` items, at least one. */
export function listOf<T>(count: number, make: (index: number) => T): NonEmpty<T> {
  return [make(0), ...Array.from({ length: count - 1 }, (_, index) => make(index + 1))];
}

/** The item for a number, which may be larger than the list. */
export function fallOn<T>(list: NonEmpty<T>, index: number): T {
  return list[index % list.length] ?? list[0];
}

// Local constants, because hashes are the simulator's innermost loop.
const { floor, imul } = Math;
const TWO_32 = 2 ** 32;

/** Makes a stream from a name. The name is hashed (FNV-1a), so streams need no registry of numbers. */
export function stream(name: string): Stream {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash >>> 0) as Stream;
}

/**
 * A well-mixed 32-bit number for a position in a stream.
 *
 * @param position a whole number, also negative, up to 2^53 in size
 */
export function hashOf(seed: number, from: Stream, position: number, part = 0): number {
  let hash = mix((seed ^ from) >>> 0);
  hash = mix(hash ^ (position >>> 0));
  hash = mix(hash ^ (floor(position / TWO_32) >>> 0));
  return part === 0 ? hash : mix(hash ^ part);
}

/** The hash as a share: at least 0, less than 1. */
export function shareOf(seed: number, from: Stream, position: number, part = 0): number {
  return hashOf(seed, from, position, part) / TWO_32;
}

/**
 * The 32-bit finaliser of MurmurHash3 (public domain). An odd increment is added first, so that zero does not
 * stay zero.
 */
function mix(value: number): number {
  let hash = (value + 0x9e3779b9) | 0;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A sequence of draws for one event, derived from its position. */
export class Draws {
  private state: number;

  constructor(seed: number, from: Stream, position: number, part = 0) {
    this.state = hashOf(seed, from, position, part);
  }

  /** At least 0, less than 1. */
  share(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    return mix(this.state) / TWO_32;
  }

  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return floor(this.share() * limit);
  }

  between(low: number, high: number): number {
    return low + this.share() * (high - low);
  }

  chance(probability: number): boolean {
    return this.share() < probability;
  }

  pick<T>(list: NonEmpty<T>): T {
    return list[this.below(list.length)] ?? list[0];
  }

  /** Like {@link pick}, but items at the front are far more frequent than those at the end. */
  pickPopular<T>(list: NonEmpty<T>): T {
    return list[floor(list.length * this.share() ** 2)] ?? list[0];
  }

  /** Approximately normal with mean 0 and deviation 1 (sum of four shares), never beyond ±3.5. */
  normal(): number {
    return (this.share() + this.share() + this.share() + this.share() - 2) * Math.sqrt(3);
  }
}
