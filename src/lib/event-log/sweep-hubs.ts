import { WORK_MILLISECONDS } from '../platform/call-limits';
import { type Clock } from '../platform/clock';
import { type HubGeneration } from './positions';
import { type Source } from '../contracts/source';
import { type HubPartition } from './hub-reader';

/** What a sweep of one partition needs to know. */
export interface SweepOptions {
  /** The life of the hub that the numbers are of. */
  readonly hubGeneration: HubGeneration;
  /** The last sequence number that the hub has given out. */
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
  /** Takes in what the trigger has left behind in one partition. */
  readonly sweep: (source: Source, partition: number, options: SweepOptions) => Promise<T>;
  readonly clock: Clock;
  /** How long an event waits for the trigger, in seconds. */
  readonly afterSeconds: number;
}

/** What became of one partition, or of a whole source whose hub did not answer. */
export type SweepOutcome<T> = { readonly source: Source } & (
  | { readonly outcome: 'swept'; readonly partition: number; readonly result: T }
  | { readonly outcome: 'failed'; readonly partition?: number; readonly error: unknown }
);

/**
 * Looks at every partition of every hub once, and has swept whatever may have been left behind there. A partition that fails
 * keeps no other from being swept.
 */
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
    // In this order: a hub that is made again in between then has numbers that its old life does not know.
    const hubGeneration = await hub.readHubGeneration(source);
    const partitions = await hub.readPartitions(source);
    const outcomes: SweepOutcome<T>[] = [];
    // One after the other: a backlog of every partition at once would fill the memory.
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

/** The call fails when everything is done that can be done, so that the fault is seen and counted. */
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
