import { type Clock } from '../platform/clock';
import { SluiceError } from '../platform/errors';
import { changeCurrent } from './change-current';
import { describeRunsLeft, type RunLeft } from './end-runs';
import { type RefreshStore } from './ports';
import { type RefreshId } from './refresh-id';
import { type Ending, type RefreshRecord } from './refresh-record';
import { giveUp } from './semantic-model-step';

export interface FinishOptions {
  readonly store: RefreshStore;
  readonly clock: Clock;
  /** Ends runs of a refresh that may still be running; see end-runs.ts. */
  readonly endRuns: (refresh: RefreshRecord) => Promise<readonly RunLeft[]>;
}

/** `runs-left`: runs may still be running, so the refresh keeps its claim. Finish again later. */
export type FinishOutcome =
  { readonly outcome: 'finished' } | { readonly outcome: 'runs-left'; readonly reason: string };

/** Maximum length in the row of the refresh. The rows of the runs have more. */
const MAX_REASON = 2000;

/**
 * Ends the runs that may still be running, records the end of the refresh, and releases the claim. While runs
 * are left, it only records the reason to wait. It may be repeated.
 */
export async function finishRefresh(
  id: RefreshId,
  ending: Ending,
  options: FinishOptions,
): Promise<FinishOutcome> {
  const { store } = options;
  const { state } = ending.end;
  const record = await readRefresh(store, id);
  if (record.state === 'running') {
    const left = await endRunsOf(record, ending, options);
    if (left.length > 0) {
      const reason = `waits for the end of its runs: ${describeRunsLeft(left)}`.slice(0, MAX_REASON);
      await store.changeRefresh(record.number, { reason });
      return { outcome: 'runs-left', reason };
    }
    await recordEnd(record, ending, options);
  }
  await changeCurrent(store, id, {
    released: true,
    ...(state === 'succeeded' && { lastCompletedPlan: record.number }),
  });
  return { outcome: 'finished' };
}

async function readRefresh(store: RefreshStore, id: RefreshId): Promise<RefreshRecord> {
  const record = await store.readRefresh(id);
  if (record !== undefined) return record.value;
  throw new SluiceError('refresh_invariant', `refresh ${id} has no row`, { kind: 'permanent' });
}

async function endRunsOf(
  record: RefreshRecord,
  { end: { state } }: Ending,
  { store, clock, endRuns }: FinishOptions,
): Promise<readonly RunLeft[]> {
  const isWell = state === 'succeeded' || state === 'nothing-new';
  // First, so that a sub-orchestration that is still active finds it and starts no more runs.
  if (!isWell && record.cancelRequestedAt === undefined) {
    await store.changeRefresh(record.number, { cancelRequestedAt: clock.now().toISOString() });
  }
  return endRuns(record);
}

async function recordEnd(
  record: RefreshRecord,
  { end: { state, reason }, powerBiFailure }: Ending,
  { store, clock }: FinishOptions,
): Promise<void> {
  const endedAt = clock.now().toISOString();
  const semanticModel =
    powerBiFailure === undefined ? undefined : giveUp(record.semanticModel, powerBiFailure, endedAt);
  await store.changeRefresh(record.number, {
    state,
    endedAt,
    ...(reason !== undefined && { reason }),
    ...(semanticModel !== undefined && { semanticModel }),
  });
}
