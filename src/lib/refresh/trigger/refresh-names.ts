import { type RefreshId } from '../refresh-id';
import { type RunKind } from '../refresh-record';

/**
 * Names of the durable functions. Running instances refer to each other by name. So a change that replays
 * differently gets a new name, and the old function stays until no instance uses it.
 */
export const ORCHESTRATIONS = {
  refresh: 'refreshMedallion',
  run: { pipeline: 'runPipeline', job: 'runJob' },
} as const;

export const ACTIVITIES = {
  begin: 'refreshBegin',
  plan: 'refreshPlan',
  checkQuality: 'refreshCheckQuality',
  powerBi: 'refreshPowerBi',
  finish: 'refreshFinish',
  startRun: 'refreshStartRun',
  pollRun: 'refreshPollRun',
  cancelRun: 'refreshCancelRun',
} as const;

/** Id of a sub-orchestration, readable in durable histories. */
export function toRunInstanceId(id: RefreshId, kind: RunKind, name: string): string {
  return kind === 'job' ? `${id}-job` : `${id}-pipeline-${name}`;
}
