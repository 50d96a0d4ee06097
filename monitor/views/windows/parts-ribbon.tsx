import { type VNode } from 'preact';
import { type ServeAnswer } from '../../data/api';
import { toClock } from '../../derive/format';
import { type Plot } from '../../parts/chart-frame';

/** Below the lines: which time range is from the batch view, which from live windows, and what is incomplete. */
export function PartsRibbon({ answer, plot }: { readonly answer: ServeAnswer; readonly plot: Plot }): VNode {
  const { top, bottom, left, right, toX } = plot;
  const clamp = (at: string): number => Math.min(right, Math.max(left, toX(Date.parse(at))));
  const { watermark } = answer;
  return (
    <g class="parts">
      <defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="hatch" d="M0 0V6" />
        </pattern>
      </defs>
      {answer.parts.map(({ source, from, to }) => {
        const [start, end] = [clamp(from), clamp(to)];
        return (
          <g key={from} class={`part ${source}`}>
            <rect
              class="part-ground"
              x={start}
              y={top}
              width={Math.max(0, end - start)}
              height={bottom - top}
            />
            <rect
              class="part-ribbon"
              x={start}
              y={bottom + 4}
              width={Math.max(0, end - start - 1)}
              height="12"
            />
            {end - start > 60 ? (
              <text x={(start + end) / 2} y={bottom + 14}>
                {source}
              </text>
            ) : null}
          </g>
        );
      })}
      {answer.incomplete.map(({ from, to }) => (
        <rect
          key={from}
          class="part-hole"
          x={clamp(from)}
          y={top}
          width={Math.max(2, clamp(to) - clamp(from))}
          height={bottom - top}
          fill="url(#hatch)"
        />
      ))}
      {watermark === null ||
      Date.parse(watermark) <= Date.parse(answer.from) ||
      Date.parse(watermark) >= Date.parse(answer.to) ? null : (
        <g class="watermark">
          <path d={`M${clamp(watermark)} ${top - 8}V${bottom + 16}`} />
          <text
            x={clamp(watermark) + (clamp(watermark) > (left + right) / 2 ? -6 : 6)}
            y={top - 12}
            text-anchor={clamp(watermark) > (left + right) / 2 ? 'end' : 'start'}
          >
            watermark {toClock(watermark).slice(0, 5)}
          </text>
        </g>
      )}
    </g>
  );
}
