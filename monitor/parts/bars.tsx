import { type VNode } from 'preact';
import { type Series } from '../derive/series';
import { toNumber } from '../derive/format';
import { type Plot } from './chart-frame';

/** Stacked bars by time. */
export function Bars({
  series,
  plot,
  unfinished,
}: {
  readonly series: readonly Series[];
  readonly plot: Plot;
  /** Start of the bucket that is not over; its bar is paler. */
  readonly unfinished?: number | undefined;
}): VNode {
  const times = series[0]?.points.map(({ at }) => at) ?? [];
  const room = (plot.right - plot.left) / Math.max(1, times.length);
  const width = Math.max(1, Math.min(28, room * 0.72));
  return (
    <g class="bars">
      {times.map((at, column) => {
        let below = 0;
        return series.map(({ name, points }, index) => {
          const value = points[column]?.value ?? 0;
          if (value <= 0) return null;
          const [low, high] = [below, below + value];
          below = high;
          const height = Math.max(0.5, plot.toY(low) - plot.toY(high) - (index > 0 ? 1 : 0));
          return (
            <rect
              key={`${at} ${name}`}
              class={`bar bar-${index} ${at === unfinished ? 'unfinished' : ''}`}
              x={plot.toX(at) - width / 2}
              y={plot.toY(high)}
              width={width}
              height={height}
            >
              <title>{`${name === '' ? '' : `${name}: `}${toNumber(value)}${at === unfinished ? ' so far' : ''}`}</title>
            </rect>
          );
        });
      })}
    </g>
  );
}

/** The sum of all series at each time. */
export function toStackedTotals(series: readonly Series[]): readonly number[] {
  const times = series[0]?.points.length ?? 0;
  return Array.from({ length: times }, (_, column) =>
    series.reduce((sum, { points }) => sum + Math.max(0, points[column]?.value ?? 0), 0),
  );
}
