import { type VNode } from 'preact';
import { type Connection } from '../../data/status-poller';
import { Notice } from '../../parts/notice';
import { PageHead } from '../../parts/page-head';

/** Before the first status. */
export function FirstLook({ connection }: { readonly connection: Connection }): VNode {
  return (
    <>
      <PageHead title="Pipeline" />
      {connection.state === 'down' ? (
        <Notice tone="bad" title={connection.detail}>
          <p>
            {connection.unauthorised
              ? 'Give the function key with the button above.'
              : 'Look whether the function app is running; the page asks again by itself.'}
          </p>
        </Notice>
      ) : (
        <p class="loading">Looking at the pipeline …</p>
      )}
    </>
  );
}
