import { type StageHealth, STAGE_NAMES } from './health';
import { toAge, toRate } from './format';

export interface Headline {
  readonly state: 'up' | 'slow' | 'late' | 'down' | 'idle';
  readonly text: string;
}

/** The state of the pipeline in one sentence: problems first, otherwise the rate. */
export function toHeadline(
  health: readonly StageHealth[],
  rate: number | null,
  newestAgeSeconds: number | null,
): Headline {
  // A stage whose cause is told at another one is not named besides it.
  const own = health.filter(({ cause }) => cause === null);
  const down = own.filter(({ state }) => state === 'down');
  if (down.length > 0) {
    const names = down.map(({ stage }) => STAGE_NAMES[stage]);
    const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
    return { state: 'down', text: `${list ?? ''} ${names.length === 1 ? 'needs' : 'need'} attention.` };
  }
  for (const state of ['late', 'slow'] as const) {
    const one = own.find((health) => health.state === state);
    if (one !== undefined) return { state, text: `${STAGE_NAMES[one.stage]}: ${one.message}` };
  }
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
