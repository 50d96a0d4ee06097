import { type Clock } from '../platform/clock';
import { type Source, SOURCES } from '../contracts/source';
import { type StageAnswer, StageWatch } from './stage-watch';
import { toUnansweredProblems, type Unanswered } from './unanswered';
import { findRefreshProblems, findSinkProblems, findSourceProblems } from './find-problems';
import { type BronzeHead, type RefreshState, type StatusPorts, toPartitionKey } from './ports';
import { QuarantineGrowth } from './quarantine-growth';
import { type SourceFindings, toSourceStatus } from './source-status';
import { type Stage, type Status, type StatusProblem } from './api';

export interface StatusReaderOptions {
  readonly ports: StatusPorts;
  readonly clock: Clock;
  /** Version of the app. */
  readonly version: string;
  /** URL that lists the rows that a local Power BI received; null in Azure. */
  readonly arrivedUrl: string | null;
  /** How long a stage may take before the status is returned without a new answer of it. @default 3000 */
  readonly timeoutMilliseconds?: number;
}

export interface StatusReading {
  readonly status: Status;
  /** Errors of stages that are slow or down, for the log. */
  readonly faults: readonly {
    readonly stage: Stage;
    readonly state: 'slow' | 'down';
    readonly error: unknown;
  }[];
}

/**
 * Reads the status. It never throws: a slow stage has its last known numbers, one that is down is null, and a problem
 * describes the effect.
 */
export type StatusReader = () => Promise<StatusReading>;

export function createStatusReader({
  ports,
  clock,
  version,
  arrivedUrl,
  timeoutMilliseconds = 3000,
}: StatusReaderOptions): StatusReader {
  const growth = new QuarantineGrowth();
  const watch = <T>(read: () => Promise<T>): StageWatch<T> =>
    new StageWatch(read, { clock, timeoutMilliseconds });
  const watchIf = <T>(read: (() => Promise<T>) | undefined): StageWatch<T> | undefined =>
    read === undefined ? undefined : watch(read);
  const hubWatches = SOURCES.map((source) => ({ source, watch: watch(() => ports.hub(source)) }));
  const watches = {
    bronze: watch(ports.bronze),
    waiting: watchIf(ports.waiting),
    live: watchIf(ports.live),
    quarantine: watchIf(ports.quarantine),
    refresh: watchIf(ports.refresh),
    sinks: watchIf(ports.sinks),
  };

  return async () => {
    const [hubs, bronze, waiting, live, quarantine, refresh, sinks] = await Promise.all([
      Promise.all(hubWatches.map(async ({ source, watch: of }) => ({ source, answer: await of.answer() }))),
      watches.bronze.answer(),
      watches.waiting?.answer(),
      watches.live?.answer(),
      watches.quarantine?.answer(),
      watches.refresh?.answer(),
      watches.sinks?.answer(),
    ]);
    const now = clock.now();
    const faults = [
      ...hubs.flatMap(({ answer }) => toFault('hub', answer)),
      ...Object.entries({ bronze, live, quarantine, refresh, sinks }).flatMap(([stage, answer]) =>
        toFault(stage as Stage, answer),
      ),
    ];
    const totals = valueOf(quarantine);
    const findings = hubs.map(({ source, answer }): SourceFindings => ({
      source,
      hub: valueOf(answer),
      heads: valueOf(bronze),
      waiting: valueOf(waiting),
      live: valueOf(live),
      totals: totals?.landed.find((landed) => landed.source === source),
    }));
    const sources = findings.map((finding) => ({ finding, status: toSourceStatus(finding) }));
    // Old numbers of a slow stage would make a lag that does not exist.
    const isSlow = (source: Source): boolean =>
      [hubs.find((one) => one.source === source)?.answer, bronze, live].some((of) => of?.state === 'slow');
    const refreshing = toRefresh(ports.refresh !== undefined, valueOf(refresh), valueOf(bronze));
    const problems: readonly StatusProblem[] = [
      ...toUnansweredProblems(
        toUnanswered(
          hubs.map(({ answer }) => answer),
          { bronze, live, quarantine, refresh, sinks },
        ),
        hubs.filter(({ answer }) => answer.state === 'down').map(({ source }) => source),
      ),
      ...sources.flatMap(({ finding, status }) =>
        isSlow(finding.source) ? [] : findSourceProblems(finding, status, now),
      ),
      ...findRefreshProblems(refreshing),
      ...findSinkProblems(valueOf(sinks) ?? []),
      ...(totals === undefined ? [] : growth.observe(totals, now)),
    ];
    return {
      status: {
        at: now.toISOString(),
        app: { version },
        problems,
        sources: sources.map(({ status }) => status),
        quarantine:
          totals === undefined
            ? null
            : { records: totals.records, open: totals.open, bySourceAndCode: totals.bySourceAndCode },
        refresh: refreshing,
        sinks: valueOf(sinks) ?? [],
        powerBi: { arrivedUrl },
      },
      // Missing ages are only logged: the hub and the lake already show the lag.
      faults: [...faults, ...toFault('bronze', waiting)],
    };
  };
}

function toRefresh(
  configured: boolean,
  state: RefreshState | undefined,
  heads: readonly BronzeHead[] | undefined,
): Status['refresh'] {
  if (!configured) return { configured, current: null, last: null, arrivals: null };
  if (state === undefined) return null;
  const { current, last, planned } = state;
  const arrivals =
    heads === undefined || current !== null
      ? null
      : heads.reduce((sum, { source, hubGeneration, partition, lastSequenceNumber }) => {
          const known = planned?.get(toPartitionKey(source, hubGeneration, partition)) ?? -1;
          return sum + Math.max(0, lastSequenceNumber - known);
        }, 0);
  return { configured, current, last, arrivals };
}

function toUnanswered(
  hubs: readonly StageAnswer<unknown>[],
  others: Readonly<Partial<Record<Stage, StageAnswer<unknown> | undefined>>>,
): readonly Unanswered[] {
  const hub = hubs.some(({ state }) => state === 'down')
    ? 'down'
    : hubs.some(({ state }) => state === 'slow')
      ? 'slow'
      : 'up';
  return [
    ...(hub === 'up' ? [] : [{ stage: 'hub', state: hub } as const]),
    ...Object.entries(others).flatMap(([stage, answer]) =>
      answer === undefined || answer.state === 'up' ? [] : [{ stage: stage as Stage, state: answer.state }],
    ),
  ];
}

function valueOf<T>(answer: StageAnswer<T> | undefined): T | undefined {
  return answer?.value;
}

function toFault(stage: Stage, answer: StageAnswer<unknown> | undefined): StatusReading['faults'] {
  return answer === undefined || answer.state === 'up'
    ? []
    : [{ stage, state: answer.state, error: answer.error }];
}
