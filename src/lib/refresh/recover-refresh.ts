import { type Clock } from '../platform/clock';
import { SluiceError } from '../platform/errors';
import { describeRunsLeft, type RunLeft } from './end-runs';
import { launch, type LaunchOptions } from './launch-refresh';
import { type Versioned } from './ports';
import { type RefreshId } from './refresh-id';
import { type CurrentRefresh, type RefreshRecord } from './refresh-record';

export interface RecoverOptions extends LaunchOptions {
  readonly clock: Clock;
  /** Ends runs of a refresh that may still be running; see end-runs.ts. */
  readonly endRuns: (refresh: RefreshRecord) => Promise<readonly RunLeft[]>;
}

/**
 * - `active`: its orchestration is running.
 * - `launched`: its start failed before it created an orchestration; there is one now.
 * - `closed`: its orchestration ended without recording the end. Its runs are ended and its row has the
 *   reason; it still holds the claim.
 * - `changed`: the claim has changed; read it again.
 */
export type Recovered = 'active' | 'launched' | 'closed' | 'changed';

/**
 * Recovers the refresh that holds the claim. An orchestration can end without recording the end of its
 * refresh. The Durable Task extension fails it if the worker dies within a turn, a person may terminate it,
 * or its history may be lost.
 *
 * @throws SluiceError `refresh_conflict` (transient) while one of its runs may still be running; the claim
 *   stays
 */
export async function recoverClaim(
  { value: { id, ...claim }, etag }: Versioned<CurrentRefresh>,
  options: RecoverOptions,
): Promise<Recovered> {
  const { store, instances } = options;
  const instance = await instances.status(id);
  if (instance.status === 'active') return 'active';
  const record = (await store.readRefresh(id))?.value;
  const isUnfinished = record === undefined || record.state === 'running';
  if (instance.status === 'absent' && isUnfinished) {
    await launch(options, { id, ...claim });
    return 'launched';
  }
  // The refresh may have released the claim just now; then there is nothing to close.
  if ((await store.readCurrent())?.etag !== etag) return 'changed';
  if (record?.state === 'running') await close(record, toReason(instance), options);
  return 'closed';
}

/**
 * Recovers the refresh that holds the claim, and releases the claim if its orchestration has ended. Timers
 * call it, so that a refresh with a failed orchestration does not have to wait for the next start.
 *
 * @returns the refresh that was closed or launched
 * @throws SluiceError as {@link recoverClaim}
 */
export async function recoverRefresh(
  options: RecoverOptions,
): Promise<{ readonly id: RefreshId; readonly recovered: 'closed' | 'launched' } | undefined> {
  const { store } = options;
  const current = await store.readCurrent();
  if (current === undefined || current.value.released) return undefined;
  const { id } = current.value;
  const recovered = await recoverClaim(current, options);
  if (recovered === 'active' || recovered === 'changed') return undefined;
  // After a conflict another start holds the claim; it has found the same state and continues.
  if (recovered === 'closed') await store.writeCurrent({ ...current.value, released: true }, current.etag);
  return { id, recovered };
}

async function close(
  record: RefreshRecord,
  reason: string,
  { store, clock, endRuns }: RecoverOptions,
): Promise<void> {
  const { id, number } = record;
  // First, for sub-orchestrations that outlive their parent: they end and start no more runs.
  await store.changeRefresh(number, {
    cancelRequestedAt: record.cancelRequestedAt ?? clock.now().toISOString(),
  });
  const left = await endRuns(record);
  if (left.length > 0) {
    const message = `refresh ${id} has runs that may still be running: ${describeRunsLeft(left)}`;
    throw new SluiceError('refresh_conflict', message, { kind: 'transient' });
  }
  await store.changeRefresh(number, { state: 'failed', endedAt: clock.now().toISOString(), reason });
}

function toReason({ failure }: { readonly failure?: string }): string {
  const what = 'the orchestration ended before the refresh did';
  return failure === undefined
    ? `${what}: it was terminated, or its history was lost`
    : `${what}: ${failure}`;
}
