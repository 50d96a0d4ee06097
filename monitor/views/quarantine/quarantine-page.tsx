import { type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type QuarantineList } from '../../data/api';
import { toPlural } from '../../derive/format';
import { FILTER_NAMES, toQuarantineQuery } from '../../derive/quarantine-filter';
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
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const first = toQuarantineQuery(query);
  const after = pages.at(-1);
  const page = useResource<QuarantineList>(after ?? first, {
    kind: 'quarantine',
    everySeconds: after === undefined ? 3 : 0,
  });
  const { value } = page;
  const isFiltered = FILTER_NAMES.some((name) => query[name] !== undefined);
  return (
    <>
      <PageHead title="Quarantine">
        <p>
          Events that broke their contract, kept unchanged. Open one to inspect, fix and replay it.{' '}
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
              {isFiltered ? (
                <>
                  No record matches. <a href={toHash('quarantine')}>Show all open records</a>
                </>
              ) : (
                <>
                  No open records: all events match their contracts. Records that were replayed are under{' '}
                  <a href={toHash('quarantine', [], { state: 'replayed' })}>replayed</a>.
                </>
              )}
            </p>
          ) : null}
          {value.counts.length === 0 ? null : <CountTable counts={value.counts} query={query} />}
          {value.records.length === 0 ? null : (
            <section aria-labelledby="records-title">
              <h2 id="records-title">{toPlural(value.total, 'record')}</h2>
              <RecordTable
                records={value.records}
                selected={selected}
                isGrouped={query['group'] === 'code'}
                onSelect={(ids, isSelected) => {
                  const next = new Set(selected);
                  for (const id of ids) {
                    if (isSelected) next.add(id);
                    else next.delete(id);
                  }
                  setSelected(next);
                }}
              />
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
          {value.records.length === 0 && selected.size === 0 ? null : (
            <ReplayMany
              query={query}
              selected={selected}
              onClear={() => {
                setSelected(new Set());
              }}
              onReplayed={page.reload}
            />
          )}
        </>
      )}
    </>
  );
}
