import { type RefreshId } from '../refresh-id';
import { type RunKind } from '../refresh-record';

/**
 * Names of the durable functions. Instances under way know each other by these names: a change that replays differently
 * gets a new name, and the old one stays until no instance runs it.
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

/** Instance of a sub-orchestration, for people who look at durable histories. */
export function toRunInstanceId(id: RefreshId, kind: RunKind, name: string): string {
  return kind === 'job' ? `${id}-job` : `${id}-pipeline-${name}`;
}
