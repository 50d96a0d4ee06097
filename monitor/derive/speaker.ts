import { type PipelineStatus } from '../data/api';
import { toRefreshName } from './format';
import { STAGE_NAMES } from './health';

/**
 * Makes a text about changes since the last call, for screen readers; undefined without relevant changes.
 * Numbers that change all the time are not read out.
 */
export function createSpeaker(): (
  status: PipelineStatus | null,
  connection: 'connecting' | 'up' | 'down',
) => string | undefined {
  let before: { connection: string; down: readonly string[]; refresh: string } | undefined;
  return (status, connection) => {
    const down = [...new Set(status?.problems.map(({ stage }) => STAGE_NAMES[stage]) ?? [])];
    const current = status?.refresh?.current;
    const last = status?.refresh?.last;
    const refresh =
      current !== null && current !== undefined
        ? `${toRefreshName(current.number)} is ${current.state}.`
        : last !== null && last !== undefined
          ? `${toRefreshName(last.number)} ended: ${last.state}.`
          : '';
    const then = before;
    before = { connection, down, refresh };
    if (then === undefined) return undefined;
    const words = [
      ...(connection === 'down' && then.connection !== 'down' ? ['The connection was lost.'] : []),
      ...(connection === 'up' && then.connection === 'down' ? ['The connection is restored.'] : []),
      ...down.filter((stage) => !then.down.includes(stage)).map((stage) => `${stage} is down.`),
      ...then.down.filter((stage) => !down.includes(stage)).map((stage) => `${stage} works again.`),
      ...(refresh !== then.refresh && then.refresh !== '' ? [refresh] : []),
    ];
    return words.length === 0 ? undefined : words.join(' ');
  };
}
