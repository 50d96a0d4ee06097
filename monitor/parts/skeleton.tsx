import { type VNode } from 'preact';

/** Grey lines in place of an answer that is on its way. Fast answers arrive before they are visible. */
export function Skeleton({ what }: { /** As in "the refreshes". */ readonly what: string }): VNode {
  return (
    <div class="skeleton" aria-busy="true">
      <p class="spoken">Loading {what}.</p>
      <span aria-hidden="true" />
      <span aria-hidden="true" />
      <span aria-hidden="true" />
    </div>
  );
}
