import { type Clock } from '../platform/clock';
import { isSluiceError } from '../platform/errors';
import { type RefreshStore, type RunService } from './ports';
import { type RefreshNumber, toJobToken, toPipelineRunId } from './refresh-id';
import { type RunKey, type RunKind, type RunRecord } from './refresh-record';

/** A run with the number of its refresh. */
export interface RunStep extends RunKey {
  readonly number: RefreshNumber;
}

/**
 * A temporary failure: the service throttles, is unavailable, or its reply was lost. Try again, after
 * `seconds` if the service returned them.
 */
export interface Later {
  readonly outcome: 'later';
  readonly reason: string;
  readonly seconds?: number;
}

export type StartOutcome =
  | { readonly outcome: 'started'; readonly externalId: string }
  | { readonly outcome: 'refused'; readonly reason: string }
  /** A cancel was requested before the run was started. */
  | { readonly outcome: 'cancel-requested' }
  | Later;

export type PollOutcome =
  | {
      readonly outcome: 'running' | 'succeeded' | 'failed' | 'cancelled';
      readonly retryable: boolean;
      /** The service's status and message, for people. */
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

/** Maximum length of a message in a row and a durable history. */
const MAX_REASON = 2000;

/**
 * Starts, polls and cancels downstream runs. Each step may be repeated: the intent is in the table before the
 * request to the service. So an attempt after a lost reply, a kill or a redelivered activity finds the
 * existing run.
 */
export class RunSteps {
  readonly #options: RunStepsOptions;

  constructor(options: RunStepsOptions) {
    this.#options = options;
  }

  /** The row of a run, for telemetry. */
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
      // An earlier attempt may have started a run whose id is not known. Only another start returns the id,
      // so that the run can be ended.
      if (known === undefined && (await this.#isCancelRequested(key))) return { outcome: 'cancel-requested' };
      const intendedAt = known?.intendedAt ?? clock.now().toISOString();
      const intended = { ...key, token, intendedAt, state: 'intended' } as const;
      const again = known !== undefined || (await store.createRun(intended)) === 'exists';
      // Read again after the intent: a caller who cancels in between either finds the intent or is found
      // here.
      if (!again && (await this.#isCancelRequested(key))) {
        await store.changeRun(key, { state: 'cancelled', endedAt: clock.now().toISOString() });
        return { outcome: 'cancel-requested' };
      }
      const externalId = await this.#startNow(step, { token, intendedAt, again });
      await store.changeRun(key, { externalId, state: 'running' });
      return { outcome: 'started', externalId };
    });
  }

  /**
   * Sends the start. If the service refuses the first start, nothing was started, and the row is marked as
   * failed so that the run is not searched for.
   */
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

  /** Also true for a refresh that has ended or was taken over: the rest of its orchestration starts no more runs. */
  async #isCancelRequested({ refreshId }: RunKey): Promise<boolean> {
    const record = (await this.#options.store.readRefresh(refreshId))?.value;
    return record?.cancelRequestedAt !== undefined || record?.state !== 'running';
  }
}

/** The id of a run that Sluice assigns: the same for every attempt of one generation. */
export function toToken({ kind, refreshId, name, generation }: RunKey): string {
  return kind === 'job' ? toJobToken(refreshId, generation) : toPipelineRunId(refreshId, name, generation);
}

function toKey({ refreshId, kind, name, generation }: RunKey): RunKey {
  return { refreshId, kind, name, generation };
}

/** Turns a refusal or a temporary fault into an outcome, which the orchestration handles. Other errors are thrown. */
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
