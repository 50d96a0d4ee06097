import { type PipelineStatus } from '../data/api';

/** Counts of one source in one status; null if the stage did not answer. */
export interface SourceSample {
  readonly received: number | null;
  readonly landed: number | null;
  readonly aggregated: number | null;
  readonly lag: number | null;
  /** Counts of different hub generations cannot be compared. */
  readonly hubGeneration: string | null;
}

export interface Sample {
  /** Milliseconds since the epoch, by the app's clock. */
  readonly at: number;
  readonly sources: Readonly<Record<string, SourceSample>>;
}

/** Maximum number of samples: ten minutes at one a second. */
const MAX_SAMPLES = 600;

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

/** Adds a sample, in the order of time. One that is not newer is ignored. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && sample.at <= last.at) return samples;
  return [...samples.slice(-(MAX_SAMPLES - 1)), sample];
}
