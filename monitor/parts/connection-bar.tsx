import { type VNode } from 'preact';
import { useApp } from '../app-context';
import { toAgo, toClock } from '../derive/format';
import { useNow, usePipeline } from './use-store';

/** One line: whether the page knows what is going on. Its height never changes, so nothing jumps. */
export function ConnectionBar(): VNode {
  const { connection, status } = usePipeline();
  const { askingForKey, poller } = useApp();
  const now = useNow();
  if (connection.state === 'connecting') return <p class="connection quiet">Connecting …</p>;
  if (connection.state === 'up') {
    return (
      <p class="connection quiet">
        <span class="good" aria-hidden="true">
          ●
        </span>{' '}
        <span>
          As of <time dateTime={status?.at}>{toClock(status?.at ?? now)}</time>
          {status === null ? '' : `, version ${status.app.version}`}
        </span>
      </p>
    );
  }
  return (
    <p class="connection down">
      <span>
        <span aria-hidden="true">✕</span> No connection since {toClock(connection.since)} (
        {toAgo((Date.now() - connection.since) / 1000)}). {connection.detail}
        {status === null ? '' : ' What you see is from then.'}
      </span>
      {connection.unauthorised ? (
        <button
          type="button"
          onClick={() => {
            askingForKey.set(true);
          }}
        >
          Give a key
        </button>
      ) : (
        <button
          type="button"
          onClick={() => {
            poller.hurry();
          }}
        >
          Ask now
        </button>
      )}
    </p>
  );
}
