import { type VNode } from 'preact';
import { type ModelResult } from '../../data/api';
import { type ModelText } from '../../data/model-texts';
import { toCount, toDuration } from '../../derive/format';
import { StateMark } from '../../parts/state-mark';

/** The result of each table: rows, time, and failed expectations. Failed tables first, then the slowest. */
export function ModelTable({
  models,
  texts,
}: {
  readonly models: readonly ModelResult[];
  readonly texts: readonly ModelText[];
}): VNode {
  if (models.length === 0) {
    return <p class="empty">No table has a result yet. Results appear while the job runs.</p>;
  }
  const views = new Set(texts.flatMap(({ model, strategy }) => (strategy === 'view' ? [model] : [])));
  const sorted = [...models].sort(
    (one, other) =>
      Number(other.outcome === 'failed') - Number(one.outcome === 'failed') ||
      other.durationMilliseconds - one.durationMilliseconds,
  );
  return (
    <table class="cards model-table">
      <caption class="spoken">Tables of this refresh</caption>
      <thead>
        <tr>
          <th scope="col">Table</th>
          <th scope="col">Outcome</th>
          <th scope="col" class="number">
            Rows read
          </th>
          <th scope="col" class="number">
            Written
          </th>
          <th scope="col" class="number">
            Removed
          </th>
          <th scope="col" class="number">
            Dropped
          </th>
          <th scope="col" class="number">
            Took
          </th>
          <th scope="col">Failed checks</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((one) => (
          <tr key={one.model}>
            <th scope="row">
              <Table name={one.model} />
              {views.has(one.model) ? <span class="kind">view</span> : null}
            </th>
            <td data-label="Outcome">
              {/* A view stores no rows, so nothing is committed. */}
              <StateMark
                state={one.outcome}
                {...(views.has(one.model) && one.outcome === 'committed' && { words: 'defined' })}
              />
              {one.rebuilt === true ? <p class="bar-message">rebuilt from all inputs</p> : null}
              {one.error === null ? null : <p class="bar-message">{one.error}</p>}
            </td>
            <td data-label="Rows read" class="number">
              {views.has(one.model) ? '–' : toCount(one.rowsRead)}
            </td>
            <td data-label="Written" class="number">
              {views.has(one.model) ? '–' : toCount(one.rowsWritten)}
            </td>
            <td data-label="Removed" class="number">
              {views.has(one.model) ? '–' : toCount(one.rowsRemoved)}
            </td>
            <td data-label="Dropped" class="number">
              {views.has(one.model) ? '–' : toCount(one.rowsDropped)}
            </td>
            <td data-label="Took" class="number">
              {toDuration(one.durationMilliseconds / 1000)}
            </td>
            <td data-label="Failed checks">{notMet(one)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Layer and name of a table, the layer in its colour. */
function Table({ name }: { readonly name: string }): VNode {
  const [layer = '', table = ''] = name.split('.');
  return (
    <code>
      <span class={layer}>{layer}</span>.{table}
    </code>
  );
}

function notMet({ expectations }: ModelResult): string {
  const broken = expectations.filter(({ failed }) => failed > 0);
  return broken.map(({ name, action, failed }) => `${name}: ${toCount(failed)} rows (${action})`).join('; ');
}
