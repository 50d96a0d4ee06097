import { type VNode } from 'preact';
import { type GoldTables } from '../../data/api';
import { toHash } from '../../derive/route';
import { toStateWords } from '../../derive/health';
import { toCount, toDuration, toRefreshName } from '../../derive/format';
import { Ago } from '../../parts/age';
import { PageHead } from '../../parts/page-head';
import { StateMark } from '../../parts/state-mark';
import { useResource } from '../../parts/use-resource';
import { useNow, usePipeline } from '../../parts/use-store';
import { toPipelineModel, type PipelineModel } from './model';
import { PipelineMap } from './pipeline-map';
import { Problems } from './problems';
import { SourceTable } from './source-table';
import { StageList } from './stage-list';
import { FirstLook } from './first-look';

/** The state of the whole pipeline. */
export function PipelinePage(): VNode {
  const { status, samples, connection } = usePipeline();
  const now = useNow();
  // The status has the rows that the newest refresh wrote, not the rows that the tables have.
  const hasGold = (status?.refresh?.last ?? null) !== null;
  const gold = useResource<GoldTables>(hasGold ? '/api/gold' : undefined, { kind: 'gold', everySeconds: 30 });
  if (status === null) return <FirstLook connection={connection} />;
  const model = toPipelineModel(status, samples, now, gold.value);
  return (
    <>
      <PageHead title="Pipeline">
        <p class={`headline ${model.headline.state}`}>{model.headline.text}</p>
      </PageHead>
      <Problems health={model.health} />
      <PipelineMap model={model} />
      <StageList model={model} />
      {status.sources.every(({ hub }) => (hub?.received ?? 0) === 0) ? <NoEvents /> : null}
      <section aria-labelledby="sources-title">
        <h2 id="sources-title">Sources</h2>
        <SourceTable model={model} samples={samples} />
      </section>
      <div class="columns">
        <Refreshed model={model} />
        <SetAside model={model} />
        <Sinks model={model} />
      </div>
    </>
  );
}

function NoEvents(): VNode {
  return (
    <p class="empty">
      No events yet. Send one with <code>POST /api/ingest/iot/telemetry</code>, or simulate some with{' '}
      <code>POST /api/simulate/iot?count=100</code>.
    </p>
  );
}

function Refreshed({ model }: { readonly model: PipelineModel }): VNode {
  const { refresh } = model.status;
  const shown = refresh?.current ?? refresh?.last ?? null;
  return (
    <section aria-labelledby="refresh-title">
      <h2 id="refresh-title">Refresh</h2>
      {shown === null ? (
        <p class="empty">
          {refresh?.configured === true ? (
            <>
              None yet. Start one under <a href={toHash('refreshes')}>Refreshes</a>.
            </>
          ) : (
            <>
              No refresh is configured. Set <code>DATABRICKS_JOB_ID</code> to the job of the refresh.
            </>
          )}
        </p>
      ) : (
        <dl class="facts">
          <dt>
            <a href={toHash('refreshes', [shown.id])}>{toRefreshName(shown.number)}</a>
          </dt>
          <dd>
            <StateMark state={shown.state} words={toStateWords(shown.state)} />
          </dd>
          <dt>{shown.endedAt === null ? 'Started' : 'Ended'}</dt>
          <dd>
            <Ago time={shown.endedAt ?? shown.startedAt} />
          </dd>
          <dt>Took</dt>
          <dd>{toDuration(shown.durationSeconds)}</dd>
          <dt>New events</dt>
          <dd>{toCount(shown.newEvents)}</dd>
          <dt>Rows written</dt>
          <dd>{toCount(shown.counts?.rowsWritten)}</dd>
          <dt>Landed since</dt>
          <dd>{toCount(refresh?.arrivals)} events</dd>
        </dl>
      )}
    </section>
  );
}

function SetAside({ model }: { readonly model: PipelineModel }): VNode {
  const { quarantine } = model.status;
  const counts = [...(quarantine?.bySourceAndCode ?? [])]
    .sort((one, other) => other.records - one.records)
    .slice(0, 6);
  return (
    <section aria-labelledby="quarantine-title">
      <h2 id="quarantine-title">Quarantine</h2>
      {quarantine === null ? <p class="empty">The list of quarantined records is not available.</p> : null}
      {quarantine !== null && counts.length === 0 ? <p class="empty">No events were quarantined.</p> : null}
      {counts.length === 0 ? null : (
        <dl class="facts">
          {counts.map(({ source, code, records }) => [
            <dt key={`${source} ${code}`}>
              <a href={toHash('quarantine', [], { source, code })}>
                {source} <code>{code}</code>
              </a>
            </dt>,
            <dd key={`${source} ${code} n`}>{toCount(records)}</dd>,
          ])}
        </dl>
      )}
    </section>
  );
}

function Sinks({ model }: { readonly model: PipelineModel }): VNode {
  const { sinks } = model.status;
  return (
    <section aria-labelledby="sinks-title">
      <h2 id="sinks-title">Sinks of live windows</h2>
      {sinks.length === 0 ? (
        <p class="empty">No sinks. Set LIVE_SINKS to some of power-bi, eventstream, table.</p>
      ) : null}
      {sinks.length === 0 ? null : (
        <dl class="facts">
          {sinks.map(({ name, state, lastDeliveredAt, message }) => [
            <dt key={name}>{name}</dt>,
            <dd key={`${name} state`}>
              <StateMark state={state} /> <Ago time={lastDeliveredAt} />
              {message === null ? null : <p class="quiet">{message}</p>}
            </dd>,
          ])}
        </dl>
      )}
    </section>
  );
}
