import { type VNode } from 'preact';
import { type QuarantineReplay, type QuarantineReplayList } from '../../data/api';
import { toCount, toMoment } from '../../derive/format';
import { toHash } from '../../derive/route';
import { ResourceNotice } from '../../parts/notice';
import { PageHead } from '../../parts/page-head';
import { useResource } from '../../parts/use-resource';

/** The replays of one record. */
export function ReplayHistory({ replays }: { readonly replays: readonly QuarantineReplay[] }): VNode | null {
  if (replays.length === 0) return null;
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">Replays of this record</h2>
      <AuditTable replays={replays} />
    </section>
  );
}

/** All replays. */
export function ReplaysPage(): VNode {
  const replays = useResource<QuarantineReplayList>('/api/quarantine/replays?limit=100', {
    kind: 'quarantine',
    everySeconds: 5,
  });
  const { value } = replays;
  const list = value?.replays ?? [];
  return (
    <>
      <PageHead title="Replays" back={{ href: toHash('quarantine'), name: 'Quarantine' }}>
        <p>All replays, with who started them and their results.</p>
      </PageHead>
      <ResourceNotice resource={replays} what="the replays" />
      {value !== undefined && list.length === 0 ? (
        <p class="empty">
          Nothing has been replayed yet. Open a <a href={toHash('quarantine')}>quarantined record</a> to fix
          and replay it.
        </p>
      ) : null}
      {list.length === 0 ? null : <AuditTable replays={list} />}
    </>
  );
}

function AuditTable({ replays }: { readonly replays: readonly QuarantineReplay[] }): VNode {
  return (
    <table class="cards">
      <caption class="spoken">Replays, newest first</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">By</th>
          <th scope="col">Which</th>
          <th scope="col">Fix</th>
          <th scope="col" class="number">
            Matched
          </th>
          <th scope="col" class="number">
            Published
          </th>
          <th scope="col" class="number">
            Rejected
          </th>
          <th scope="col" class="number">
            Skipped
          </th>
        </tr>
      </thead>
      <tbody>
        {replays.map((one) => (
          <tr key={one.replay}>
            <th scope="row">{toMoment(one.at)}</th>
            <td data-label="By">{one.by ?? '–'}</td>
            <td data-label="Which" class="why">
              {toFilterWords(one.filter)}
            </td>
            <td data-label="Fix">{toFixWords(one.fix)}</td>
            <td data-label="Matched" class="number">
              {toCount(one.matched)}
            </td>
            <td data-label="Published" class="number">
              {toCount(one.published)}
            </td>
            <td data-label="Rejected" class="number">
              {toCount(one.rejected)}
            </td>
            <td data-label="Skipped" class="number">
              {toCount(one.skipped)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function toFilterWords(filter: QuarantineReplay['filter']): string {
  if ('all' in filter) return 'every record';
  if (!('ids' in filter)) return Object.values(filter).join(', ');
  const { ids } = filter;
  return ids.length === 1 ? (ids[0] ?? '') : `${ids.length} records`;
}

function toFixWords(fix: QuarantineReplay['fix']): string {
  if (fix === null) return 'none';
  if ('version' in fix) return `version ${fix.version}`;
  return 'patch' in fix ? `${fix.patch.length} changed` : 'whole event';
}
