import { type VNode } from 'preact';
import { toNumber } from '../derive/format';
import { type Series } from '../derive/series';

/** Maximum rows of a table under a chart. */
const MAX_ROWS = 200;

/** The data of a chart as a table that opens on demand, newest first. */
export function SeriesTable({
  caption,
  series,
  toTimeText,
  toSource,
  unfinished,
}: {
  readonly caption: string;
  readonly series: readonly Series[];
  readonly toTimeText: (at: number) => string;
  /** Where the values of a time are from. */
  readonly toSource?: (at: number) => string;
  /** Start of the bucket that is not over. */
  readonly unfinished?: number | undefined;
}): VNode {
  const shown = series.slice(0, 12);
  const times = (series[0]?.points.map(({ at }) => at) ?? []).map((at, index) => ({ at, index })).reverse();
  return (
    <details class="data-table">
      <summary>Data of this chart</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class="spoken">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {shown.map(({ name }) => (
                <th scope="col" class="number" key={name}>
                  {name === '' ? 'All' : name}
                </th>
              ))}
              {toSource === undefined ? null : <th scope="col">From</th>}
            </tr>
          </thead>
          <tbody>
            {times.slice(0, MAX_ROWS).map(({ at, index }) => (
              <tr key={at}>
                <th scope="row">
                  {toTimeText(at)}
                  {at === unfinished ? ', so far' : ''}
                </th>
                {shown.map(({ name, points }) => (
                  <td class="number" key={name}>
                    {toNumber(points[index]?.value)}
                  </td>
                ))}
                {toSource === undefined ? null : <td>{toSource(at)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
