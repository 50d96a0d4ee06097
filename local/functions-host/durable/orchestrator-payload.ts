import { type HistoryEvent } from './history-event';
import { type StartRecord } from './log-record';
import { LONG_TIMER_INTERVAL, LONGEST_TIMER } from './schedule-task';

/** One run of an orchestrator function. */
export interface OrchestratorRun {
  readonly start: StartRecord;
  readonly isReplaying: boolean;
  /** Events of earlier turns. */
  readonly played: readonly HistoryEvent[];
  readonly fresh: readonly HistoryEvent[];
}

/**
 * Interval of the platform's polling for `callHttp`. The library requires the value, but nothing here uses
 * it.
 */
const HTTP_POLL_MILLISECONDS = 30_000;

/** Creates the input of an orchestrator. The protocol defines the spelling of the last member. */
export function toOrchestratorPayload(
  { start, isReplaying, played, fresh }: OrchestratorRun,
  schemaVersion: number,
): unknown {
  const history: (HistoryEvent & { IsPlayed: boolean })[] = [];
  for (const event of played) history.push({ ...event, IsPlayed: true });
  for (const event of fresh) history.push({ ...event, IsPlayed: false });
  return {
    instanceId: start.instanceId,
    parentInstanceId: start.parent?.instanceId ?? null,
    isReplaying,
    input: start.input === null ? null : (JSON.parse(start.input) as unknown),
    history,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: schemaVersion,
    maximumShortTimerDuration: LONGEST_TIMER,
    longRunningTimerIntervalDuration: LONG_TIMER_INTERVAL,
    defaultHttpAsyncRequestSleepTimeMillseconds: HTTP_POLL_MILLISECONDS,
  };
}
