import { type VNode } from 'preact';
import { type Series } from '../derive/series';

/** Names of lines or bars with their sign. */
export function Legend({
  series,
  more,
}: {
  readonly series: readonly Series[];
  readonly more: number;
}): VNode | null {
  if (series.length < 2) return null;
  return (
    <ul class="legend">
      {series.map(({ name }, index) => (
        <li key={name}>
          <svg width="22" height="10" aria-hidden="true">
            <path class={`line line-${index}`} d="M1 5H21" />
          </svg>
          {name}
        </li>
      ))}
      {more > 0 ? <li class="quiet">and {more} more in the table</li> : null}
    </ul>
  );
}
