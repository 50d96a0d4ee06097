import { type RefreshSummary, type Stage, type PipelineStatus, type StatusProblem } from '../data/api';
import { toAgo, toCount, toPlural, toRate, toRefreshName } from './format';
import { ageSeconds } from './ages';

/**
 * `down`: does not work. `slow`: has not answered once, or not in time. `late`: works, but is behind. `idle`: has nothing to
 * do. `off`: not configured.
 */
export type StageState = 'up' | 'slow' | 'late' | 'down' | 'idle' | 'off';

export interface StageHealth {
  readonly stage: Stage;
  readonly state: StageState;
  /** One sentence. */
  readonly message: string;
  /** How to fix the problem; null without one, and for a problem whose cause is told at another stage. */
  readonly remedy: string | null;
  /** The stage that tells the cause of the problem; null if this one does. */
  readonly cause: Stage | null;
}

const REMEDIES: Readonly<Record<Stage, string>> = {
  hub: 'Check that the Event Hubs namespace is available and that the app may read it. Publishers keep their events and send them again.',
  bronze:
    'Check that the storage account is available and that the app may write to it. Events wait in the hub; none is lost.',
  live: 'Check the logs of the live functions and the table storage. Windows catch up later; batch answers continue.',
  refresh:
    'Open the refresh for its reason. The next refresh also processes the events of this one; you can start it now.',
  sinks:
    'Check the sink’s address, its credentials and its limits. Windows are delivered again when it is available.',
  quarantine:
    'Check that the table storage is available. Records are safe in Bronze; only their list is missing.',
};

/** Nobody has to do anything about a slow stage yet. */
const SLOW_REMEDY = 'The page asks again every second, and says so if the stage does not work.';

/** States of problems, the worst first. */
const WORST: readonly StatusProblem['state'][] = ['down', 'slow', 'late'];

/** Names of the stages on the page. */
export const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  hub: 'Hub',
  bronze: 'Bronze',
  live: 'Live windows',
  refresh: 'Silver and Gold',
  sinks: 'Sinks',
  quarantine: 'Quarantine',
};

/** Fewer waiting events than this, or than ten seconds of arrivals, are not reported. */
const CALM_LAG = 200;
const CALM_SECONDS = 10;

export interface HealthInput {
  readonly status: PipelineStatus;
  /** Events a second that arrive, over all sources; null if unknown. */
  readonly rate: number | null;
  readonly nowMilliseconds: number;
}

/** The health of every stage. */
export function toHealth({ status, rate, nowMilliseconds }: HealthInput): readonly StageHealth[] {
  const measured = (stage: Stage, calm: () => Pick<StageHealth, 'state' | 'message'>): StageHealth => {
    const problem = toProblemHealth(
      stage,
      status.problems.filter((one) => one.stage === stage),
    );
    if (problem !== undefined) return problem;
    const { state, message } = calm();
    return { stage, state, message, remedy: state === 'down' ? REMEDIES[stage] : null, cause: null };
  };
  const lag = (of: 'bronze' | 'live'): number =>
    status.sources.reduce((sum, one) => sum + (one[of]?.lag ?? 0), 0);
  return [
    measured('hub', () => ({
      state: rate === 0 ? 'idle' : 'up',
      message:
        rate === null
          ? 'Counting.'
          : rate === 0
            ? 'No events arrive.'
            : `${toRate(rate)} events a second arrive.`,
    })),
    measured('bronze', () => toLagHealth(lag('bronze'), rate, 'landed')),
    measured('live', () =>
      status.sources.every(({ live }) => live === null)
        ? { state: 'off', message: 'No contract declares live windows.' }
        : toLagHealth(lag('live'), rate, 'in windows'),
    ),
    measured('quarantine', () => toQuarantineHealth(status.quarantine?.open ?? null)),
    measured('refresh', () => toRefreshHealth(status.refresh, nowMilliseconds)),
    measured('sinks', () => toSinksHealth(status.sinks, nowMilliseconds)),
  ];
}

/** The worst state of the problems, and their messages. Undefined without a problem. */
function toProblemHealth(stage: Stage, problems: readonly StatusProblem[]): StageHealth | undefined {
  const state = WORST.find((one) => problems.some((problem) => problem.state === one));
  if (state === undefined) return undefined;
  const own = problems.filter(({ cause }) => cause === null);
  const cause = own.length > 0 ? null : (problems[0]?.cause ?? null);
  return {
    stage,
    state,
    message:
      cause === null ? own.map(({ message }) => message).join(' ') : `The cause is at ${STAGE_NAMES[cause]}.`,
    remedy: cause !== null ? null : state === 'slow' ? SLOW_REMEDY : REMEDIES[stage],
    cause,
  };
}

export function isLate(lag: number, rate: number | null): boolean {
  return lag > Math.max(CALM_LAG, (rate ?? 0) * CALM_SECONDS);
}

function toLagHealth(lag: number, rate: number | null, done: string): Pick<StageHealth, 'state' | 'message'> {
  if (isLate(lag, rate))
    return {
      state: 'late',
      message: `${toCount(lag)} events wait ${done === 'landed' ? 'for landing' : 'for live windows'}.`,
    };
  return {
    state: 'up',
    message: lag === 0 ? `All events are ${done}.` : `${toPlural(lag, 'event')} on the way.`,
  };
}

function toQuarantineHealth(open: number | null): Pick<StageHealth, 'state' | 'message'> {
  if (open === null) return { state: 'off', message: 'The list of quarantined records is not available.' };
  return {
    state: 'up',
    message: open === 0 ? 'No open records.' : `${toPlural(open, 'open record')}.`,
  };
}

function toRefreshHealth(
  refresh: PipelineStatus['refresh'],
  now: number,
): Pick<StageHealth, 'state' | 'message'> {
  if (refresh?.configured !== true)
    return { state: 'off', message: 'No job is configured, so nothing is refreshed.' };
  const { current, last } = refresh;
  if (current !== null)
    return { state: 'up', message: `${toRefreshName(current.number)} is ${current.state}.` };
  if (last === null) return { state: 'idle', message: 'There has been no refresh yet.' };
  if (last.state === 'failed')
    return { state: 'down', message: `${toRefreshName(last.number)} failed${toReason(last)}` };
  const ended = toAgo(ageSeconds(last.endedAt, now));
  return { state: 'up', message: `${toRefreshName(last.number)}: ${toStateWords(last.state)}, ${ended}.` };
}

function toSinksHealth(sinks: PipelineStatus['sinks'], now: number): Pick<StageHealth, 'state' | 'message'> {
  if (sinks.length === 0) return { state: 'off', message: 'No sink is configured.' };
  const down = sinks.filter(({ state }) => state === 'down');
  if (down.length > 0) {
    return {
      state: 'down',
      message: down.map(({ name, message }) => `${name}: ${message ?? 'does not accept windows'}`).join(' '),
    };
  }
  const latest = Math.min(
    ...sinks.map(({ lastDeliveredAt }) => ageSeconds(lastDeliveredAt, now) ?? Infinity),
  );
  if (!Number.isFinite(latest)) return { state: 'idle', message: 'No windows have been delivered yet.' };
  return { state: 'up', message: `Windows delivered ${toAgo(latest)}.` };
}

function toReason(refresh: RefreshSummary): string {
  return refresh.reason === null ? '.' : `: ${refresh.reason}`;
}

/** The state of a refresh for people. */
export function toStateWords(state: string): string {
  const words: Readonly<Record<string, string>> = {
    'nothing-new': 'nothing new',
    'cancelled-downstream': 'cancelled downstream',
  };
  return words[state] ?? state;
}
