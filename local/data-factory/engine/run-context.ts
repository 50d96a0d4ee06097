import {
  type ActivityDefinition,
  type FactoryDefinitions,
  type PipelineDefinition,
} from '../definitions/factory-files';
import { type Json, type JsonObject } from '../../kit';
import { type RunStore } from '../runs/run-store';
import { type ActivityFailure } from './activity-failure';

/** The reason of a run's signal: why its activities must end. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';

  constructor(readonly why: 'cancelled' | 'service closes') {
    super(why);
  }
}

/** What executes a kind of activity other than the control flow: gives the activity's output. */
export type ActivityExecutor = (task: ActivityTask) => Promise<JsonObject>;

/** One attempt at an activity. */
export interface ActivityTask {
  readonly name: string;
  readonly typeProperties: Readonly<Record<string, Json>>;
  readonly inputs: readonly ResolvedReference[];
  readonly outputs: readonly ResolvedReference[];
  readonly definitions: FactoryDefinitions;
  /** Fires when the run is cancelled, or the time of the activity is up. */
  readonly signal: AbortSignal;
}

/** A reference with the values of its parameters. */
export interface ResolvedReference {
  readonly referenceName: string;
  readonly parameters: Readonly<Record<string, Json>>;
}

/** What every activity of a run has in common. */
export interface RunContext {
  readonly runId: string;
  readonly pipelineName: string;
  readonly pipeline: PipelineDefinition;
  /** What `pipeline()` stands for. */
  readonly pipelineValue: JsonObject;
  readonly definitions: FactoryDefinitions;
  readonly store: RunStore;
  /** By activity type. */
  readonly executors: Readonly<Record<string, ActivityExecutor>>;
  readonly now: () => Date;
  /** @throws the signal's reason when it fires */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** In place of what policies say; `undefined` leaves them as they are. */
  readonly retryIntervalSeconds: number | undefined;
  readonly signal: AbortSignal;
  /** Runs activities within an activity; `item()` stands for the item. */
  readonly runInner: (activities: readonly ActivityDefinition[], item: Json) => Promise<ActivitiesResult>;
}

/** How a list of activities ended: of a pipeline, or of one turn of a ForEach. */
export type ActivitiesResult =
  | { readonly outcome: 'succeeded' }
  | { readonly outcome: 'failed'; readonly activity: string; readonly failure: ActivityFailure };
