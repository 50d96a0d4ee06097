import { type VNode } from 'preact';
import { toHash } from '../../derive/route';
import { PageHead } from '../../parts/page-head';
import { usePipeline, useRoute } from '../../parts/use-store';
import { FirstLook } from '../pipeline/first-look';
import { PartitionTable } from './partition-table';

/** All partitions of all hubs: received events, newest slot, and position of live windows. */
export function PartitionsPage(): VNode {
  const { status, connection } = usePipeline();
  const { query } = useRoute();
  if (status === null) return <FirstLook connection={connection} />;
  const chosen = query['source'];
  const shown = status.sources.filter(({ source }) => chosen === undefined || source === chosen);
  return (
    <>
      <PageHead title="Partitions">
        <p>
          Each partition of a hub lands separately, slot after slot, and has its own live position. Bars show
          events that wait for landing, on a logarithmic scale.
        </p>
      </PageHead>
      <nav class="chips" aria-label="Sources">
        <a href={toHash('partitions')} aria-current={chosen === undefined ? 'true' : undefined}>
          all
        </a>
        {status.sources.map(({ source }) => (
          <a
            key={source}
            href={toHash('partitions', [], { source })}
            aria-current={chosen === source ? 'true' : undefined}
          >
            {source}
          </a>
        ))}
      </nav>
      <div class="partition-grid">
        {(shown.length === 0 ? status.sources : shown).map((source) => (
          <PartitionTable key={source.source} source={source} />
        ))}
      </div>
    </>
  );
}
