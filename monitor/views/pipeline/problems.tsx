import { type VNode } from 'preact';
import { STAGE_NAMES, type StageHealth } from '../../derive/health';
import { Notice } from '../../parts/notice';

/** What is down, in words, and what to do about it. */
export function Problems({ health }: { readonly health: readonly StageHealth[] }): VNode | null {
  const down = health.filter(({ state }) => state === 'down');
  if (down.length === 0) return null;
  return (
    <section class="problems" aria-label="What is wrong">
      {down.map(({ stage, message, remedy }) => (
        <Notice key={stage} tone="bad" title={`✕ ${STAGE_NAMES[stage]}: ${message}`}>
          {remedy === null ? null : <p>{remedy}</p>}
        </Notice>
      ))}
    </section>
  );
}
