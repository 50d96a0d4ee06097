import { WORK_MILLISECONDS } from '../platform/call-limits';
import { type Clock } from '../platform/clock';
import { type HubGeneration } from './positions';
import { type Source } from '../contracts/source';
import { type HubPartition } from './hub-reader';

/** Options for the sweep of one partition. */
export interface SweepOptions {
  /** The hub generation of the numbers. */
  readonly hubGeneration: HubGeneration;
  /** The last sequence number that the hub has assigned. */
  readonly lastSequenceNumber: number;
  /** Events enqueued after this time (milliseconds since the epoch) are left to the trigger. */
  readonly settledBefore: number;
  /** No further events are read after this time (milliseconds since the epoch). */
  readonly until: number;
}

export interface SweepHubsOptions<T> {
  readonly sources: readonly Source[];
  readonly hub: {
    readHubGeneration(source: Source): Promise<HubGeneration>;
    readPartitions(source: Source): Promise<readonly HubPartition[]>;
  };
  /** Reads the events that the trigger left in one partition. */
  readonly sweep: (source: Source, partition: number, options: SweepOptions) => Promise<T>;
  readonly clock: Clock;
  /** How long an event waits for the trigger, in seconds. */
  readonly afterSeconds: number;
}

/** The result for one partition, or for a whole source if its hub did not answer. */
export type SweepOutcome<T> = { readonly source: Source } & (
  | { readonly outcome: 'swept'; readonly partition: number; readonly result: T }
  | { readonly outcome: 'failed'; readonly partition?: number; readonly error: unknown }
);

/** Sweeps every partition of every hub once. A partition that fails does not stop the others. */
export async function sweepHubs<T>(options: SweepHubsOptions<T>): Promise<readonly SweepOutcome<T>[]> {
  const outcomes = await Promise.all(options.sources.map((source) => sweepHub(options, source)));
  return outcomes.flat();
}

async function sweepHub<T>(
  { hub, sweep, clock, afterSeconds }: SweepHubsOptions<T>,
  source: Source,
): Promise<readonly SweepOutcome<T>[]> {
  const now = clock.now().getTime();
  const times = { settledBefore: now - afterSeconds * 1000, until: now + WORK_MILLISECONDS };
  try {
    // In this order: if the hub is created again between the two reads, its numbers do not exist in the old generation.
    const hubGeneration = await hub.readHubGeneration(source);
    const partitions = await hub.readPartitions(source);
    const outcomes: SweepOutcome<T>[] = [];
    // In sequence: the backlogs of all partitions at once would fill the memory.
    for (const { partition, lastSequenceNumber } of partitions) {
      if (lastSequenceNumber < 0) continue;
      try {
        const result = await sweep(source, partition, { hubGeneration, lastSequenceNumber, ...times });
        outcomes.push({ source, outcome: 'swept', partition, result });
      } catch (error) {
        outcomes.push({ source, outcome: 'failed', partition, error });
      }
    }
    return outcomes;
  } catch (error) {
    return [{ source, outcome: 'failed', error }];
  }
}

/** Throws after all partitions were swept, so that failures are visible and counted. */
export function throwSweepFailures(outcomes: readonly SweepOutcome<unknown>[]): void {
  const failures = outcomes.flatMap((outcome) => (outcome.outcome === 'failed' ? [outcome] : []));
  if (failures.length === 0) return;
  const places = failures.map(
    ({ source, partition }) => `${source}${partition === undefined ? '' : ` ${partition}`}`,
  );
  throw new AggregateError(
    failures.map(({ error }) => error),
    `${failures.length} of ${outcomes.length} partitions could not be swept (${places.join(', ')}): ${String(failures[0]?.error)}`,
  );
}
