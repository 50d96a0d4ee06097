import { type StageHealth, STAGE_NAMES } from './health';
import { toAge, toRate } from './format';

export interface Headline {
  readonly state: 'up' | 'late' | 'down' | 'idle';
  readonly text: string;
}

/** The state of the pipeline in one sentence: problems first, otherwise the rate. */
export function toHeadline(
  health: readonly StageHealth[],
  rate: number | null,
  newestAgeSeconds: number | null,
): Headline {
  const down = health.filter(({ state }) => state === 'down');
  if (down.length > 0) {
    const names = down.map(({ stage }) => STAGE_NAMES[stage]);
    const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
    return { state: 'down', text: `${list ?? ''} ${names.length === 1 ? 'needs' : 'need'} attention.` };
  }
  const late = health.find(({ state }) => state === 'late');
  if (late !== undefined) return { state: 'late', text: `${STAGE_NAMES[late.stage]}: ${late.message}` };
  if (rate === null) return { state: 'idle', text: 'Reading the status.' };
  if (rate === 0) {
    return {
      state: 'idle',
      text:
        newestAgeSeconds === null
          ? 'Waiting for the first event.'
          : `No new events: the newest event is ${toAge(newestAgeSeconds)} old.`,
    };
  }
  return { state: 'up', text: `All stages work: ${toRate(rate)} events a second.` };
}
