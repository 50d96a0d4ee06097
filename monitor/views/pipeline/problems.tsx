import { type VNode } from 'preact';
import { STAGE_NAMES, type StageHealth } from '../../derive/health';
import { signOf } from '../../parts/state-mark';
import { Notice } from '../../parts/notice';

/** The current problems, each with its remedy. */
export function Problems({ health }: { readonly health: readonly StageHealth[] }): VNode | null {
  const wrong = health.filter(({ remedy }) => remedy !== null);
  if (wrong.length === 0) return null;
  return (
    <section class="problems" aria-label="Problems">
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
