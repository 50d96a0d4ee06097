import { type VNode } from 'preact';
import { toHash } from '../../derive/route';
import { PageHead } from '../../parts/page-head';
import { usePipeline, useRoute } from '../../parts/use-store';
import { FirstLook } from '../pipeline/first-look';
import { PartitionTable } from './partition-table';

/** Every partition of every hub: what came, what landed in which slot, and how far the live windows are. */
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
          Each partition of a hub lands on its own, slot after slot, and has a live position of its own. Bars
          grow tenfold: events that wait to be landed.
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
