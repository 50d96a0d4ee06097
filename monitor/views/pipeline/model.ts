import { ageSeconds, newest } from '../../derive/ages';
import { type StageHealth, toHealth } from '../../derive/health';
import { type Headline, toHeadline } from '../../derive/headline';
import { type Rates, sumKnown, toRates } from '../../derive/rates';
import { type GoldTables, type Stage, type PipelineStatus } from '../../data/api';
import { type Sample } from '../../derive/samples';

/** The data of the pipeline's page, derived from the newest status. */
export interface PipelineModel {
  readonly status: PipelineStatus;
  readonly rates: Readonly<Record<string, Rates>>;
  readonly total: Rates;
  readonly health: readonly StageHealth[];
  readonly of: (stage: Stage) => StageHealth | undefined;
  readonly headline: Headline;
  /** Seconds since the newest event of each stage. */
  readonly ages: {
    readonly hub: number | null;
    readonly bronze: number | null;
    readonly refresh: number | null;
  };
  /** Null if no stage answers. */
  /** Rows of all tables of Gold; null while they are unknown. */
  readonly goldRows: number | null;
  readonly landingLag: number | null;
  readonly liveLag: number | null;
}

export function toPipelineModel(
  status: PipelineStatus,
  samples: readonly Sample[],
  nowMilliseconds: number,
  gold?: GoldTables,
): PipelineModel {
  const rates = Object.fromEntries(status.sources.map(({ source }) => [source, toRates(samples, source)]));
  const sum = (counter: keyof Rates): number | null =>
    sumKnown(Object.values(rates).map((one) => one[counter]));
  const total = { received: sum('received'), landed: sum('landed'), aggregated: sum('aggregated') };
  const health = toHealth({ status, rate: total.received, nowMilliseconds });
  const age = (of: 'hub' | 'bronze'): number | null =>
    ageSeconds(newest(status.sources.map((one) => one[of]?.newestEnqueuedTime)), nowMilliseconds);
  const ages = {
    hub: age('hub'),
    bronze: age('bronze'),
    refresh: ageSeconds(status.refresh?.last?.endedAt, nowMilliseconds),
  };
  return {
    status,
    rates,
    total,
    health,
    ages,
    of: (stage) => health.find((one) => one.stage === stage),
    headline: toHeadline(health, total.received, ages.hub),
    goldRows: gold === undefined ? null : sumKnown(gold.tables.map(({ rows }) => rows ?? null)),
    landingLag: sumKnown(status.sources.map(({ bronze }) => bronze?.lag ?? null)),
    liveLag: sumKnown(status.sources.map(({ live }) => live?.lag ?? null)),
  };
}
