import { resolve } from 'node:path';
import { StandInError } from '../shared/stand-in-error';
import { type DatabricksFaults } from './faults';
import { type JobsClock } from './jobs/jobs-clock';
import { type TaskInvocation } from './jobs/task-invocation';
import { type TaskCommand } from './jobs/task-process';

export interface DatabricksOptions {
  /** 0: any free one. @default 0 */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Holds runs and their logs. Created when missing. One service at a time. */
  readonly dataDirectory: string;
  /** Holds `databricks.yml`. */
  readonly bundleDirectory: string;
  /** @default the bundle's default target */
  readonly target?: string;
  /** Values of the bundle's variables, as with `--var`. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Values of secrets by `scope/key`. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What signs bearer tokens: the same for the identity endpoint and for every service. */
  readonly tokenKey: string;
  /** Holds the models that tasks run. @default `lakehouse/models` beside the bundle */
  readonly modelsDirectory?: string;
  /** What runs a task. @default the DuckDB engine */
  readonly toCommand?: (invocation: TaskInvocation) => TaskCommand;
  /** How many tasks run at a time, over all runs. @default 2 */
  readonly maximumParallelTasks?: number;
  /** How many runs that ended are kept; the service itself keeps 60 days. @default 200 */
  readonly keepRuns?: number;
  /** @default the system's */
  readonly clock?: JobsClock;
  /** Faults to come, for tests. @default none */
  readonly faults?: DatabricksFaults;
  /** Whether faults can be switched on at `/_stand-in/faults`, by anyone who reaches the port. @default false */
  readonly faultEndpoint?: boolean;
}

/** @throws StandInError `option_invalid` */
export function requireOptions(options: DatabricksOptions): void {
  const { dataDirectory, bundleDirectory, tokenKey, maximumParallelTasks = 2, keepRuns = 200 } = options;
  for (const [name, value] of Object.entries({ dataDirectory, bundleDirectory, tokenKey }))
    if (value === '') throw new StandInError('option_invalid', `${name} is missing`);
  for (const [name, value] of Object.entries({ maximumParallelTasks, keepRuns }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new StandInError('option_invalid', `${name} must be a whole number from 1`);
}

/** The models stand beside the bundle in the repository. */
export function defaultModelsDirectory(bundleDirectory: string): string {
  return resolve(bundleDirectory, '..', 'lakehouse/models');
}
