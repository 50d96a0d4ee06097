import { SluiceError } from '../platform/errors';
import { launch } from './launch-refresh';
import { type Versioned } from './ports';
import { type RecoverOptions, recoverClaim } from './recover-refresh';
import { nextRefreshNumber, type RefreshId, toRefreshId } from './refresh-id';
import { type CurrentRefresh, type RefreshChoices, type RefreshTrigger } from './refresh-record';

export interface StartRefreshOptions extends RefreshChoices, RecoverOptions {
  readonly trigger: RefreshTrigger;
  /** Eight hexadecimal digits, new at each call. */
  readonly suffix: () => string;
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
  const { store } = options;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const current = await store.readCurrent();
    if (current !== undefined && !current.value.released) {
      const { id } = current.value;
      const recovered = await recoverClaim(current, options);
      if (recovered === 'changed') continue;
      if (recovered !== 'closed') return { outcome: 'running', id };
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
    id: toRefreshId(number, suffix()),
    number,
    trigger,
    pipelines,
    force,
    released: false,
    ...(lastPlan !== undefined && { lastPlan }),
    ...(lastCompletedPlan !== undefined && { lastCompletedPlan }),
  };
  return (await store.writeCurrent(current, before?.etag)) === 'written' ? current : undefined;
}
