import { type ComponentChildren, type VNode } from 'preact';
import { type Stage } from '../../data/api';
import { toAge, toClock, toCount, toRate, toShort } from '../../derive/format';
import { type StageHealth, STAGE_NAMES, toStateWords } from '../../derive/health';
import { type Box, layoutMap } from '../../derive/map-layout';
import { toHash } from '../../derive/route';
import { toneOf, signOf } from '../../parts/state-mark';
import { useWidth } from '../../parts/use-width';
import { Flow } from './flow';
import { MapLane } from './map-lane';
import { type PipelineModel } from './model';

/** The map of the pipeline, from sources to Power BI. */
export function PipelineMap({ model }: { readonly model: PipelineModel }): VNode {
  const [frame, width] = useWidth<HTMLDivElement>();
  return (
    <div class="map" ref={frame}>
      {width < 300 ? null : <Drawing model={model} width={width} />}
    </div>
  );
}

function Drawing({ model, width }: { readonly model: PipelineModel; readonly width: number }): VNode {
  const { status, rates, total, ages } = model;
  const layout = layoutMap(
    status.sources.map(({ source }) => source),
    width,
  );
  const { paths, columns } = layout;
  const refreshing = status.refresh?.current?.state === 'running';
  const delivering = status.sinks.some(({ state }) => state === 'up') ? total.aggregated : 0;
  const head = (x: number, title: string, note: string, className = ''): VNode => (
    <text class={`map-head ${className}`} x={x} y="14">
      <tspan class="map-title">{title}</tspan>
      <tspan class="map-note" x={x} dy="17">
        {note}
      </tspan>
    </text>
  );
  return (
    <svg width={width} height={layout.height} role="group" aria-label="Map of the pipeline">
      {head(0, 'Sources', `${toRate(total.received)} events/s`)}
      {head(
        columns.hub - 6,
        'Hub',
        ages.hub === null ? 'no events yet' : `newest ${toAge(ages.hub)} old`,
        'hub',
      )}
      {head(columns.bronze, 'Bronze', `${toRate(total.landed)}/s landed`)}
      {head(columns.silver, 'Silver and Gold', toRefreshNote(model))}
      {head(width, 'Power BI', toSinkNote(model), 'last')}
      <Flow path={paths.toQuarantine} rate={0} tone="bad" />
      {layout.lanes.map((lane, index) => (
        <MapLane key={lane.source} lane={lane} rates={rates[lane.source]} status={status.sources[index]} />
      ))}
      <Flow path={paths.toSilver} rate={refreshing ? 40 : 0} tone="silver" />
      <Flow path={paths.toGold} rate={refreshing ? 40 : 0} tone="gold" />
      <Flow path={paths.goldToSinks} rate={refreshing ? 10 : 0} tone="gold" />
      <Flow path={paths.liveToSinks} rate={delivering} tone="live" />
      <Basin box={layout.bronze} tone="bronze" stage="bronze" model={model} href={toHash('partitions')}>
        {status.sources.map(({ source, bronze }, index) => (
          <text
            key={source}
            class="basin-number"
            x={layout.bronze.x + layout.bronze.width / 2}
            y={(layout.lanes[index]?.y ?? 0) + 5}
          >
            {toCount(bronze?.accepted)}
            {bronze !== null && layout.bronze.width > 130 ? (
              <tspan class="basin-unit"> accepted</tspan>
            ) : null}
          </text>
        ))}
      </Basin>
      <Basin box={layout.quarantine} tone="bad" stage="quarantine" model={model} href={toHash('quarantine')}>
        <text
          class="basin-word"
          x={layout.quarantine.x + layout.quarantine.width / 2}
          y={layout.quarantine.y + 22}
        >
          <tspan class="strong">{toCount(status.quarantine?.open)}</tspan> quarantined
        </text>
      </Basin>
      <Basin box={layout.silver} tone="silver" stage="refresh" model={model} href={toHash('refreshes')}>
        <Words box={layout.silver} lines={['Silver', toSilverNote(model)]} />
      </Basin>
      <Basin box={layout.gold} tone="gold" stage="refresh" model={model} href={toHash('gold')}>
        <Words box={layout.gold} lines={['Gold', toGoldNote(model)]} />
      </Basin>
      <Basin box={layout.live} tone="live" stage="live" model={model} href={toHash('windows')}>
        <Words
          box={layout.live}
          lines={[
            'Live windows',
            total.aggregated === null
              ? (model.of('live')?.message ?? '')
              : `${toRate(total.aggregated)}/s, ${toCount(model.liveLag)} behind`,
          ]}
        />
      </Basin>
      <Basin box={layout.sinks} tone="sinks" stage="sinks" model={model} href={toHash('windows')}>
        <Words box={layout.gold} left={layout.sinks} lines={['Reports', 'read Gold']} />
        <Words box={layout.live} left={layout.sinks} lines={toSinkLines(model)} />
      </Basin>
    </svg>
  );
}

