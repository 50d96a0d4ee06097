import { type VNode } from 'preact';
import { type Page, toHash } from '../../derive/route';
import { STAGE_NAMES, type StageHealth } from '../../derive/health';
import { toAge, toCount, toRate } from '../../derive/format';
import { signOf, toneOf } from '../../parts/state-mark';
import { type Stage } from '../../data/api';
import { type PipelineModel } from './model';

const PAGE_OF: Readonly<Record<Stage, Page>> = {
  hub: 'partitions',
  bronze: 'partitions',
  live: 'windows',
  quarantine: 'quarantine',
  refresh: 'refreshes',
  sinks: 'windows',
};

/** The pipeline on a narrow screen: its stages one below the other, in the order of the data flow. */
export function StageList({ model }: { readonly model: PipelineModel }): VNode {
  return (
    <ol class="stage-list">
      {model.health.map((health) => (
        <li
          key={health.stage}
          class={`stage ${health.stage} ${health.cause === null ? health.state : 'off'}`}
        >
          <a href={toHash(PAGE_OF[health.stage])}>
            <span class="stage-name">{STAGE_NAMES[health.stage]}</span>
            <span class="stage-figure">{toFigure(health.stage, model)}</span>
            <span class="stage-words">
              <span class={toneOf(toShownState(health, model))} aria-hidden="true">
                {signOf(toShownState(health, model))}
              </span>{' '}
              {health.message}
            </span>
          </a>
        </li>
      ))}
    </ol>
  );
}

/** A quarantine that works but has open records is not shown as green. */
function toShownState({ stage, state, cause }: StageHealth, { status }: PipelineModel): string {
  if (cause !== null) return 'off';
  return stage === 'quarantine' && state === 'up' && (status.quarantine?.open ?? 0) > 0 ? 'open' : state;
}

function toFigure(stage: StageHealth['stage'], { status, total, ages, landingLag }: PipelineModel): string {
  switch (stage) {
    case 'hub':
      return `${toRate(total.received)}/s`;
    case 'bronze':
      return (landingLag ?? 0) === 0 ? `${toRate(total.landed)}/s` : `${toCount(landingLag)} wait`;
    case 'live':
      return total.aggregated === null ? '' : `${toRate(total.aggregated)}/s`;
    case 'quarantine':
      return toCount(status.quarantine?.open);
    case 'refresh':
      return (status.refresh?.current ?? null) === null ? toAge(ages.refresh) : 'running';
    case 'sinks':
      return status.sinks.length === 0
        ? ''
        : `${status.sinks.filter(({ state }) => state === 'up').length} of ${status.sinks.length} up`;
  }
}
