import { type RunService, type RunStatus, type StartRunOptions } from '../../../src/lib/refresh/ports';
import { SluiceError } from '../../../src/lib/platform/errors';

/** The status of a run at each request, in order. The last one repeats. */
export type Script = readonly (Partial<RunStatus> | SluiceError)[];

export interface ScriptedRun {
  readonly externalId: string;
  readonly token: string;
  readonly name: string;
  script: Script;
  cancelled: boolean;
}

/** A service whose runs report scripted states. It starts one run per token, as the real services do. */
export class ScriptedRuns implements RunService {
  readonly runs: ScriptedRun[] = [];
  /** Calls of each kind, in order. */
  readonly calls: string[] = [];
  /** Faults of the next calls, by kind. A fault with `after` is a lost reply: the work is done. */
  readonly faults: {
    readonly call: 'start' | 'read' | 'cancel';
    readonly error: SluiceError;
    readonly after?: boolean;
  }[] = [];
  /** Whether a cancelled run ends. */
  endsWhenCancelled = true;

  constructor(readonly scriptOf: (run: { readonly name: string; readonly index: number }) => Script) {}

  start({ token, name }: StartRunOptions): Promise<string> {
    return this.#call('start', token, () => {
      const known = this.runs.find((run) => run.token === token);
      if (known !== undefined) return known.externalId;
      const index = this.runs.filter((run) => run.name === name).length;
      const run = {
        externalId: `${name}-${this.runs.length + 1}`,
        token,
        name,
        script: this.scriptOf({ name, index }),
        cancelled: false,
      };
      this.runs.push(run);
      return run.externalId;
    });
  }

  read(externalId: string): Promise<RunStatus> {
    return this.#call('read', externalId, () => {
      const run = this.#run(externalId);
      if (run.cancelled && this.endsWhenCancelled)
        return toStatus({ outcome: 'cancelled', status: 'Cancelled' });
      const [next, ...rest] = run.script;
      if (rest.length > 0) run.script = rest;
      if (next instanceof SluiceError) throw next;
      return toStatus(next ?? {});
    });
  }

  cancel(externalId: string): Promise<void> {
    return this.#call('cancel', externalId, () => {
      this.#run(externalId).cancelled = true;
    });
  }

  #run(externalId: string): ScriptedRun {
    const run = this.runs.find((one) => one.externalId === externalId);
    if (run === undefined) throw new Error(`no run ${externalId}`);
    return run;
  }

  async #call<T>(call: 'start' | 'read' | 'cancel', about: string, work: () => T): Promise<T> {
    this.calls.push(`${call} ${about}`);
    const index = this.faults.findIndex((fault) => fault.call === call);
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    if (fault?.after === true) work();
    if (fault !== undefined) throw fault.error;
    return Promise.resolve(work());
  }
}

function toStatus(status: Partial<RunStatus>): RunStatus {
  return { outcome: 'running', retryable: false, status: 'Running', tasks: [], ...status };
}

/** The error of a client for a 429, a 503 or a lost reply. */
export function unavailable(retryAfterSeconds?: number): SluiceError {
  const data = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new SluiceError('databricks_unavailable', 'the service does not answer', {
    kind: 'transient',
    data,
  });
}

/** The error of a client for a 400, 401, 403 or 404. */
export function refused(message = 'the service refuses'): SluiceError {
  return new SluiceError('databricks_refused', message, { kind: 'permanent' });
}
