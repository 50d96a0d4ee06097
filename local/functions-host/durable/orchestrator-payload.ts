import { type HistoryEvent } from './history-event';
import { type StartRecord } from './log-record';
import { LONG_TIMER_INTERVAL, LONGEST_TIMER } from './schedule-task';

/** One run of an orchestrator function. */
export interface OrchestratorRun {
  readonly start: StartRecord;
  readonly isReplaying: boolean;
  /** What the orchestrator has seen before. */
  readonly played: readonly HistoryEvent[];
  readonly fresh: readonly HistoryEvent[];
}

/** What the platform waits between two polls of `callHttp`; the library asks for it and nothing here uses it. */
const HTTP_POLL_MILLISECONDS = 30_000;

/** What an orchestrator gets. The spelling of the last member is the protocol's. */
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
