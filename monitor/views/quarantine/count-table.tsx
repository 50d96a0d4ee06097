import { type VNode } from 'preact';
import { type QuarantineCount } from '../../data/api';
import { toCount } from '../../derive/format';
import { type FilterQuery } from '../../derive/quarantine-filter';
import { toHash } from '../../derive/route';

/** Number of records by reason, the most frequent first. */
export function CountTable({
  counts,
  query,
}: {
  readonly counts: readonly QuarantineCount[];
  readonly query: FilterQuery;
}): VNode {
  const sorted = [...counts].sort((one, other) => other.records - one.records);
  const most = sorted[0]?.records ?? 1;
  return (
    <section aria-labelledby="counts-title">
      <h2 id="counts-title">By reason</h2>
      <table class="count-table">
        <caption class="spoken">Records by source, contract and reason</caption>
        <thead class="spoken">
          <tr>
            <th scope="col">Reason</th>
            <th scope="col">Records</th>
            <th scope="col">Where</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, 12).map(({ source, contract, code, records }) => (
            <tr key={`${source} ${contract ?? ''} ${code}`}>
              <th scope="row">
                <a href={toHash('quarantine', [], { ...query, source, contract: contract ?? '', code })}>
                  <code>{code}</code>
                </a>
              </th>
              <td class="number">{toCount(records)}</td>
              <td class="count-bar">
                <svg width="100%" height="16" aria-hidden="true">
                  <rect width={`${Math.max(0.6, (records / most) * 100)}%`} height="16" />
                </svg>
                <span>{contract ?? `${source}, no contract`}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
