import { type VNode } from 'preact';
import { type Series } from '../derive/series';
import { type Plot } from './chart-frame';

/**
 * Lines with their names at their ends. They differ in both colour and stroke. The value of an unfinished bucket is a
 * ring beside the line, so that no line falls only because a minute is not over.
 */
export function Lines({
  series,
  plot,
  unfinished,
}: {
  readonly series: readonly Series[];
  readonly plot: Plot;
  /** Start of the bucket that is not over. */
  readonly unfinished?: number | undefined;
}): VNode {
  const ends = placeNames(series, plot);
  return (
    <g class="lines">
      {series.map(({ name, points }, index) => (
        <path key={name} class={`line line-${index}`} d={toPath(points, plot, unfinished)} />
      ))}
      {series.flatMap(({ name, points }, index) => {
        const value = points.findLast(({ at }) => at === unfinished)?.value ?? null;
        return value === null || unfinished === undefined
          ? []
          : [
              <circle
                key={name}
                class={`so-far so-far-${index}`}
                cx={plot.toX(unfinished)}
                cy={plot.toY(value)}
                r="4"
              />,
            ];
      })}
      {ends.map(({ name, index, y, text }) => (
        <text key={name} class={`line-name name-${index}`} x={plot.right + 8} y={y + 4}>
          {text}
        </text>
      ))}
    </g>
  );
}

function toPath(points: Series['points'], { toX, toY }: Plot, unfinished: number | undefined): string {
  let pen = 'M';
  let path = '';
  for (const { at, value } of points) {
    if (value === null || at === unfinished) {
      pen = 'M';
      continue;
    }
    path += `${pen}${toX(at).toFixed(1)} ${toY(value).toFixed(1)}`;
    // A single point between gaps is visible by its round ends.
    if (pen === 'M') path += 'h0.01';
    pen = 'L';
  }
  return path;
}

/** Places names at the ends of their lines, moved apart if they would overlap. */
function placeNames(
  series: readonly Series[],
  plot: Plot,
): readonly { name: string; index: number; y: number; text: string }[] {
  const placed = series
    .flatMap(({ name, points }, index) => {
      const last = points.findLast(({ value }) => value !== null)?.value ?? null;
      return name === '' || last === null
        ? []
        : [{ name, index, y: plot.toY(last), text: name.length > 14 ? `${name.slice(0, 13)}…` : name }];
    })
    .sort((one, other) => one.y - other.y);
  let free = -Infinity;
  return placed.map((end) => {
    const y = Math.max(end.y, free);
    free = y + 15;
    return { ...end, y };
  });
}
