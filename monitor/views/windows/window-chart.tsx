import { type VNode } from 'preact';
import { type ServeAnswer, type ServeView } from '../../data/api';
import { toClock, toMoment, toNumber } from '../../derive/format';
import { toScale } from '../../derive/scale';
import { MAX_SERIES, toSeries, toSummary } from '../../derive/series';
import { ChartFrame, toPlot } from '../../parts/chart-frame';
import { Legend } from '../../parts/legend';
import { Lines } from '../../parts/lines';
import { SeriesTable } from '../../parts/series-table';
import { useWidth } from '../../parts/use-width';
import { PartsRibbon } from './parts-ribbon';

const HEIGHT = 360;

const REASONS: Readonly<Record<string, string>> = {
  'outside-retention': 'late events that are in no live window',
  overflowed: 'more groups than live windows keep',
  future: 'events that came a day or more before their time',
};

/** Lines over time; the background shows the source of each part. */
export function WindowChart({
  answer,
  value,
  keyName,
  view,
}: {
  readonly answer: ServeAnswer;
  readonly value: string;
  readonly keyName: string | undefined;
  readonly view: ServeView;
}): VNode {
  const [frame, width] = useWidth<HTMLDivElement>();
  const all = toSeries({ answer, value, key: keyName });
  const series = all.slice(0, MAX_SERIES);
  const range = [Date.parse(answer.from), Date.parse(answer.to)] as const;
  const aggregate = view.values.find(({ name }) => name === value)?.aggregate ?? 'count';
  const counts = aggregate === 'count' || aggregate === 'sum';
  const scale = toScale(
    series.flatMap(({ points }) => points.flatMap((point) => point.value ?? [])),
    4,
    counts,
  );
  const plot = toPlot({
    width,
    height: HEIGHT,
    range,
    scale,
    margin: width < 560 || keyName === undefined ? 14 : 116,
  });
  const toTimeText =
    answer.by.bucket === 'minute' ? (at: number): string => toClock(at).slice(0, 5) : toMoment;
  const summary = `${value} of ${view.type}. ${toPartsText(answer)} ${toSummary(series, toNumber)}`;
  return (
    <figure class="chart">
      <div ref={frame}>
        {width === 0 ? null : (
          <svg width={width} height={HEIGHT} role="img" aria-label={summary}>
            <PartsRibbon answer={answer} plot={plot} />
            <ChartFrame plot={plot} scale={scale} range={range} toTimeText={toTimeText}>
              <Lines series={series} plot={width < 560 ? { ...plot, right: width + 200 } : plot} />
            </ChartFrame>
          </svg>
        )}
      </div>
      <Legend series={series} more={all.length - series.length} />
      <figcaption>{toPartsText(answer)}</figcaption>
      <SeriesTable caption={`${value} of ${view.type}`} series={all} toTimeText={toTimeText} />
    </figure>
  );
}

/** The source of each part, in words. */
function toPartsText({ watermark, parts, incomplete }: ServeAnswer): string {
  const live = parts.some(({ source }) => source === 'live');
  const words =
    watermark === null
      ? live
        ? 'All data is from live windows.'
        : 'All data is from the batch view.'
      : `Up to ${toClock(watermark).slice(0, 5)} from the batch view, then from live windows.`;
  const holes = incomplete.map(
    ({ from, to, reason }) =>
      ` From ${toClock(from).slice(0, 5)} to ${toClock(to).slice(0, 5)} incomplete: ${REASONS[reason] ?? reason}.`,
  );
  return words + holes.join('').replaceAll('..', '.');
}
