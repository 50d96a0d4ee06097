import { type Clock } from '../platform/clock';
import { type CancelledRun } from './api';
import { isSluiceError } from '../platform/errors';
import { type RefreshStore, type RunService } from './ports';
import { type RefreshId } from './refresh-id';
import { type RefreshEndState, type RunKind, type RunRecord } from './refresh-record';

export interface CancelRunsOptions {
  readonly store: RefreshStore;
  readonly services: Readonly<Record<RunKind, RunService>>;
}

export type CancelRefreshOutcome =
  | { readonly outcome: 'cancelling'; readonly runs: readonly CancelledRun[] }
  | { readonly outcome: 'ended'; readonly state: RefreshEndState }
  | { readonly outcome: 'unknown' };

/**
 * Cancels a refresh. It writes the request to the table first. The orchestration reads it at each step, so
 * the request survives a crash.
 *
 * Then it cancels the known runs, because the orchestration may read the request only a minute later. If the
 * cancel of a run fails here, the orchestration sends it again. Repeated calls are harmless.
 *
 * @throws SluiceError `table_unavailable`
 */
export async function cancelRefresh(
  id: RefreshId,
  { clock, ...options }: CancelRunsOptions & { readonly clock: Clock },
): Promise<CancelRefreshOutcome> {
  const { store } = options;
  for (;;) {
    const record = await store.readRefresh(id);
    if (record === undefined) return { outcome: 'unknown' };
    const { number, state, cancelRequestedAt } = record.value;
    if (state !== 'running') return { outcome: 'ended', state };
    if (cancelRequestedAt !== undefined) break;
    const change = { cancelRequestedAt: clock.now().toISOString() };
    // Conditional, because a refresh that ends at this moment cannot be cancelled.
    if ((await store.changeRefresh(number, change, record.etag)) === 'written') break;
  }
  return { outcome: 'cancelling', runs: await cancelRuns(id, options) };
}

/** Requests the cancel of each run of a refresh that has not ended. */
export async function cancelRuns(
  id: RefreshId,
  { store, services }: CancelRunsOptions,
): Promise<readonly CancelledRun[]> {
  const runs = (await store.listRuns(id)).filter(isUnderWay);
  return Promise.all(
    runs.map(async ({ kind, name, externalId }): Promise<CancelledRun> => {
      try {
        await services[kind].cancel(externalId);
        return { kind, name, externalId, outcome: 'requested' };
      } catch (error) {
        if (!isSluiceError(error)) throw error;
        return { kind, name, externalId, outcome: 'failed', reason: error.message };
      }
    }),
  );
}

function isUnderWay(run: RunRecord): run is RunRecord & { readonly externalId: string } {
  return run.externalId !== undefined && run.state === 'running';
}
