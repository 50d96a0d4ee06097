import { type VNode } from 'preact';

/** A line chart of the height of a text line. Its numbers are in the text, so screen readers skip it. */
export function Spark({
  points,
  tone,
  width = 96,
  height = 22,
}: {
  readonly points: readonly { readonly at: number; readonly value: number | null }[];
  readonly tone: string;
  readonly width?: number;
  readonly height?: number;
}): VNode {
  const known = points.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const [first, last] = [known[0]?.at ?? 0, known.at(-1)?.at ?? 1];
  const most = known.reduce((high, { value }) => Math.max(high, value), 0) || 1;
  const toX = (at: number): number => ((at - first) / Math.max(1, last - first)) * (width - 2) + 1;
  const toY = (value: number): number => height - 2 - (value / most) * (height - 5);
  const line = known.map(({ at, value }) => `${toX(at).toFixed(1)} ${toY(value).toFixed(1)}`).join('L');
  return (
    <svg
      class={`spark ${tone}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <path class="spark-base" d={`M1 ${height - 1.5}H${width - 1}`} />
      {known.length < 2 ? null : (
        <>
          <path class="spark-area" d={`M${toX(first)} ${height - 2}L${line}V${height - 2}Z`} />
          <path class="spark-line" d={`M${line}`} />
        </>
      )}
    </svg>
  );
}
