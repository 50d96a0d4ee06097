import { type RefreshSummary, type Stage, type PipelineStatus } from '../data/api';
import { toAgo, toCount, toPlural, toRate, toRefreshName } from './format';
import { ageSeconds } from './ages';

/** `down`: does not work. `late`: works, but is behind. `idle`: has nothing to do. `off`: not configured. */
export type StageState = 'up' | 'late' | 'down' | 'idle' | 'off';

export interface StageHealth {
  readonly stage: Stage;
  readonly state: StageState;
  /** One sentence. */
  readonly message: string;
  /** How to fix the problem; null without one. */
  readonly remedy: string | null;
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
  const measured = (stage: Stage, calm: () => Omit<StageHealth, 'stage' | 'remedy'>): StageHealth => {
    const problems = status.problems.filter((problem) => problem.stage === stage);
    if (problems.length > 0) {
      const message = problems.map((problem) => problem.message).join(' ');
      return { stage, state: answers(stage, status) ? 'late' : 'down', message, remedy: REMEDIES[stage] };
    }
    const { state, message } = calm();
    return { stage, state, message, remedy: state === 'down' ? REMEDIES[stage] : null };
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

/** Whether a stage with a problem still works: it has a status for each source. */
function answers(stage: Stage, { sources }: PipelineStatus): boolean {
  if (stage !== 'hub' && stage !== 'bronze' && stage !== 'live') return false;
  return sources.length > 0 && sources.every((source) => source[stage] !== null);
}

export function isLate(lag: number, rate: number | null): boolean {
  return lag > Math.max(CALM_LAG, (rate ?? 0) * CALM_SECONDS);
}

function toLagHealth(lag: number, rate: number | null, done: string): Omit<StageHealth, 'stage' | 'remedy'> {
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

function toQuarantineHealth(open: number | null): Omit<StageHealth, 'stage' | 'remedy'> {
  if (open === null) return { state: 'off', message: 'The list of quarantined records is not available.' };
  return {
    state: 'up',
    message: open === 0 ? 'No open records.' : `${toPlural(open, 'open record')}.`,
  };
}

function toRefreshHealth(
  refresh: PipelineStatus['refresh'],
  now: number,
): Omit<StageHealth, 'stage' | 'remedy'> {
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

function toSinksHealth(sinks: PipelineStatus['sinks'], now: number): Omit<StageHealth, 'stage' | 'remedy'> {
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
