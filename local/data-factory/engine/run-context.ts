import {
  type ActivityDefinition,
  type FactoryDefinitions,
  type PipelineDefinition,
} from '../definitions/factory-files';
import { type Json, type JsonObject } from '../../kit';
import { type RunStore } from '../runs/run-store';
import { type ActivityFailure } from './activity-failure';

/** Reason of a run's abort signal. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';

  constructor(readonly why: 'cancelled' | 'service closes') {
    super(why);
  }
}

/** Executes one type of activity other than control flow, and returns the activity's output. */
export type ActivityExecutor = (task: ActivityTask) => Promise<JsonObject>;

/** One attempt of an activity. */
export interface ActivityTask {
  readonly name: string;
  readonly typeProperties: Readonly<Record<string, Json>>;
  readonly inputs: readonly ResolvedReference[];
  readonly outputs: readonly ResolvedReference[];
  readonly definitions: FactoryDefinitions;
  /** Fires if the run is cancelled, or the activity times out. */
  readonly signal: AbortSignal;
}

/** A reference with the values of its parameters. */
export interface ResolvedReference {
  readonly referenceName: string;
  readonly parameters: Readonly<Record<string, Json>>;
}

/** Data that all activities of a run share. */
export interface RunContext {
  readonly runId: string;
  readonly pipelineName: string;
  readonly pipeline: PipelineDefinition;
  /** Value of `pipeline()`. */
  readonly pipelineValue: JsonObject;
  readonly definitions: FactoryDefinitions;
  readonly store: RunStore;
  /** By activity type. */
  readonly executors: Readonly<Record<string, ActivityExecutor>>;
  readonly now: () => Date;
  /** @throws the signal's reason if it fires */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Replaces the retry intervals of policies; `undefined` uses the policies. */
  readonly retryIntervalSeconds: number | undefined;
  readonly signal: AbortSignal;
  /** Runs activities inside an activity; `item` is the value of `item()`. */
  readonly runInner: (activities: readonly ActivityDefinition[], item: Json) => Promise<ActivitiesResult>;
}

/** How the activities of a pipeline, or of one iteration of a ForEach, ended. */
export type ActivitiesResult =
  | { readonly outcome: 'succeeded' }
  | { readonly outcome: 'failed'; readonly activity: string; readonly failure: ActivityFailure };
