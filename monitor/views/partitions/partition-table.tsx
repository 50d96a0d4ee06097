import { type VNode } from 'preact';
import { type PartitionStatus, type SourceStatus } from '../../data/api';
import { ageSeconds } from '../../derive/ages';
import { toAge, toCount } from '../../derive/format';
import { isLate } from '../../derive/health';
import { toPoolLength } from '../../derive/map-layout';
import { toHash } from '../../derive/route';
import { useNow } from '../../parts/use-store';

/** The partitions of one source. */
export function PartitionTable({ source }: { readonly source: SourceStatus }): VNode {
  const now = useNow();
  const title = `partitions-${source.source}`;
  return (
    <section aria-labelledby={title}>
      <h2 id={title}>{source.source}</h2>
      {source.partitions.length === 0 ? (
        <p class="empty">
          Neither the hub nor Bronze answers at the moment, so its partitions are unknown. The page asks again
          every second; <a href={toHash('pipeline')}>Pipeline</a> names the remedy.
        </p>
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label={`Partitions of ${source.source}`}>
          <table class="cards partition-table">
            <caption class="spoken">
              Partitions of {source.source}: received, landed and live position
            </caption>
            <thead>
              <tr>
                <th scope="col">Partition</th>
                <th scope="col" class="number">
                  Received
                </th>
                <th scope="col" class="number">
                  Landed
                </th>
                <th scope="col" class="bar-cell">
                  Waiting
                </th>
                <th scope="col" class="number">
                  Lag
                </th>
                <th scope="col" class="number">
                  Slot
                </th>
                <th scope="col" class="number">
                  Live
                </th>
                <th scope="col" class="number">
                  Live lag
                </th>
                <th scope="col" class="number">
                  Newest
                </th>
              </tr>
            </thead>
            <tbody>
              {source.partitions.map((partition) => (
                <Row key={partition.partition} partition={partition} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ partition: one, now }: { readonly partition: PartitionStatus; readonly now: number }): VNode {
  const late = one.landingLag !== null && isLate(one.landingLag, null);
  return (
    <tr class={late ? 'late' : ''}>
      <th scope="row">
        <span class="card-word">Partition </span>
        {one.partition}
      </th>
      <td data-label="Received" class="number">
        {toCount(one.received)}
      </td>
      <td data-label="Landed" class="number">
        {toCount(one.landed)}
      </td>
      <td data-label="Waiting" class="bar-cell wide">
        <Waiting lag={one.landingLag} />
      </td>
      <td data-label="Lag" class={`number ${late ? 'warn' : ''}`}>
        {late ? '▲ ' : ''}
        {toCount(one.landingLag)}
      </td>
      <td data-label="Slot" class="number">
        {toCount(one.slot)}
      </td>
      <td data-label="Live" class="number">
        {toCount(one.aggregated)}
      </td>
      <td data-label="Live lag" class="number">
        {toCount(one.liveLag)}
      </td>
      <td data-label="Newest" class="number">
        {toAge(ageSeconds(one.newestEnqueuedTime, now))}
      </td>
    </tr>
  );
}

/** Length of the bar of a lag, in pixels. Each tenfold lag adds the same length. */
const BAR = 96;

function Waiting({ lag }: { readonly lag: number | null }): VNode | null {
  if (lag === null) return null;
  return (
    <svg class="share" width={BAR} height="8" aria-hidden="true">
      <rect class="share-all" width={BAR} height="8" />
      <rect class="share-done" width={toPoolLength(lag, BAR).toFixed(1)} height="8" />
    </svg>
  );
}
