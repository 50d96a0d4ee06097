import { type VNode } from 'preact';
import { type Series } from '../derive/series';

/** Names of lines or bars with their symbol. */
export function Legend({
  series,
  more,
  as = 'lines',
}: {
  readonly series: readonly Series[];
  /** Number of series that are not drawn. */
  readonly more: number;
  /** @default 'lines' */
  readonly as?: 'lines' | 'bars';
}): VNode | null {
  if (series.length < 2) return null;
  return (
    <ul class="legend">
      {series.map(({ name }, index) => (
        <li key={name}>
          <svg width="22" height="10" aria-hidden="true">
            {as === 'lines' ? (
              <path class={`line line-${index}`} d="M1 5H21" />
            ) : (
              <rect class={`bar-${index}`} x="6" width="10" height="10" />
            )}
          </svg>
          {name}
        </li>
      ))}
      {more > 0 ? <li class="quiet">and {more} more in the table</li> : null}
    </ul>
  );
}
