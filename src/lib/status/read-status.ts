import { type Clock } from '../platform/clock';
import { type Source, SOURCES } from '../contracts/source';
import { type Answer, ask, hubsUnanswered, UNANSWERED } from './unanswered';
import { findRefreshProblems, findSinkProblems, findSourceProblems } from './find-problems';
import { type BronzeHead, type HubState, type RefreshState, type StatusPorts, toPartitionKey } from './ports';
import { QuarantineGrowth } from './quarantine-growth';
import { type SourceFindings, toSourceStatus } from './source-status';
import { type Stage, type Status, type StatusProblem } from './api';

export interface StatusReaderOptions {
  readonly ports: StatusPorts;
  readonly clock: Clock;
  /** Of the app. */
  readonly version: string;
  /** Where what a local Power BI received can be seen; null in Azure. */
  readonly arrivedUrl: string | null;
  /** How long a stage may take before the status goes on without it. @default 3000 */
  readonly timeoutMilliseconds?: number;
}

export interface StatusReading {
  readonly status: Status;
  /** Why stages did not answer, for the log. */
  readonly faults: readonly { readonly stage: Stage; readonly error: unknown }[];
}

/** Reads the status. Never throws: a stage that does not answer in time is null, and a problem says what that means. */
export type StatusReader = () => Promise<StatusReading>;

export function createStatusReader({
  ports,
  clock,
  version,
  arrivedUrl,
  timeoutMilliseconds = 3000,
}: StatusReaderOptions): StatusReader {
  const growth = new QuarantineGrowth();
  const askStage = <T>(read: () => Promise<T>): Promise<Answer<T>> => ask(read, timeoutMilliseconds);
  const askIf = async <T>(read: (() => Promise<T>) | undefined): Promise<Answer<T> | undefined> =>
    read === undefined ? undefined : askStage(read);

  return async () => {
    const [hubs, bronze, waiting, live, quarantine, refresh, sinks] = await Promise.all([
      Promise.all(SOURCES.map(async (source) => [source, await askStage(() => ports.hub(source))] as const)),
      askStage(ports.bronze),
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
      // The ages are a second opinion on what hub and lake say, so a person need not hear that they are missing.
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
