import { type Sample, type SourceSample } from './samples';

export type Counter = 'received' | 'landed' | 'aggregated';

export interface Rates {
  /** Events a second; null before the second sample, or if the stage does not answer. */
  readonly received: number | null;
  readonly landed: number | null;
  readonly aggregated: number | null;
}

/** Rates are means over this time: long enough to be steady, short enough to be current. */
const WINDOW_MILLISECONDS = 5000;

/** Rates of a source at the newest sample. */
export function toRates(samples: readonly Sample[], source: string): Rates {
  const last = samples.length - 1;
  return {
    received: rateAt(samples, last, source, 'received'),
    landed: rateAt(samples, last, source, 'landed'),
    aggregated: rateAt(samples, last, source, 'aggregated'),
  };
}

/** Sum of the known rates; null if none is known. */
export function sumKnown(rates: readonly (number | null)[]): number | null {
  const known = rates.flatMap((rate) => (rate === null ? [] : [rate]));
  return known.length === 0 ? null : known.reduce((sum, rate) => sum + rate, 0);
}

/** Rates over time for a small chart, the newest last. */
export function toRateLine(
  samples: readonly Sample[],
  source: string,
  counter: Counter,
  seconds: number,
): readonly { readonly at: number; readonly value: number | null }[] {
  const newest = samples.at(-1)?.at ?? 0;
  return samples.flatMap(({ at }, index) =>
    at < newest - seconds * 1000 ? [] : [{ at, value: rateAt(samples, index, source, counter) }],
  );
}

function rateAt(samples: readonly Sample[], index: number, source: string, counter: Counter): number | null {
  const now = samples[index];
  if (now === undefined) return null;
  let first = index;
  while (first > 0 && (samples[first - 1]?.at ?? 0) >= now.at - WINDOW_MILLISECONDS) first -= 1;
  const then = samples[first];
  if (then === undefined) return null;
  return difference(then.sources[source], now.sources[source], counter, (now.at - then.at) / 1000);
}

function difference(
  then: SourceSample | undefined,
  now: SourceSample | undefined,
  counter: Counter,
  seconds: number,
): number | null {
  const before = then?.[counter] ?? null;
  const after = now?.[counter] ?? null;
  if (before === null || after === null || seconds <= 0) return null;
  // A hub that was created again counts from zero.
  if (then?.hubGeneration !== now?.hubGeneration || after < before) return null;
  return (after - before) / seconds;
}
