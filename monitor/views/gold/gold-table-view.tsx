import { type VNode } from 'preact';
import { type GoldCell, type GoldRows } from '../../data/api';
import { toNumber } from '../../derive/format';

const MAX_ROWS = 50;

/** The first rows of a Gold table. */
export function GoldTableView({ rows: { table, columns, rows } }: { readonly rows: GoldRows }): VNode | null {
  if (rows.length === 0) return null;
  const isNumber = (type: string): boolean => /^(long|int|bigint|double|float|decimal|short)/i.test(type);
  return (
    <details class="data-table" open>
      <summary>Rows</summary>
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
            {rows.slice(0, MAX_ROWS).map((row, index) => (
              <tr key={index}>
                {columns.map(({ name, type }) => (
                  <td key={name} class={isNumber(type) ? 'number' : ''}>
                    {toText(row[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function toText(value: GoldCell | undefined): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return toNumber(value);
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
}
