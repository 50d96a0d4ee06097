import { type VNode } from 'preact';
import { useApp } from '../app-context';
import { toAgo, toClock } from '../derive/format';
import { useNow, usePipeline } from './use-store';

/** One line with the state of the connection. Its height is constant, so that the page does not move. */
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
          As of <time dateTime={status?.at}>{toClock(status?.at ?? now)}</time> UTC, as all times here
          {status === null ? '' : `, version ${status.app.version}`}
        </span>
      </p>
    );
  }
  if (connection.state === 'slow') {
    return (
      <p class="connection quiet">
        <span class="warn" aria-hidden="true">
          △
        </span>{' '}
        <span>{connection.detail} The page asks again.</span>
      </p>
    );
  }
  return (
    <p class="connection down">
      <span>
        <span aria-hidden="true">✕</span> No connection since {toClock(connection.since)} (
        {toAgo((Date.now() - connection.since) / 1000)}). {connection.detail}
        {status === null ? '' : ' The page shows the last known state.'}
      </span>
      {connection.unauthorised ? (
        <button
          type="button"
          onClick={() => {
            askingForKey.set(true);
          }}
        >
          Enter a key
        </button>
      ) : (
        <button
          type="button"
          onClick={() => {
            poller.hurry();
          }}
        >
          Try now
        </button>
      )}
    </p>
  );
}
