import { type Clock } from '../platform/clock';
import { type Source, SOURCES } from '../contracts/source';
import { type Answer, readWithTimeout, hubsUnanswered, UNANSWERED } from './unanswered';
import { findRefreshProblems, findSinkProblems, findSourceProblems } from './find-problems';
import { type BronzeHead, type HubState, type RefreshState, type StatusPorts, toPartitionKey } from './ports';
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
  /** How long a stage may take before the status is returned without it. @default 3000 */
  readonly timeoutMilliseconds?: number;
}

export interface StatusReading {
  readonly status: Status;
  /** Errors of stages that did not answer, for the log. */
  readonly faults: readonly { readonly stage: Stage; readonly error: unknown }[];
}

/**
 * Reads the status. It never throws: a stage that does not answer in time is null, and a problem describes
 * the effect.
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
  const readStage = <T>(read: () => Promise<T>): Promise<Answer<T>> =>
    readWithTimeout(read, timeoutMilliseconds);
  const askIf = async <T>(read: (() => Promise<T>) | undefined): Promise<Answer<T> | undefined> =>
    read === undefined ? undefined : readStage(read);

  return async () => {
    const [hubs, bronze, waiting, live, quarantine, refresh, sinks] = await Promise.all([
      Promise.all(SOURCES.map(async (source) => [source, await readStage(() => ports.hub(source))] as const)),
      readStage(ports.bronze),
      askIf(ports.waiting),
      askIf(ports.live),
      askIf(ports.quarantine),
      askIf(ports.refresh),
      askIf(ports.sinks),
    ]);
    const now = clock.now();
    const faults = [
      ...hubs.flatMap(([, answer]) => toFault('hub', answer)),
      ...Object.entries({ bronze, live, quarantine, refresh, sinks }).flatMap(([stage, answer]) =>
        toFault(stage as Stage, answer),
      ),
    ];
    const totals = valueOf(quarantine);
    const findings = hubs.map(([source, answer]): SourceFindings => ({
      source,
      hub: valueOf(answer),
      heads: valueOf(bronze),
      waiting: valueOf(waiting),
      live: valueOf(live),
      totals: totals?.landed.find((landed) => landed.source === source),
    }));
    const sources = findings.map((finding) => ({ finding, status: toSourceStatus(finding) }));
    const refreshing = toRefresh(ports.refresh !== undefined, valueOf(refresh), valueOf(bronze));
    const problems: readonly StatusProblem[] = [
      ...toUnanswered(hubs, faults),
      ...sources.flatMap(({ finding, status }) => findSourceProblems(finding, status, now)),
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
  hubs: readonly (readonly [Source, Answer<HubState>])[],
  faults: StatusReading['faults'],
): readonly StatusProblem[] {
  const silent = hubs.flatMap(([source, { answered }]) => (answered ? [] : [source]));
  const stages = faults.flatMap(({ stage }) => (stage === 'hub' ? [] : [UNANSWERED[stage]]));
  return [...(silent.length === 0 ? [] : [hubsUnanswered(silent)]), ...stages];
}

function valueOf<T>(answer: Answer<T> | undefined): T | undefined {
  return answer?.answered === true ? answer.value : undefined;
}

function toFault(stage: Stage, answer: Answer<unknown> | undefined): StatusReading['faults'] {
  return answer?.answered === false ? [{ stage, error: answer.error }] : [];
}
