import { type VNode } from 'preact';
import { type GoldColumn, type GoldRows } from '../../data/api';
import { toMoment, toNumber } from '../../derive/format';
import { toGoldSeries } from '../../derive/gold-columns';
import { toScale } from '../../derive/scale';
import { MAX_SERIES, toSummary } from '../../derive/series';
import { Bars, toStackedTotals } from '../../parts/bars';
import { ChartFrame, toPlot } from '../../parts/chart-frame';
import { Legend } from '../../parts/legend';
import { Lines } from '../../parts/lines';
import { SeriesTable } from '../../parts/series-table';
import { useWidth } from '../../parts/use-width';

const HEIGHT = 320;
const DAY = 86_400_000;

/** A measure of a Gold table over its dates. */
export function GoldChart({
  rows,
  time,
  measure,
  split,
  as,
}: {
  readonly rows: GoldRows;
  readonly time: GoldColumn;
  readonly measure: GoldColumn;
  readonly split: GoldColumn | undefined;
  readonly as: 'bars' | 'lines';
}): VNode {
  const [frame, width] = useWidth<HTMLDivElement>();
  const all = toGoldSeries({ rows: rows.rows, time: time.name, measure: measure.name, split: split?.name });
  const series = all.slice(0, MAX_SERIES);
  const times = series[0]?.points.map(({ at }) => at) ?? [];
  const gap = times.slice(1).reduce((least, at, index) => Math.min(least, at - (times[index] ?? 0)), DAY);
  const range = [(times[0] ?? 0) - gap * 0.6, (times.at(-1) ?? 1) + gap * 0.6] as const;
  const values =
    as === 'bars'
      ? toStackedTotals(series)
      : series.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
  const scale = toScale(values);
  const plot = toPlot({
    width,
    height: HEIGHT,
    range,
    scale,
    margin: as === 'lines' && split !== undefined && width >= 560 ? 116 : 14,
  });
  const toTimeText = gap >= DAY ? (at: number): string => toDay(at) : toMoment;
  const name = measure.name.replaceAll('_', ' ');
  return (
    <figure class="chart">
      <p class="chart-title">{measure.description ?? name}</p>
      <div ref={frame}>
        {width === 0 ? null : (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={`${name} over ${time.name}. ${toSummary(series, toNumber)}`}
          >
            <ChartFrame plot={plot} scale={scale} range={range} toTimeText={toTimeText}>
              {as === 'bars' ? (
                <Bars series={series} plot={plot} />
              ) : (
                <Lines series={series} plot={width < 560 ? { ...plot, right: width + 200 } : plot} />
              )}
            </ChartFrame>
          </svg>
        )}
      </div>
      <Legend series={series} more={all.length - series.length} as={as} />
      <SeriesTable caption={name} series={all} toTimeText={toTimeText} />
    </figure>
  );
}

/** Dates of Gold are days in UTC. */
function toDay(at: number): string {
  return new Date(at).toISOString().slice(5, 10);
}
