import { type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type GoldCell, type GoldRows } from '../../data/api';
import { toCsv } from '../../derive/csv';
import { toNumber, toPlural } from '../../derive/format';
import { DownloadButton } from '../../parts/download-button';

/** Rows that are shown until the reader wants all. */
const FIRST_ROWS = 50;

/** Rows of a Gold table, with its first column always in sight, and a download of the rows that are shown. */
export function GoldTableView({ rows: { table, columns, rows } }: { readonly rows: GoldRows }): VNode | null {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  const shown = all ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <details class="data-table pinned" open>
      <summary>Rows</summary>
      <div class="actions">
        <DownloadButton
          name={`${table.replace(/^gold\./, '')}.csv`}
          label={`Download ${toPlural(shown.length, 'row')} as CSV`}
          toText={() =>
            toCsv(
              columns.map(({ name }) => name),
              shown.map((row) => columns.map(({ name }) => row[name])),
            )
          }
        />
        {rows.length > FIRST_ROWS ? (
          <button
            type="button"
            onClick={() => {
              setAll(!all);
            }}
          >
            {all ? `Show the first ${FIRST_ROWS}` : `Show all ${toPlural(rows.length, 'row')}`}
          </button>
        ) : null}
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={`Rows of ${table}`}>
        <table>
          <caption class="spoken">Rows of {table}</caption>
          <thead>
            <tr>
              {columns.map(({ name, type, description }) => (
                <th scope="col" key={name} title={description ?? ''} class={isNumber(type) ? 'number' : ''}>
                  {name.replaceAll('_', ' ')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <tr key={index}>
                {columns.map(({ name, type }, column) =>
                  column === 0 ? (
                    <th scope="row" key={name} class={isNumber(type) ? 'number' : ''}>
                      {toText(row[name])}
                    </th>
                  ) : (
                    <td key={name} class={isNumber(type) ? 'number' : ''}>
                      {toText(row[name])}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function isNumber(type: string): boolean {
  return /^(long|int|bigint|double|float|decimal|short)/i.test(type);
}

function toText(value: GoldCell | undefined): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return toNumber(value);
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
}
