import { type VNode } from 'preact';
import { STAGE_NAMES, type StageHealth } from '../../derive/health';
import { signOf } from '../../parts/state-mark';
import { Notice } from '../../parts/notice';

/** What is wrong, in words, and what to do about it. */
export function Problems({ health }: { readonly health: readonly StageHealth[] }): VNode | null {
  const wrong = health.filter(({ remedy }) => remedy !== null);
  if (wrong.length === 0) return null;
  return (
    <section class="problems" aria-label="What is wrong">
      {wrong.map(({ stage, state, message, remedy }) => (
        <Notice
          key={stage}
          tone={state === 'down' ? 'bad' : 'warn'}
          title={`${signOf(state)} ${STAGE_NAMES[stage]}: ${message}`}
        >
          {remedy === null ? null : <p>{remedy}</p>}
        </Notice>
      ))}
    </section>
  );
}
