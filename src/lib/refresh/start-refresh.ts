import { type Clock } from '../shared/clock';
import { SluiceError } from '../shared/errors';
import { type RefreshInstances, type RefreshLimits, type RefreshStore, type Versioned } from './ports';
import { nextRefreshNumber, type RefreshId, toRefreshId } from './refresh-id';
import {
  type CurrentRefresh,
  type RefreshChoices,
  type RefreshRecord,
  type RefreshTrigger,
} from './refresh-record';

export interface StartRefreshOptions extends RefreshChoices {
  readonly trigger: RefreshTrigger;
  /** W3C trace context of the start; absent while telemetry is off. */
  readonly traceparent?: string | undefined;
  readonly store: RefreshStore;
  readonly instances: RefreshInstances;
  readonly limits: RefreshLimits;
  /** Whether Power BI is asked to refresh Gold's semantic model at the end. */
  readonly semanticModel: boolean;
  readonly clock: Clock;
  /** Eight hexadecimal digits, new at each call. */
  readonly suffix: () => string;
  /** Ends what a refresh left running whose instance is gone. */
  readonly abandon: (refresh: RefreshRecord) => Promise<void>;
}

/** `running`: another start was quicker; its refresh is the caller's too. */
export interface StartedRefresh {
  readonly outcome: 'started' | 'running';
  readonly id: RefreshId;
}

/** Two callers at most race at a time; each lost race reads the winner's claim. */
const TRIES = 5;

/**
 * Starts a refresh unless one is under way: one at a time, by a claim that a conditional write makes.
 *
 * The claim comes first, then the row of the refresh, then the instance. A start that died in between is repaired by the
 * next one: a claim whose instance is absent gets its instance; a claim whose instance ended without giving it back
 * (it was terminated, or its history was lost) is taken over, and what it left running is cancelled.
 *
 * @throws SluiceError `refresh_conflict` (transient) where the claim changes hands again and again
 */
export async function startRefresh(options: StartRefreshOptions): Promise<StartedRefresh> {
  const { store, instances } = options;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const current = await store.readCurrent();
    if (current !== undefined && !current.value.released) {
      const { id } = current.value;
      const status = await instances.status(id);
      if (status === 'active') return { outcome: 'running', id };
      if (status === 'absent' && (await isUnfinished(store, id))) {
        await launch(options, current.value);
        return { outcome: 'running', id };
      }
      // It may have given the claim back just now; then there is nothing to take over.
      const again = await store.readCurrent();
      if (again?.etag !== current.etag) continue;
      await takeOver(options, id);
    }
    const claimed = await claim(options, current);
    if (claimed === undefined) continue;
    await launch(options, claimed);
    return { outcome: 'started', id: claimed.id };
  }
  throw new SluiceError('refresh_conflict', `the claim on the refresh changed hands ${TRIES} times`, {
    kind: 'transient',
  });
}

async function claim(
  { store, clock, suffix, trigger, pipelines, force }: StartRefreshOptions,
  before: Versioned<CurrentRefresh> | undefined,
): Promise<CurrentRefresh | undefined> {
  const number = nextRefreshNumber(clock.now(), before?.value.number);
  const { lastPlan, lastCompletedPlan } = before?.value ?? {};
  const current: CurrentRefresh = {
    ...{ id: toRefreshId(number, suffix()), number, trigger, pipelines, force, released: false },
    ...(lastPlan !== undefined && { lastPlan }),
    ...(lastCompletedPlan !== undefined && { lastCompletedPlan }),
  };
  return (await store.writeCurrent(current, before?.etag)) === 'written' ? current : undefined;
}

async function launch(
  { store, instances, limits, semanticModel, traceparent }: StartRefreshOptions,
  { id, number, trigger, pipelines, force }: CurrentRefresh,
): Promise<void> {
  const startedAt = new Date(number).toISOString();
  await store.createRefresh({
    ...{ id, number, trigger, pipelines, force, startedAt, state: 'running' },
    ...(traceparent !== undefined && { traceparent }),
  });
  await instances.start(id, { refreshId: id, number, limits, semanticModel });
}

/** A refresh whose row says that it ended must not be started a second time under the same id. */
async function isUnfinished(store: RefreshStore, id: RefreshId): Promise<boolean> {
  const record = await store.readRefresh(id);
  return record === undefined || record.value.state === 'running';
}

async function takeOver({ store, clock, abandon }: StartRefreshOptions, id: RefreshId): Promise<void> {
  const record = await store.readRefresh(id);
  if (record?.value.state !== 'running') return;
  const { number } = record.value;
  // First, for sub-orchestrations that outlive their parent: they end, and start nothing more.
  await store.changeRefresh(number, { cancelRequestedAt: clock.now().toISOString() });
  await abandon(record.value);
  await store.changeRefresh(number, {
    state: 'failed',
    endedAt: clock.now().toISOString(),
    reason: 'the orchestration ended before the refresh did: it was terminated, or its history was lost',
  });
}
