import { randomUUID } from 'node:crypto';
import { type FactoryDefinitions } from '../definitions/factory-files';
import { type JsonObject } from '../../kit';
import { type ActivityExecutor, RunStopped } from '../engine/run-context';
import { runPipeline, toPipelineValue } from '../engine/run-pipeline';
import { type Fault } from '../faults';
import { isTerminal } from './run-record';
import { toShownParameters } from './run-parameters';
import { type RunStore } from './run-store';

export interface RunsOptions {
  readonly definitions: FactoryDefinitions;
  readonly factoryName: string;
  readonly store: RunStore;
  readonly executors: Readonly<Record<string, ActivityExecutor>>;
  readonly now: () => Date;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly retryIntervalSeconds: number | undefined;
  /** Receives bugs and disk errors; the run has already failed. */
  readonly onFailure: (error: unknown) => void;
}

/** The runs that this process executes. */
export class Runs {
  readonly #options: RunsOptions;
  readonly #inProgress = new Map<string, { readonly stop: AbortController; readonly ended: Promise<void> }>();

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /**
   * Starts a run. It is on disk, as `Queued`, when this returns.
   *
   * @param values all parameters of the pipeline
   */
  create(pipelineName: string, values: JsonObject, faults: readonly Fault[] = []): string {
    const { store, now } = this.#options;
    const runId = randomUUID();
    const start = now().toISOString();
    store.add({
      run: {
        runId,
        pipelineName,
        parameters: toShownParameters(values),
        invokedBy: { id: randomUUID().replaceAll('-', ''), name: 'Manual', invokedByType: 'Manual' },
        status: 'Queued',
        message: '',
        runStart: start,
        runEnd: null,
        durationInMs: null,
        lastUpdated: start,
      },
      values,
      activities: [],
    });
    const stop = new AbortController();
    const ended = this.#execute({ runId, pipelineName, values, faults, stop }).then(
      () => {
        this.#inProgress.delete(runId);
      },
      (error: unknown) => {
        this.#inProgress.delete(runId);
        this.#options.onFailure(error);
      },
    );
    this.#inProgress.set(runId, { stop, ended });
    return runId;
  }

  /** Cancels a run. An ended run is unchanged. */
  cancel(runId: string): void {
    const running = this.#inProgress.get(runId);
    if (running === undefined || isTerminal(this.#options.store.get(runId).run.status)) return;
    this.#options.store.updateRun(runId, { status: 'Canceling' });
    running.stop.abort(new RunStopped('cancelled'));
  }

  /** Stops running runs without changing their stored state. */
  async close(): Promise<void> {
    const running = [...this.#inProgress.values()];
    for (const { stop } of running) if (!stop.signal.aborted) stop.abort(new RunStopped('service closes'));
    await Promise.all(running.map(({ ended }) => ended));
  }

  async #execute(run: {
    readonly runId: string;
    readonly pipelineName: string;
    readonly values: JsonObject;
    readonly faults: readonly Fault[];
    readonly stop: AbortController;
  }): Promise<void> {
    const { runId, pipelineName, values, faults, stop } = run;
    const { definitions, factoryName, store } = this.#options;
    const pipeline = definitions.pipelines.get(pipelineName);
    if (pipeline === undefined) throw new TypeError(`the pipeline ${pipelineName} does not exist`);
    // Responds before the run starts, as Azure does.
    await new Promise((resolve) => setImmediate(resolve));
    if (!stop.signal.aborted) store.updateRun(runId, { status: 'InProgress' });
    const failure = faults.find((fault) => fault.kind === 'run-fails');
    if (failure !== undefined) {
      store.endRun(runId, 'Failed', failure.message);
      return;
    }
    if (faults.some(({ kind }) => kind === 'run-is-cancelled')) this.cancel(runId);
    if (faults.some(({ kind }) => kind === 'run-never-ends')) await untilAborted(stop.signal);
    await runPipeline({
      ...this.#options,
      runId,
      pipelineName,
      pipeline,
      pipelineValue: toPipelineValue({
        runId,
        pipelineName,
        factoryName,
        runStart: store.get(runId).run.runStart,
        values,
      }),
      signal: stop.signal,
    });
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener('abort', () => {
        resolve();
      });
  });
}
