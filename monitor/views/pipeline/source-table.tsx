import { type VNode } from 'preact';
import { ageSeconds } from '../../derive/ages';
import { toAge, toCount, toRate } from '../../derive/format';
import { sumKnown, toRateLine } from '../../derive/rates';
import { toHash } from '../../derive/route';
import { type SourceStatus } from '../../data/api';
import { type Sample } from '../../derive/samples';
import { Spark } from '../../parts/spark';
import { useNow } from '../../parts/use-store';
import { type PipelineModel } from './model';

const SPARK_SECONDS = 120;

/** All numbers of the map, a row for each source. */
export function SourceTable({
  model,
  samples,
}: {
  readonly model: PipelineModel;
  readonly samples: readonly Sample[];
}): VNode {
  const now = useNow();
  const { status, rates, total } = model;
  const sum = (value: (one: SourceStatus) => number | null | undefined): number | null =>
    sumKnown(status.sources.map((one) => value(one) ?? null));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Sources">
      <table class="source-table">
        <caption class="spoken">Events of each source in the hub, in Bronze and in live windows</caption>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col" class="spark-cell">
              Last 2 min
            </th>
            <th scope="col" class="number">
              In /s
            </th>
            <th scope="col" class="number">
              Landed /s
            </th>
            <th scope="col" class="number">
              Lag
            </th>
            <th scope="col" class="number">
              Live lag
            </th>
            <th scope="col" class="number">
              Newest
            </th>
            <th scope="col" class="number">
              Received
            </th>
            <th scope="col" class="number">
              Accepted
            </th>
            <th scope="col" class="number">
              Quarantined
            </th>
            <th scope="col" class="number">
              Slots
            </th>
          </tr>
        </thead>
        <tbody>
          {status.sources.map(({ source, hub, bronze, live }) => (
            <tr key={source}>
              <th scope="row">
                <a href={toHash('partitions', [], { source })}>{source}</a>
              </th>
              <td class="spark-cell">
                <Spark points={toRateLine(samples, source, 'received', SPARK_SECONDS)} tone="hub" />
              </td>
              <td class="number">{toRate(rates[source]?.received ?? null)}</td>
              <td class="number">{toRate(rates[source]?.landed ?? null)}</td>
              <td class="number">{toCount(bronze?.lag)}</td>
              <td class="number">{toCount(live?.lag)}</td>
              <td class="number">{toAge(ageSeconds(hub?.newestEnqueuedTime, now))}</td>
              <td class="number">{toCount(hub?.received)}</td>
              <td class="number">{toCount(bronze?.accepted)}</td>
              <td class="number">{toCount(bronze?.quarantined)}</td>
              <td class="number">{toCount(bronze?.slots)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            <td class="spark-cell" />
            <td class="number">{toRate(total.received)}</td>
            <td class="number">{toRate(total.landed)}</td>
            <td class="number">{toCount(model.landingLag)}</td>
            <td class="number">{toCount(model.liveLag)}</td>
            <td class="number">{toAge(model.ages.hub)}</td>
            <td class="number">{toCount(sum(({ hub }) => hub?.received))}</td>
            <td class="number">{toCount(sum(({ bronze }) => bronze?.accepted))}</td>
            <td class="number">{toCount(sum(({ bronze }) => bronze?.quarantined))}</td>
            <td class="number">{toCount(sum(({ bronze }) => bronze?.slots))}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
