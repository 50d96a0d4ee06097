import { type VNode } from 'preact';
import { ageSeconds } from '../derive/ages';
import { toAgo, toMoment } from '../derive/format';
import { useNow } from './use-store';

/** How long ago a time is; the time itself is shown on hover and read by screen readers. */
export function Ago({ time }: { readonly time: string | null }): VNode {
  const now = useNow();
  if (time === null) return <span class="quiet">–</span>;
  return (
    <time dateTime={time} title={`${toMoment(time)} UTC`}>
      {toAgo(ageSeconds(time, now))}
    </time>
  );
}
