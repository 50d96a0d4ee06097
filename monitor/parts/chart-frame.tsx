import { type ComponentChildren, type VNode } from 'preact';
import { type Scale, toTimeTicks } from '../derive/scale';
import { toShort } from '../derive/format';

export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly toX: (at: number) => number;
  readonly toY: (value: number) => number;
}

export interface PlotOptions {
  readonly width: number;
  readonly height: number;
  readonly range: readonly [number, number];
  readonly scale: Scale;
  /** Space at the right for the names of lines. */
  readonly margin: number;
}

/** Converts times and values to pixels. */
export function toPlot({ width, height, range: [from, to], scale, margin }: PlotOptions): Plot {
  const plot = { left: 46, right: width - margin, top: 26, bottom: height - 42 };
  return {
    ...plot,
    toX: (at) => plot.left + ((at - from) / Math.max(1, to - from)) * (plot.right - plot.left),
    toY: (value) => plot.bottom - ((value - scale.low) / (scale.high - scale.low)) * (plot.bottom - plot.top),
  };
}

/** Grid and axes of a chart. */
export function ChartFrame({
  plot,
  scale,
  range,
  toTimeText,
  leastStep = 0,
  children,
}: {
  readonly plot: Plot;
  readonly scale: Scale;
  readonly range: readonly [number, number];
  readonly toTimeText: (at: number) => string;
  /** The shortest time between two names on the axis, in milliseconds. @default 0 */
  readonly leastStep?: number;
  readonly children: ComponentChildren;
}): VNode {
  const { left, right, bottom, toX, toY } = plot;
  const room = Math.max(2, Math.floor((right - left) / 90));
  return (
    <>
      <g class="grid">
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <path d={`M${left} ${toY(tick)}H${right}`} />
            <text x={left - 8} y={toY(tick) + 4} text-anchor="end">
              {toShort(tick)}
            </text>
          </g>
        ))}
        {toTimeTicks(range[0], range[1], room, leastStep).map((at) => (
          <text key={at} x={toX(at)} y={bottom + 34} text-anchor="middle">
            {toTimeText(at)}
          </text>
        ))}
      </g>
      {children}
    </>
  );
}
