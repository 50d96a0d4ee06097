import { type VNode } from 'preact';
import { toArrivedTables } from '../../derive/arrived';
import { toCount } from '../../derive/format';
import { Notice } from '../../parts/notice';
import { useArrived } from './use-arrived';

/** The newest rows that the local Power BI received, a table each. */
export function Arrived({ url }: { readonly url: string }): VNode {
  const { value, failed } = useArrived(url);
  const tables = value === undefined ? [] : toArrivedTables(value);
  return (
    <section aria-labelledby="arrived-title">
      <h2 id="arrived-title">Rows in the local Power BI</h2>
      {failed ? (
        <Notice tone="warn" title="The local Power BI does not answer.">
          <p>
            Its address is <code>{url}</code>.
          </p>
        </Notice>
      ) : null}
      {!failed && tables.length === 0 ? (
        <p class="empty">No rows yet. Windows are delivered a few seconds after they change.</p>
      ) : null}
      {tables.map(({ name, total, columns, rows }) => (
        <details key={name} class="data-table" open={tables.length === 1}>
          <summary>
            {name}: {toCount(total)} rows
          </summary>
          <div class="scroll" tabIndex={0} role="region" aria-label={name}>
            <table>
              <caption class="spoken">Newest rows of {name}</caption>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th scope="col" key={column}>
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  <tr key={index}>
                    {columns.map((column) => (
                      <td key={column}>{row[column]}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      ))}
    </section>
  );
}
