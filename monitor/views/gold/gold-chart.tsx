import { type VNode } from 'preact';
import { type GoldColumn, type GoldRows } from '../../data/api';
import { toMoment, toNumber } from '../../derive/format';
import { toGoldSeries } from '../../derive/gold-columns';
import { toScale } from '../../derive/scale';
import { MAX_SERIES, toSummary } from '../../derive/series';
import { toBucketLength, toUnfinishedStart } from '../../derive/unfinished';
import { DAY, toUtcDay } from '../../derive/utc-day';
import { Bars, toStackedTotals } from '../../parts/bars';
import { ChartFrame, toPlot } from '../../parts/chart-frame';
import { Legend } from '../../parts/legend';
import { Lines } from '../../parts/lines';
import { SeriesTable } from '../../parts/series-table';
import { useWidth } from '../../parts/use-width';

const HEIGHT = 320;

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
  const gap = toBucketLength(times);
  const range = [(times[0] ?? 0) - gap * 0.6, (times.at(-1) ?? 1) + gap * 0.6] as const;
  // The number of a refresh is the time at which it started.
  const unfinished = rows.refresh === null ? undefined : toUnfinishedStart(times, gap, rows.refresh);
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
  const isDaily = range[1] - range[0] >= 2 * DAY || gap >= DAY;
  const toTimeText = gap >= DAY ? toUtcDay : toMoment;
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
            <ChartFrame
              plot={plot}
              scale={scale}
              range={range}
              toTimeText={isDaily ? toUtcDay : toTimeText}
              leastStep={isDaily ? DAY : 0}
            >
              {as === 'bars' ? (
                <Bars series={series} plot={plot} unfinished={unfinished} />
              ) : (
                <Lines
                  series={series}
                  plot={width < 560 ? { ...plot, right: width + 200 } : plot}
                  unfinished={unfinished}
                />
              )}
            </ChartFrame>
          </svg>
        )}
      </div>
      <Legend series={series} more={all.length - series.length} as={as} />
      {unfinished === undefined ? null : (
        <figcaption>
          {toTimeText(unfinished)} was not over at this refresh: its{' '}
          {as === 'bars' ? 'bar is paler' : 'value is a ring'}.
        </figcaption>
      )}
      <SeriesTable caption={name} series={all} toTimeText={toTimeText} unfinished={unfinished} />
    </figure>
  );
}
