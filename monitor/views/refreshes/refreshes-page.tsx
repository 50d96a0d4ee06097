import { type VNode } from 'preact';
import { type RefreshPage } from '../../data/api';
import { toCount, toDuration, toMoment } from '../../derive/format';
import { toStateWords } from '../../derive/health';
import { toHash } from '../../derive/route';
import { Ago } from '../../parts/age';
import { PageHead } from '../../parts/page-head';
import { ResourceNotice } from '../../parts/notice';
import { StateMark } from '../../parts/state-mark';
import { useResource } from '../../parts/use-resource';
import { StartRefresh } from './start-refresh';

/** All refreshes, and a form to start one. */
export function RefreshesPage(): VNode {
  const refreshes = useResource<RefreshPage>('/api/refresh?limit=50', { kind: 'refresh', everySeconds: 4 });
  const list = refreshes.value?.refreshes ?? [];
  const longest = list.reduce((most, { durationSeconds }) => Math.max(most, durationSeconds ?? 0), 1);
  return (
    <>
      <PageHead title="Refreshes">
        <p>
          A refresh computes Silver and Gold from all events that have landed in Bronze. Each table changes as
          a whole.
        </p>
      </PageHead>
      <StartRefresh onStarted={refreshes.reload} />
      <ResourceNotice resource={refreshes} what="the refreshes" />
      {refreshes.value !== undefined && list.length === 0 ? (
        <p class="empty">No refreshes yet. Start the first one above; it takes a few seconds.</p>
      ) : null}
      {list.length === 0 ? null : (
        <table class="cards refresh-table">
          <caption class="spoken">Refreshes, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Refresh</th>
              <th scope="col">State</th>
              <th scope="col">Started</th>
              <th scope="col">By</th>
              <th scope="col" class="number">
                Took
              </th>
              <th scope="col" class="bar-cell" aria-hidden="true" />
              <th scope="col" class="number">
                New events
              </th>
              <th scope="col" class="number">
                Rows
              </th>
              <th scope="col" class="number">
                Tables
              </th>
              <th scope="col" class="number">
                Warnings
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <a href={toHash('refreshes', [one.id])}>{toMoment(one.number)}</a>
                </th>
                <td data-label="State">
                  <StateMark state={one.state} words={toStateWords(one.state)} />
                </td>
                <td data-label="Started">
                  <Ago time={one.startedAt} />
                </td>
                <td data-label="By">{one.trigger}</td>
                <td data-label="Took" class="number">
                  {toDuration(one.durationSeconds)}
                </td>
                <td class="bar-cell">
                  <svg width="72" height="8" aria-hidden="true" class="share">
                    <rect
                      class={`share-done ${one.state}`}
                      width={Math.max(1, ((one.durationSeconds ?? 0) / longest) * 72)}
                      height="8"
                    />
                  </svg>
                </td>
                <td data-label="New events" class="number">
                  {toCount(one.newEvents)}
                </td>
                <td data-label="Rows" class="number">
                  {toCount(one.counts?.rowsWritten)}
                </td>
                <td data-label="Tables" class="number">
                  {toCount(one.counts?.committed)}
                </td>
                <td data-label="Warnings" class="number">
                  {toCount(one.counts?.warnings)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
