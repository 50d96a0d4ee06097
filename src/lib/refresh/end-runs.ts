import { type Clock } from '../platform/clock';
import { isSluiceError, type SluiceError } from '../platform/errors';
import { type RefreshStore, type RunService } from './ports';
import { type RefreshId, type RefreshNumber } from './refresh-id';
import { type RunKind, type RunRecord } from './refresh-record';

export interface EndRunsOptions {
  readonly store: Pick<RefreshStore, 'listRuns' | 'changeRun'>;
  readonly services: Readonly<Record<RunKind, RunService>>;
  readonly clock: Clock;
}

/** A run that may still be running, and why it could not be ended. */
export interface RunLeft {
  readonly kind: RunKind;
  readonly name: string;
  readonly reason: string;
}

/**
 * Ends all runs of a refresh that is not followed any more, so that the next refresh does not run beside
 * them. A run counts as ended if its service accepted the cancel, reported its end, or refuses to read it.
 *
 * If the reply to a start was lost, the start is repeated with the same token, which returns the run. Then it
 * is cancelled like the others. Progress is in the rows of the runs, so the next call continues there.
 *
 * @returns runs that may still be running; the claim may be released only if there are none
 */
export async function endRuns(
  { id, number }: { readonly id: RefreshId; readonly number: RefreshNumber },
  options: EndRunsOptions,
): Promise<readonly RunLeft[]> {
  const runs = (await options.store.listRuns(id)).filter(
    ({ state }) => state === 'intended' || state === 'running',
  );
  const left = await Promise.all(runs.map((run) => endRun(run, number, options)));
  return left.filter((one) => one !== undefined);
}

async function endRun(
  run: RunRecord,
  number: RefreshNumber,
  options: EndRunsOptions,
): Promise<RunLeft | undefined> {
  const { kind, name } = run;
  try {
    const externalId = run.externalId ?? (await nameRun(run, number, options));
    return await cancelOrFollow(run, externalId, options);
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    if (error.kind === 'transient') return { kind, name, reason: error.message };
    await giveUp(run, error, options);
    return undefined;
  }
}

async function nameRun(
  run: RunRecord,
  refresh: RefreshNumber,
  { store, services }: EndRunsOptions,
): Promise<string> {
  const { kind, name, token, intendedAt } = run;
  const externalId = await services[kind].start({
    token,
    refresh,
    name,
    intendedAt: new Date(intendedAt),
    again: true,
  });
  await store.changeRun(run, { externalId, state: 'running' });
  return externalId;
}

/** If the service refuses the cancel, for example because a role was removed, the run's end may still be readable. */
async function cancelOrFollow(
  run: RunRecord,
  externalId: string,
  { store, services, clock }: EndRunsOptions,
): Promise<RunLeft | undefined> {
  const { kind, name } = run;
  try {
    await services[kind].cancel(externalId);
    await store.changeRun(run, { state: 'cancelled', endedAt: clock.now().toISOString() });
    return undefined;
  } catch (error) {
    if (!isSluiceError(error) || error.kind === 'transient') throw error;
    const { outcome, status } = await services[kind].read(externalId);
    if (outcome === 'running') {
      const reason = `run ${externalId} is ${status} and cannot be cancelled: ${error.message}`;
      return { kind, name, reason };
    }
    await store.changeRun(run, { state: outcome, status, endedAt: clock.now().toISOString() });
    return undefined;
  }
}

/** A service that refuses to start or read a run has none that could be ended. */
async function giveUp(
  run: RunRecord,
  { message }: SluiceError,
  { store, clock }: EndRunsOptions,
): Promise<void> {
  await store.changeRun(run, { state: 'failed', message, endedAt: clock.now().toISOString() });
}

/** One sentence for all runs that are left, for a reason. */
export function describeRunsLeft(left: readonly RunLeft[]): string {
  return left.map(({ kind, name, reason }) => `${kind === 'job' ? 'the job' : name}: ${reason}`).join('; ');
}
