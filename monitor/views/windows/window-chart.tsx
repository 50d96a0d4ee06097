import { type VNode } from 'preact';
import { type ServeAnswer, type ServeView } from '../../data/api';
import { toClock, toMoment, toNumber } from '../../derive/format';
import { toScale } from '../../derive/scale';
import { toPartsText, toRowSources } from '../../derive/parts-text';
import { MAX_SERIES, toSeries, toSummary } from '../../derive/series';
import { toUnfinishedStart } from '../../derive/unfinished';
import { DAY, toUtcDay } from '../../derive/utc-day';
import { ChartFrame, toPlot } from '../../parts/chart-frame';
import { Legend } from '../../parts/legend';
import { Lines } from '../../parts/lines';
import { SeriesTable } from '../../parts/series-table';
import { useNow } from '../../parts/use-store';
import { useWidth } from '../../parts/use-width';
import { PartsRibbon } from './parts-ribbon';

const HEIGHT = 360;

const BUCKET_LENGTHS: Readonly<Record<ServeAnswer['by']['bucket'], number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: DAY,
};

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
  const now = useNow();
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
  const isLong = range[1] - range[0] >= 2 * DAY;
  const toTimeText = isLong ? toMoment : (at: number): string => toClock(at).slice(0, 5);
  const unfinished = toUnfinishedStart(
    series[0]?.points.map(({ at }) => at) ?? [],
    BUCKET_LENGTHS[answer.by.bucket],
    now,
  );
  const words = toWords(answer, (time) => toTimeText(Date.parse(time)));
  const summary = `${value} of ${view.type}. ${words} ${toSummary(series, toNumber)}`;
  return (
    <figure class="chart">
      <div ref={frame}>
        {width === 0 ? null : (
          <svg width={width} height={HEIGHT} role="img" aria-label={summary}>
            <PartsRibbon answer={answer} plot={plot} />
            <ChartFrame
              plot={plot}
              scale={scale}
              range={range}
              toTimeText={isLong ? toUtcDay : toTimeText}
              leastStep={isLong ? DAY : 0}
            >
              <Lines
                series={series}
                plot={width < 560 ? { ...plot, right: width + 200 } : plot}
                unfinished={unfinished}
              />
            </ChartFrame>
          </svg>
        )}
      </div>
      <Legend series={series} more={all.length - series.length} />
      <figcaption>
        {words}
        {unfinished === undefined
          ? null
          : ` The ${answer.by.bucket} of ${toTimeText(unfinished)} is not over: a ring shows what came so far.`}
      </figcaption>
      <SeriesTable
        caption={`${value} of ${view.type}`}
        series={all}
        toTimeText={toTimeText}
        toSource={toRowSources(answer)}
        unfinished={unfinished}
      />
    </figure>
  );
}

/** The source of each part, and what is incomplete. */
function toWords({ parts, incomplete }: ServeAnswer, toTimeText: (time: string) => string): string {
  const holes = incomplete.map(
    ({ from, to, reason }) =>
      ` From ${toTimeText(from)} to ${toTimeText(to)} incomplete: ${REASONS[reason] ?? reason}.`,
  );
  return toPartsText(parts, toTimeText) + holes.join('').replaceAll('..', '.');
}
