import { type PipelineStatus } from '../data/api';

/** What one status said of one source; null where the stage did not answer. */
export interface SourceSample {
  readonly received: number | null;
  readonly landed: number | null;
  readonly aggregated: number | null;
  readonly lag: number | null;
  /** Counts of different lives of a hub do not compare. */
  readonly hubGeneration: string | null;
}

export interface Sample {
  /** Milliseconds since the epoch, by the app's clock. */
  readonly at: number;
  readonly sources: Readonly<Record<string, SourceSample>>;
}

/** Samples that are kept: ten minutes at one a second. */
const MOST = 600;

export function toSample(status: PipelineStatus): Sample {
  return {
    at: Date.parse(status.at),
    sources: Object.fromEntries(
      status.sources.map(({ source, hub, bronze, live }) => [
        source,
        {
          received: hub?.received ?? null,
          landed: bronze?.landed ?? null,
          aggregated: live?.aggregated ?? null,
          lag: bronze?.lag ?? null,
          hubGeneration: hub?.hubGeneration ?? null,
        },
      ]),
    ),
  };
}

/** The samples with one more, in the order of time. One of the same moment or before is left out. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && sample.at <= last.at) return samples;
  return [...samples.slice(-(MOST - 1)), sample];
}
