import { type VNode } from 'preact';
import { type ServeAnswer, type ServeView, type ServeViews } from '../../data/api';
import { toCount, toRefreshName } from '../../derive/format';
import { toServePath, WINDOW_RANGES } from '../../derive/serve-query';
import { toHash } from '../../derive/route';
import { toNoEventsText, toViewName } from '../../derive/view-live';
import { Notice, ResourceNotice } from '../../parts/notice';
import { PageHead } from '../../parts/page-head';
import { Select } from '../../parts/select';
import { useResource } from '../../parts/use-resource';
import { useNow, usePipeline, useRoute } from '../../parts/use-store';
import { Arrived } from './arrived';
import { WindowChart } from './window-chart';

/** The windows of a view, from the batch view and the live windows. */
export function WindowsPage(): VNode {
  const views = useResource<ServeViews>('/api/serve', { kind: 'serve', everySeconds: 60 });
  const { status } = usePipeline();
  const arrivedUrl = status?.powerBi.arrivedUrl ?? null;
  const { query } = useRoute();
  const list = views.value?.views ?? [];
  const view = list.find((one) => one.view === query['view']) ?? list[0];
  return (
    <>
      <PageHead title="Live windows">
        <p>{view === undefined ? 'Events by minute of event time.' : view.description}</p>
      </PageHead>
      <ResourceNotice resource={views} what="the views" />
      {views.value !== undefined && view === undefined ? (
        <p class="empty">
          No contract declares windows. Declare them under <code>x-contract.windows</code> in a schema, then
          run <code>npm run generate</code>.
        </p>
      ) : null}
      {view === undefined ? null : <View view={view} views={list} query={query} />}
      {arrivedUrl === null ? null : <Arrived url={arrivedUrl} />}
    </>
  );
}

function View({
  view,
  views,
  query,
}: {
  readonly view: ServeView;
  readonly views: readonly ServeView[];
  readonly query: Readonly<Record<string, string>>;
}): VNode {
  const now = useNow();
  const value = view.values.find(({ name }) => name === query['value'])?.name ?? 'events';
  const key = view.keys.find((name) => name === query['key']);
  const range = WINDOW_RANGES.find((one) => one.value === query['range']) ?? WINDOW_RANGES[0];
  // The end of the range changes every minute, and with it the path.
  const minute = Math.floor(now / 60_000);
  const path = toServePath({ view: view.view, key, range, minute });
  const answer = useResource<ServeAnswer>(path, {
    kind: 'serve',
    everySeconds: 2,
    subject: ['/api/serve', view.view, key ?? '', range.value].join(' '),
    changesPath: `/api/serve/${encodeURIComponent(view.view)}/changes`,
  });
  const noEvents = answer.value === undefined ? undefined : toNoEventsText(answer.value.live);
  // The batch view may have rows of a view whose live windows have none yet.
  const isEmpty = noEvents !== undefined && answer.value?.rows.length === 0;
  const choose = (name: string, chosen: string): void => {
    location.hash = toHash('windows', [], { ...query, view: view.view, [name]: chosen });
  };
  return (
    <>
      <form
        class="bar-form"
        aria-label="Chart options"
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <Select
          label="View"
          value={view.view}
          options={views.map((one) => ({ value: one.view, name: toViewName(one) }))}
          onChange={(chosen) => {
            location.hash = toHash('windows', [], { view: chosen, range: query['range'] });
          }}
        />
        <Select
          label="Value"
          value={value}
          options={[
            { value: 'events', name: 'events' },
            ...view.values.map(({ name, aggregate }) => ({ value: name, name: `${name} (${aggregate})` })),
          ]}
          onChange={(chosen) => {
            choose('value', chosen === 'events' ? '' : chosen);
          }}
        />
        <Select
          label="By"
          value={key ?? ''}
          options={[{ value: '', name: 'no split' }, ...view.keys.map((name) => ({ value: name, name }))]}
          onChange={(chosen) => {
            choose('key', chosen);
          }}
        />
        <Select
          label="Range"
          value={range.value}
          options={WINDOW_RANGES}
          onChange={(chosen) => {
            choose('range', chosen);
          }}
        />
      </form>
      <ResourceNotice resource={answer} what="the windows" />
      {answer.value?.liveBehind === true ? (
        <Notice tone="warn" title="▲ Live windows are behind the newest refresh.">
          <p>The chart shows the batch view alone until live windows have caught up.</p>
        </Notice>
      ) : null}
      {noEvents === undefined ? null : <p class="empty">{noEvents}</p>}
      {answer.value === undefined || isEmpty ? null : (
        <WindowChart answer={answer.value} value={value} keyName={key} view={view} />
      )}
      {answer.value === undefined || isEmpty ? null : (
        <p class="quiet">
          {answer.value.refresh === null
            ? 'No refresh yet'
            : `Batch view: ${toRefreshName(answer.value.refresh)}`}
          ; {toCount(answer.value.rows.length)} rows.
        </p>
      )}
    </>
  );
}
