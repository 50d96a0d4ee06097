import { type Clock } from '../platform/clock';
import { isSluiceError } from '../platform/errors';
import { type RefreshStore, type RunService } from './ports';
import { type RefreshNumber, toJobToken, toPipelineRunId } from './refresh-id';
import { type RunKey, type RunKind, type RunRecord } from './refresh-record';

/** Which run, for which refresh. */
export interface RunStep extends RunKey {
  readonly number: RefreshNumber;
}

/**
 * Not now: the service throttles, is out of reach, or lost its reply. Try again, after `seconds` where the service named
 * them.
 */
export interface Later {
  readonly outcome: 'later';
  readonly reason: string;
  readonly seconds?: number;
}

export type StartOutcome =
  | { readonly outcome: 'started'; readonly externalId: string }
  | { readonly outcome: 'refused'; readonly reason: string }
  /** Somebody asked for the end of the refresh before the run was started. */
  | { readonly outcome: 'cancel-requested' }
  | Later;

export type PollOutcome =
  | {
      readonly outcome: 'running' | 'succeeded' | 'failed' | 'cancelled';
      readonly retryable: boolean;
      /** The service's words and message, for people. */
      readonly reason: string;
      readonly cancelRequested: boolean;
    }
  | { readonly outcome: 'refused'; readonly reason: string }
  | (Later & { readonly cancelRequested: boolean });

export type CancelOutcome =
  { readonly outcome: 'requested' } | { readonly outcome: 'refused'; readonly reason: string } | Later;

export interface RunStepsOptions {
  readonly store: RefreshStore;
  readonly services: Readonly<Record<RunKind, RunService>>;
  readonly clock: Clock;
}

/** A message of a service, cut to what a row and a durable history hold without harm. */
const MAX_REASON = 2000;

/**
 * Starts, polls and cancels runs downstream, each safe to repeat: the intent is in the table before the service hears of
 * the run, so a try after a lost reply, a kill or a redelivered activity finds the run that is there.
 */
export class RunSteps {
  readonly #options: RunStepsOptions;

  constructor(options: RunStepsOptions) {
    this.#options = options;
  }

  /** The row of a run, for those who watch it. */
  describe(step: RunKey): Promise<RunRecord | undefined> {
    return this.#options.store.readRun(toKey(step));
  }

  async start(step: RunStep): Promise<StartOutcome> {
    const { store, clock } = this.#options;
    const key = toKey(step);
    return orLater(async () => {
      const token = toToken(key);
      const known = await store.readRun(key);
      if (known?.externalId !== undefined) return { outcome: 'started', externalId: known.externalId };
      if (known?.state === 'cancelled') return { outcome: 'cancel-requested' };
      // An earlier try may have started a run whose id nobody has heard; only starting tells, so that it can be ended.
      if (known === undefined && (await this.#isCancelRequested(key))) return { outcome: 'cancel-requested' };
      const intendedAt = known?.intendedAt ?? clock.now().toISOString();
      const intended = { ...key, token, intendedAt, state: 'intended' } as const;
      const again = known !== undefined || (await store.createRun(intended)) === 'exists';
      // Read again behind the intent: a caller who cancels in between either sees the intent or is seen here.
      if (!again && (await this.#isCancelRequested(key))) {
        await store.changeRun(key, { state: 'cancelled', endedAt: clock.now().toISOString() });
        return { outcome: 'cancel-requested' };
      }
      const externalId = await this.#startNow(step, { token, intendedAt, again });
      await store.changeRun(key, { externalId, state: 'running' });
      return { outcome: 'started', externalId };
    });
  }

  /** A first start that the service refuses has started nothing: its row says so, and nobody looks for the run again. */
  async #startNow(
    { number, ...run }: RunStep,
    { token, intendedAt, again }: { token: string; intendedAt: string; again: boolean },
  ): Promise<string> {
    const { store, services, clock } = this.#options;
    const { kind, name } = run;
    const options = { token, refresh: number, name, intendedAt: new Date(intendedAt), again };
    try {
      return await services[kind].start(options);
    } catch (error) {
      if (isSluiceError(error) && error.kind !== 'transient' && !again) {
        const endedAt = clock.now().toISOString();
        await store.changeRun(toKey(run), { state: 'failed', message: clip(error.message), endedAt });
      }
      throw error;
    }
  }

  async poll({ externalId, ...step }: RunKey & { externalId: string }): Promise<PollOutcome> {
    const { store, services, clock } = this.#options;
    const key = toKey(step);
    let cancelRequested = false;
    const polled = await orLater(async (): Promise<PollOutcome> => {
      cancelRequested = await this.#isCancelRequested(key);
      const run = await services[key.kind].read(externalId);
      const now = clock.now().toISOString();
      await store.changeRun(key, {
        state: run.outcome,
        status: run.status,
        tasks: run.tasks,
        ...(run.message !== undefined && { message: clip(run.message) }),
        ...(run.url !== undefined && { url: run.url }),
        ...(run.outcome !== 'running' && { endedAt: now }),
      });
      if (key.kind === 'pipeline' && run.outcome === 'succeeded') {
        await store.writePipeline({ pipeline: key.name, runId: toToken(key), completedAt: now });
      }
      const reason = clip([run.status, run.message].filter((part) => part !== undefined).join(': '));
      return { outcome: run.outcome, retryable: run.retryable, reason, cancelRequested };
    });
    return polled.outcome === 'later' ? { ...polled, cancelRequested } : polled;
  }

  async cancel({ kind, externalId }: RunKey & { externalId: string }): Promise<CancelOutcome> {
    return orLater(async () => {
      await this.#options.services[kind].cancel(externalId);
      return { outcome: 'requested' };
    });
  }

  /** Also of a refresh that was taken over: what is left of its orchestration starts nothing more. */
  async #isCancelRequested({ refreshId }: RunKey): Promise<boolean> {
    const record = (await this.#options.store.readRefresh(refreshId))?.value;
    return record?.cancelRequestedAt !== undefined || record?.state !== 'running';
  }
}

/** The id of a run that we choose: the same for every try of one generation. */
export function toToken({ kind, refreshId, name, generation }: RunKey): string {
  return kind === 'job' ? toJobToken(refreshId, generation) : toPipelineRunId(refreshId, name, generation);
}

function toKey({ refreshId, kind, name, generation }: RunKey): RunKey {
  return { refreshId, kind, name, generation };
}

/** A refusal or a fault that may pass becomes an outcome, which the orchestration waits on; anything else is thrown. */
async function orLater<T extends { readonly outcome: string }>(
  step: () => Promise<T>,
): Promise<T | Later | { readonly outcome: 'refused'; readonly reason: string }> {
  try {
    return await step();
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const reason = clip(error.message);
    if (error.kind !== 'transient') return { outcome: 'refused', reason };
    const seconds = error.data['retryAfterSeconds'];
    return { outcome: 'later', reason, ...(typeof seconds === 'number' && { seconds }) };
  }
}

function clip(text: string): string {
  return text.length <= MAX_REASON ? text : `${text.slice(0, MAX_REASON)} …`;
}
