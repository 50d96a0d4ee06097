import { type SinkStatus } from '../live';
import { type BronzeHead } from './ports';
import { ofCurrentGeneration, type SourceFindings } from './source-status';
import { type PartitionStatus, type SourceStatus, type Status, type StatusProblem } from './api';

/** Landing that is so far behind the hub is a problem; a batch waits two seconds at most. */
const BEHIND_SECONDS = 120;
/**
 * Remaining retention that needs attention. A hub keeps events for an hour at least, and for a day by default
 * and in our deployment.
 */
const RETENTION_RISK_HOURS = 6;
/** Live windows may lag by the events in flight. A longer lag means that they have stopped or cannot keep up. */
const LIVE_BEHIND_EVENTS = 10_000;

/** Finds problems of a source whose hub and lake both answer. */
export function findSourceProblems(
  findings: SourceFindings,
  status: SourceStatus,
  now: Date,
): readonly StatusProblem[] {
  const heads = ofCurrentGeneration(findings).heads ?? [];
  const lag = findLandingLag(status, heads, now);
  // If a whole source is stuck, its partitions are not listed one by one.
  const landing = lag.length > 0 ? lag : findPartitionsBehind(findings, status, now);
  return [...findLoss(findings, heads), ...landing, ...findLiveLag(status, now, landing.length > 0)];
}

/** Finds partitions that have stopped while others of the source continue. */
function findPartitionsBehind(
  { waiting, hub }: SourceFindings,
  { source, partitions }: SourceStatus,
  now: Date,
): StatusProblem[] {
  const seen = (waiting ?? []).filter(
    (row) => row.source === source && row.hubGeneration === hub?.hubGeneration,
  );
  return partitions.flatMap(({ partition, landed, landingLag, newestEnqueuedTime }): StatusProblem[] => {
    if (landed === null || landingLag === null || landingLag === 0) return [];
    const row = seen.find((one) => one.partition === partition)?.waiting;
    // The hub has the time of its newest event; a row has that of an older event that waits.
    const ages = [
      ...(newestEnqueuedTime === null ? [] : [secondsBetween(newestEnqueuedTime, now)]),
      ...(row === undefined || row.sequenceNumber < landed ? [] : [(now.getTime() - row.since) / 1000]),
    ];
    const seconds = Math.max(0, ...ages);
    if (seconds < BEHIND_SECONDS) return [];
    return [
      {
        stage: 'bronze',
        state: 'late',
        cause: null,
        message: `${count(landingLag, 'event')} of ${source}, partition ${partition}, wait for landing, the oldest for ${duration(seconds)}: the partition may be stuck. The events are safe in the hub until its retention ends.`,
      },
    ];
  });
}

/** Finds events that retention deleted before they landed, now or before an earlier slot. */
function findLoss(
  { source, hub, heads: all }: SourceFindings,
  heads: readonly BronzeHead[],
): StatusProblem[] {
  const problems: StatusProblem[] = [];
  for (const { partition, lost } of heads.filter((head) => head.lost > 0)) {
    problems.push({
      stage: 'bronze',
      state: 'late',
      cause: null,
      message: `Lost before landing: ${count(lost, 'event')} of ${source}, partition ${partition}. The slots record which ones. All landed events are complete.`,
    });
  }
  if (all === undefined) return problems;
  for (const { partition, beginSequenceNumber } of hub?.partitions ?? []) {
    const next = (heads.find((head) => head.partition === partition)?.lastSequenceNumber ?? -1) + 1;
    if (beginSequenceNumber <= next) continue;
    problems.push({
      stage: 'bronze',
      state: 'late',
      cause: null,
      message: `${count(beginSequenceNumber - next, 'event')} of ${source}, partition ${partition}, were deleted by the hub's retention before they landed. Landing continues with the next event and records the gap.`,
    });
  }
  return problems;
}

function findLandingLag(
  { source, bronze, hub }: SourceStatus,
  heads: readonly BronzeHead[],
  now: Date,
): StatusProblem[] {
  const lag = bronze?.lag ?? 0;
  const newestInHub = hub?.newestEnqueuedTime ?? null;
  if (lag === 0 || bronze === null || newestInHub === null) return [];
  // The newest landed event is older than all waiting events, so this is the maximum wait.
  const since = bronze.newestEnqueuedTime;
  const behindSeconds = secondsBetween(since ?? newestInHub, now);
  if (behindSeconds < BEHIND_SECONDS) return [];
  const waiting = `${count(lag, 'event')} of ${source} wait for landing`;
  const risk = heads.some(
    ({ lastEnqueuedTime }) => secondsBetween(lastEnqueuedTime, now) > RETENTION_RISK_HOURS * 3600,
  );
  return [
    {
      stage: 'bronze',
      state: 'late',
      cause: null,
      message:
        risk || behindSeconds > RETENTION_RISK_HOURS * 3600
          ? `${waiting}, some for up to ${Math.floor(behindSeconds / 3600)} hours: landing must work again before the hub's retention ends, or the events are lost.`
          : `${waiting}; nothing has landed for ${duration(behindSeconds)}. The events are safe in the hub.`,
    },
  ];
}

/** @param landingWaits whether landing is behind, too: live windows follow Bronze at each landing */
function findLiveLag(
  { source, live, partitions }: SourceStatus,
  now: Date,
  landingWaits: boolean,
): StatusProblem[] {
  const lag = live?.lag ?? 0;
  if (lag === 0) return [];
  const isStuck = ({ liveLag, newestEnqueuedTime }: PartitionStatus): boolean =>
    (liveLag ?? 0) > 0 &&
    newestEnqueuedTime !== null &&
    secondsBetween(newestEnqueuedTime, now) > BEHIND_SECONDS;
  if (lag < LIVE_BEHIND_EVENTS && !partitions.some(isStuck)) return [];
  return [
    {
      stage: 'live',
      state: 'late',
      cause: landingWaits ? 'bronze' : null,
      message: `Live windows of ${source} are ${count(lag, 'event')} behind Bronze. Answers come from Gold until live windows have caught up.`,
    },
  ];
}

/** Finds a failed or cancelled last refresh. */
export function findRefreshProblems(refresh: Status['refresh']): readonly StatusProblem[] {
  const last = refresh?.last;
  if (
    last === null ||
    last === undefined ||
    (last.state !== 'failed' && last.state !== 'cancelled-downstream')
  )
    return [];
  const [reason = ''] = (last.reason ?? '').split('\n');
  const what = last.state === 'failed' ? 'failed' : 'was cancelled downstream';
  return [
    {
      stage: 'refresh',
      state: 'down',
      cause: null,
      message: `The last refresh, ${last.id}, ${what}${reason === '' ? '' : `: ${sentence(reason)}`} Gold is unchanged; the next refresh also processes the events of this one.`,
    },
  ];
}

export function findSinkProblems(sinks: readonly SinkStatus[]): readonly StatusProblem[] {
  return sinks
    .filter(({ state }) => state === 'down')
    .map(({ name, message }) => ({
      stage: 'sinks',
      state: 'down',
      cause: null,
      message: `The sink ${name} does not accept windows${message === null ? '.' : `: ${sentence(message)}`} They are kept and delivered later.`,
    }));
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function secondsBetween(time: string, now: Date): number {
  return (now.getTime() - Date.parse(time)) / 1000;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}

function duration(seconds: number): string {
  return seconds < 7200 ? `${Math.floor(seconds / 60)} minutes` : `${Math.floor(seconds / 3600)} hours`;
}
