import { type VNode } from 'preact';
import { type Refresh } from '../../data/api';
import { toDuration } from '../../derive/format';
import { type Bar, toBars, toExtent } from '../../derive/timeline';
import { StateMark } from '../../parts/state-mark';
import { useNow } from '../../parts/use-store';

/** The steps of a refresh as bars over time, in a table for screen readers. */
export function RefreshTimeline({ refresh }: { readonly refresh: Refresh }): VNode {
  const now = useNow();
  const bars = toBars(refresh);
  if (bars.length === 0)
    return <p class="empty">No step has started yet. The first one starts within seconds.</p>;
  const [from, to] = toExtent(bars, refresh.startedAt, now);
  return (
    <table class="timeline">
      <caption class="spoken">Steps, runs and tasks with their times</caption>
      <thead class="spoken">
        <tr>
          <th scope="col">Step</th>
          <th scope="col">When</th>
          <th scope="col">Took</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar, index) => [
          <tr key={`${index} ${bar.name}`} class={`level-${bar.level}`}>
            <th scope="row">{bar.url === null ? bar.name : <Linked bar={bar} url={bar.url} />}</th>
            <td class="when">
              <Track bar={bar} from={from} to={to} now={now} />
            </td>
            <td class="number">{toDuration(lengthOf(bar, now))}</td>
            <td>
              <StateMark state={bar.state} />
            </td>
          </tr>,
          bar.message !== null && bar.state === 'failed' ? (
            <tr key={`${index} message`} class="message">
              <td colSpan={4}>{bar.message}</td>
            </tr>
          ) : null,
        ])}
      </tbody>
    </table>
  );
}

/** A link to the run in its service, if it has an address that a browser can open. */
function Linked({ bar, url }: { readonly bar: Bar; readonly url: string }): VNode {
  return /^https?:/i.test(url) ? (
    <a href={url} rel="noreferrer" target="_blank">
      {bar.name}
    </a>
  ) : (
    <>{bar.name}</>
  );
}

function Track({
  bar,
  from,
  to,
  now,
}: {
  readonly bar: Bar;
  readonly from: number;
  readonly to: number;
  readonly now: number;
}): VNode {
  const share = (at: number): number => ((at - from) / (to - from)) * 100;
  const start = bar.from ?? from;
  const end = bar.to ?? (bar.state === 'running' ? now : start);
  return (
    <svg class="track" width="100%" height="14" aria-hidden="true">
      <rect class="track-all" width="100%" height="14" />
      {bar.from === null ? null : (
        <rect
          class={`track-bar ${bar.state}`}
          x={`${Math.min(99.6, share(start))}%`}
          width={`${Math.max(0.4, share(end) - share(start))}%`}
          height="14"
        />
      )}
    </svg>
  );
}

function lengthOf(bar: Bar, now: number): number | null {
  if (bar.from === null) return null;
  if (bar.to !== null) return (bar.to - bar.from) / 1000;
  return bar.state === 'running' ? (now - bar.from) / 1000 : null;
}
