import { type VNode } from 'preact';
import { type Series } from '../derive/series';
import { type Plot } from './chart-frame';

/** Lines with their names at their ends. They differ in both colour and stroke. */
export function Lines({ series, plot }: { readonly series: readonly Series[]; readonly plot: Plot }): VNode {
  const ends = placeNames(series, plot);
  return (
    <g class="lines">
      {series.map(({ name, points }, index) => (
        <path key={name} class={`line line-${index}`} d={toPath(points, plot)} />
      ))}
      {ends.map(({ name, index, y, text }) => (
        <text key={name} class={`line-name name-${index}`} x={plot.right + 8} y={y + 4}>
          {text}
        </text>
      ))}
    </g>
  );
}

function toPath(points: Series['points'], { toX, toY }: Plot): string {
  let pen = 'M';
  let path = '';
  for (const { at, value } of points) {
    if (value === null) {
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
