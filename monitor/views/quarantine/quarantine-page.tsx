import { type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type QuarantineList } from '../../data/api';
import { toPlural } from '../../derive/format';
import { toQuarantineQuery } from '../../derive/quarantine-filter';
import { toHash } from '../../derive/route';
import { ResourceNotice } from '../../parts/notice';
import { PageHead } from '../../parts/page-head';
import { useResource } from '../../parts/use-resource';
import { useRoute } from '../../parts/use-store';
import { CountTable } from './count-table';
import { QuarantineFilter } from './quarantine-filter';
import { RecordTable } from './record-table';
import { ReplayMany } from './replay-many';

/** Quarantined records: counts by reason, and a list. */
export function QuarantineListPage(): VNode {
  const { query } = useRoute();
  const [pages, setPages] = useState<readonly string[]>([]);
  const first = toQuarantineQuery(query);
  const after = pages.at(-1);
  const page = useResource<QuarantineList>(after ?? first, {
    kind: 'quarantine',
    everySeconds: after === undefined ? 3 : 0,
  });
  const { value } = page;
  return (
    <>
      <PageHead title="Quarantine">
        <p>
          Events that broke their contract, kept unchanged. Open one to inspect, fix and replay it.
          <a href={toHash('quarantine', ['replays'])}>History of replays</a>
        </p>
      </PageHead>
      <QuarantineFilter
        query={query}
        counts={value?.counts ?? []}
        onChange={() => {
          setPages([]);
        }}
      />
      <ResourceNotice resource={page} what="the quarantined records" />
      {value === undefined ? null : (
        <>
          {value.records.length === 0 ? (
            <p class="empty">
              {Object.keys(query).length === 0
                ? 'No open records: all events match their contracts.'
                : 'No record matches. '}
              {Object.keys(query).length === 0 ? null : (
                <a href={toHash('quarantine')}>Show all open records</a>
              )}
            </p>
          ) : null}
          {value.counts.length === 0 ? null : <CountTable counts={value.counts} query={query} />}
          {value.records.length === 0 ? null : (
            <section aria-labelledby="records-title">
              <h2 id="records-title">{toPlural(value.total, 'record')}</h2>
              <RecordTable records={value.records} />
              <nav class="actions" aria-label="Pages">
                {pages.length === 0 ? null : (
                  <button
                    type="button"
                    onClick={() => {
                      setPages(pages.slice(0, -1));
                    }}
                  >
                    Newer
                  </button>
                )}
                {value.next === null ? null : (
                  <button
                    type="button"
                    onClick={() => {
                      setPages([...pages, value.next ?? '']);
                    }}
                  >
                    Older
                  </button>
                )}
              </nav>
            </section>
          )}
          {value.records.length === 0 ? null : <ReplayMany query={query} onReplayed={page.reload} />}
        </>
      )}
    </>
  );
}
