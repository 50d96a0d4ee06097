import { type VNode } from 'preact';

const SIGNS: Readonly<Record<string, readonly [sign: string, tone: string]>> = {
  up: ['●', 'good'],
  succeeded: ['✓', 'good'],
  'would-publish': ['✓', 'good'],
  published: ['✓', 'good'],
  accepted: ['✓', 'good'],
  replayed: ['✓', 'good'],
  committed: ['✓', 'good'],
  already: ['✓', 'good'],
  idle: ['○', 'quiet'],
  off: ['○', 'quiet'],
  waiting: ['○', 'quiet'],
  unchanged: ['=', 'quiet'],
  'nothing-new': ['=', 'quiet'],
  cancelled: ['–', 'quiet'],
  'cancelled-downstream': ['–', 'warn'],
  running: ['▸', 'live'],
  replaying: ['▸', 'live'],
  cancelling: ['▸', 'warn'],
  late: ['▲', 'warn'],
  slow: ['△', 'warn'],
  open: ['◆', 'warn'],
  'already-replayed': ['=', 'quiet'],
  'under-way': ['▸', 'warn'],
  gone: ['–', 'quiet'],
  'attempts-exhausted': ['✕', 'bad'],
  quarantined: ['✕', 'bad'],
  rejected: ['✕', 'bad'],
  failed: ['✕', 'bad'],
  down: ['✕', 'bad'],
};

/** A state as a symbol and a word, so that colour is never the only sign. */
export function StateMark({ state, words }: { readonly state: string; readonly words?: string }): VNode {
  const [sign, tone] = SIGNS[state] ?? ['·', 'quiet'];
  return (
    <span class={`mark ${tone}`}>
      <span aria-hidden="true">{sign}</span>{' '}
      <span class="mark-word">{words ?? state.replaceAll('-', ' ')}</span>
    </span>
  );
}

/** The symbol of a state, if its word is shown elsewhere. */
export function signOf(state: string): string {
  return SIGNS[state]?.[0] ?? '·';
}

export function toneOf(state: string): string {
  return SIGNS[state]?.[1] ?? 'quiet';
}
