import { type VNode } from 'preact';
import { type GoldRows, type GoldTable, type GoldTables } from '../../data/api';
import { toCount, toMoment, toPlural, toRefreshName } from '../../derive/format';
import { chooseTable, sortTables, toChartColumns, toTotalRows } from '../../derive/gold-columns';
import { toHash } from '../../derive/route';
import { Notice, ResourceNotice } from '../../parts/notice';
import { PageHead } from '../../parts/page-head';
import { Select } from '../../parts/select';
import { useResource } from '../../parts/use-resource';
import { useRoute } from '../../parts/use-store';
import { GoldChart } from './gold-chart';
import { GoldTableView } from './gold-table-view';

/** Gold: a table as a chart over its dates, and its rows. */
export function GoldPage(): VNode {
  const tables = useResource<GoldTables>('/api/gold', { kind: 'gold', everySeconds: 30 });
  const { query } = useRoute();
  const list = sortTables(tables.value?.tables ?? []);
  const table = chooseTable(list, query['table']);
  return (
    <>
      <PageHead title="Gold">
        <p>
          Facts, dimensions and a mart for each department, as of the newest refresh.
          {list.length === 0 ? null : ` ${toPlural(list.length, 'table')} with ${toTotalRows(list)}.`}
        </p>
      </PageHead>
      <ResourceNotice resource={tables} what="the tables of Gold" />
      {tables.value !== undefined && table === undefined ? (
        <p class="empty">
          Gold is empty. The first <a href={toHash('refreshes')}>refresh</a> fills it, once events have landed
          in Bronze.
        </p>
      ) : null}
      {table === undefined ? null : <Shown table={table} tables={list} query={query} />}
    </>
  );
}

function Shown({
  table,
  tables,
  query,
}: {
  readonly table: GoldTable;
  readonly tables: readonly GoldTable[];
  readonly query: Readonly<Record<string, string>>;
}): VNode {
  const { times, measures, splits } = toChartColumns(table.columns);
  const time = times[0];
  const measure = measures.find(({ name }) => name === query['measure']) ?? measures[0];
  const split = splits.find(({ name }) => name === query['split']);
  const order = time === undefined ? '' : `&orderBy=-${encodeURIComponent(time.name)}`;
  const rows = useResource<GoldRows>(`/api/gold/${encodeURIComponent(table.table)}?limit=1000${order}`, {
    kind: 'gold',
    everySeconds: 15,
  });
  const choose = (name: string, chosen: string): void => {
    location.hash = toHash('gold', [], { ...query, table: table.table, [name]: chosen });
  };
  const names = (columns: typeof splits): { value: string; name: string }[] =>
    columns.map(({ name }) => ({ value: name, name: name.replaceAll('_', ' ') }));
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
          label="Table"
          value={table.table}
          options={tables.map((one) => ({ value: one.table, name: one.table.replace(/^gold\./, '') }))}
          onChange={(chosen) => {
            location.hash = toHash('gold', [], { table: chosen });
          }}
        />
        {time === undefined || measure === undefined ? null : (
          <>
            <Select
              label="Measure"
              value={measure.name}
              options={names(measures)}
              onChange={(chosen) => {
                choose('measure', chosen);
              }}
            />
            <Select
              label="By"
              value={split?.name ?? ''}
              options={[{ value: '', name: 'no split' }, ...names(splits)]}
              onChange={(chosen) => {
                choose('split', chosen);
              }}
            />
            <Select
              label="As"
              value={query['as'] ?? 'bars'}
              options={[
                { value: 'bars', name: 'bars' },
                { value: 'lines', name: 'lines' },
              ]}
              onChange={(chosen) => {
                choose('as', chosen);
              }}
            />
          </>
        )}
      </form>
      {table.problem === undefined ? null : <Notice tone="warn" title={table.problem} />}
      <ModelChanged table={table} />
      <ResourceNotice resource={rows} what={`the rows of ${table.table}`} />
      {rows.value === undefined ? null : (
        <>
          {rows.value.rows.length === 0 ? (
            <p class="empty">
              This table has no rows yet. <a href={toHash('refreshes')}>Start a refresh</a> after events of
              its sources have landed.
            </p>
          ) : null}
          {time === undefined || measure === undefined || rows.value.rows.length === 0 ? null : (
            <GoldChart
              rows={rows.value}
              time={time}
              measure={measure}
              split={split}
              as={query['as'] === 'lines' ? 'lines' : 'bars'}
            />
          )}
          <p class="quiet">
            {rows.value.refresh === null ? 'Not refreshed yet.' : `${toRefreshName(rows.value.refresh)}.`}{' '}
            {toRowsText(rows.value, table, time !== undefined)}
          </p>
          <GoldTableView key={table.table} rows={rows.value} />
        </>
      )}
    </>
  );
}

/** Rows of an older text of the model stay in a table until it is rebuilt. */
function ModelChanged({ table: { table, modelChangedAt } }: { readonly table: GoldTable }): VNode | null {
  if (modelChangedAt === undefined) return null;
  return (
    <Notice
      tone="warn"
      title={`The model of this table changed on ${toMoment(modelChangedAt)}. Older rows stay until the table is rebuilt.`}
    >
      <p>
        Rebuild it with <code>npm run refresh -- --rebuild gold.{table}</code>
      </p>
    </Notice>
  );
}

/** How many of the table's rows are shown. */
function toRowsText({ rows, truncated }: GoldRows, table: GoldTable, isByTime: boolean): string {
  if (!truncated) return `All ${toPlural(rows.length, 'row')}.`;
  const which = isByTime ? 'The newest' : 'The first';
  const total = table.rows === undefined ? '' : ` of ${toCount(table.rows)}`;
  return `${which} ${toCount(rows.length)}${total} rows.`;
}
