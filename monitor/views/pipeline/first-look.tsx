import { type VNode } from 'preact';
import { type Connection } from '../../derive/connection';
import { Notice } from '../../parts/notice';
import { PageHead } from '../../parts/page-head';
import { Skeleton } from '../../parts/skeleton';

/** Shown before the first status. */
export function FirstLook({ connection }: { readonly connection: Connection }): VNode {
  return (
    <>
      <PageHead title="Pipeline" />
      {connection.state === 'down' ? (
        <Notice tone="bad" title={connection.detail}>
          <p>
            {connection.unauthorised
              ? 'Enter the function key with the button above.'
              : 'Check that the function app is running. The page tries again automatically.'}
          </p>
        </Notice>
      ) : (
        <Skeleton what="the status" />
      )}
    </>
  );
}
