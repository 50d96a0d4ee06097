/** The middle and the spread of measurements. */
export interface Spread {
  readonly median: number;
  /** First and third quartile: half of the measurements are between them. */
  readonly low: number;
  readonly high: number;
}

/** @throws RangeError for an empty list */
export function toSpread(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/**
 * Linear interpolation between the closest ranks.
 *
 * @param share 0 to 1
 * @throws RangeError for no values at all
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('there are no values for a quantile');
  return below + (above - below) * (position - Math.floor(position));
}

/** A straight line through points, by least squares. */
export interface LinearFit {
  readonly slope: number;
  readonly intercept: number;
}

export function fitLine(points: readonly { readonly x: number; readonly y: number }[]): LinearFit {
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  let covariance = 0;
  let variance = 0;
  for (const { x, y } of points) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  const slope = variance === 0 ? 0 : covariance / variance;
  return { slope, intercept: meanY - slope * meanX };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
