import { type PipelineStatus, type StatusProblem } from '../data/api';
import { toRefreshName } from './format';
import { STAGE_NAMES } from './health';

/**
 * Makes a text about changes since the last call, for screen readers; undefined without relevant changes.
 * Numbers that change all the time are not read out.
 */
export function createSpeaker(): (
  status: PipelineStatus | null,
  connection: 'connecting' | 'up' | 'slow' | 'down',
) => string | undefined {
  let before:
    { connection: string; down: readonly string[]; late: readonly string[]; refresh: string } | undefined;
  return (status, connection) => {
    const down = toNames(status, 'down');
    const late = toNames(status, 'late');
    const current = status?.refresh?.current;
    const last = status?.refresh?.last;
    const refresh =
      current !== null && current !== undefined
        ? `${toRefreshName(current.number)} is ${current.state}.`
        : last !== null && last !== undefined
          ? `${toRefreshName(last.number)} ended: ${last.state}.`
          : '';
    const then = before;
    // A slow connection or stage is no news: the next answer tells which one it is.
    before = {
      connection: connection === 'slow' ? (then?.connection ?? 'connecting') : connection,
      down,
      late,
      refresh,
    };
    if (then === undefined) return undefined;
    const words = [
      ...(connection === 'down' && then.connection !== 'down' ? ['The connection was lost.'] : []),
      ...(connection === 'up' && then.connection === 'down' ? ['The connection is restored.'] : []),
      ...down.filter((stage) => !then.down.includes(stage)).map((stage) => `${stage} is down.`),
      ...late.filter((stage) => !then.late.includes(stage)).map((stage) => `${stage} needs attention.`),
      ...then.down.filter((stage) => !down.includes(stage)).map((stage) => `${stage} works again.`),
      ...(refresh !== then.refresh && then.refresh !== '' ? [refresh] : []),
    ];
    return words.length === 0 ? undefined : words.join(' ');
  };
}

/** The stages that tell a problem of this state; those with a cause elsewhere are not named besides it. */
function toNames(status: PipelineStatus | null, state: StatusProblem['state']): readonly string[] {
  const problems = status?.problems.filter((one) => one.state === state && one.cause === null) ?? [];
  return [...new Set(problems.map(({ stage }) => STAGE_NAMES[stage]))];
}