function Basin({
  box,
  tone,
  stage,
  model,
  href,
  children,
}: {
  readonly box: Box;
  readonly tone: string;
  readonly stage: Stage;
  readonly model: PipelineModel;
  readonly href: string;
  readonly children: ComponentChildren;
}): VNode {
  const health = model.of(stage);
  const state = health?.state ?? 'off';
  // A box whose cause is told at another one refers to it, without an alarm of its own.
  const shown = (health?.cause ?? null) === null ? state : 'off';
  const alarming = state === 'down' || state === 'late' || state === 'slow';
  return (
    <a class={`basin ${tone} ${shown}`} href={href} aria-description={health?.message ?? ''}>
      <text class="unseen">{STAGE_NAMES[stage]}: </text>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="3" />
      {children}
      {alarming ? (
        <text class={`basin-alarm ${toneOf(shown)}`} x={box.x + box.width - 5} y={box.y - 6}>
          {signOf(shown)} {toAlarm(stage, state, health)}
        </text>
      ) : null}
    </a>
  );
}

function toAlarm(stage: Stage, state: string, health: StageHealth | undefined): string {
  const cause = health?.cause ?? null;
  if (cause !== null) return `see ${STAGE_NAMES[cause]}`;
  if (state === 'slow') return 'slow';
  if (state === 'down') return stage === 'refresh' ? 'failed' : 'down';
  return (health?.remedy ?? null) === null ? 'behind' : 'check';
}

/** Lines in the middle of a box. With `left`, they are in that box, at the height of the first one. */
function Words({
  box,
  left = box,
  lines,
}: {
  readonly box: Box;
  readonly left?: Box;
  readonly lines: readonly string[];
}): VNode {
  const x = left.x + left.width / 2;
  const length = (lines.length - 1) * 18;
  const top = Math.min(box.y + box.height / 2 - length / 2 + 5, box.y + box.height - 9 - length);
  return (
    <text class="basin-words" x={x} y={top}>
      {lines.map((line, index) => (
        <tspan key={index} class={index === 0 ? 'basin-name' : 'basin-note'} x={x} dy={index === 0 ? 0 : 18}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function toRefreshNote({ status, ages }: PipelineModel): string {
  const { refresh } = status;
  if (refresh?.configured !== true) return 'not configured';
  if (refresh.current !== null) return 'refresh running';
  const waiting = refresh.arrivals === null ? '' : `, ${toCount(refresh.arrivals)} waiting`;
  return refresh.last === null ? 'no refresh yet' : `${toAge(ages.refresh)} ago${waiting}`;
}

function toSilverNote({ status }: PipelineModel): string {
  const { current = null, last = null } = status.refresh ?? {};
  if (current !== null) return 'refreshing';
  return last === null ? 'empty' : `as of ${toClock(last.number).slice(0, 5)}`;
}

function toGoldNote({ status, goldRows }: PipelineModel): string {
  const { current = null, last = null } = status.refresh ?? {};
  if (current !== null) return 'refreshing';
  if (last === null) return 'empty';
  return goldRows === null ? toStateWords(last.state) : `${toShort(goldRows)} rows`;
}

function toSinkNote({ of }: PipelineModel): string {
  const state = of('sinks')?.state ?? 'off';
  if (state === 'off') return 'no sink';
  if (state === 'slow') return 'answers slowly';
  return state === 'up' ? 'receives windows' : state === 'idle' ? 'waiting' : 'not available';
}

function toSinkLines({ status }: PipelineModel): readonly string[] {
  if (status.sinks.length === 0) return ['No sinks', 'configured'];
  return ['Windows', ...status.sinks.map(({ name, state }) => `${signOf(state)} ${name}`)];
}
