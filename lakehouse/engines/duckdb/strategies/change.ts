import { type Snapshot } from '../delta/types';
import { type Model } from '../model/model';
import { type Inputs } from '../run/find-inputs';
import { type ModelFailure } from '../run/model-failure';
import { type ExpectationResult } from '../run/model-result';
import { type RefreshRun } from '../run/refresh-run';

/** Input of a strategy. The relations that the model names are registered. */
export interface StrategyOptions {
  readonly run: RefreshRun;
  readonly model: Model;
  /** The model's table; undefined for a new one. */
  readonly snapshot: Snapshot | undefined;
  readonly inputs: Inputs;
}

/** The planned change of a model's table. Nothing is written yet. */
export interface Change {
  readonly outcome: 'change';
  /** The rows of this refresh: a relation with the model's columns. */
  readonly fresh: string;
  /** SQL for the rows of removed files that remain, with all columns of the table. @default none */
  readonly kept?: string;
  /** Files of the table that the new ones replace. */
  readonly remove: readonly string[];
  /** Name of the operation in Delta's history. */
  readonly operation: 'WRITE' | 'MERGE';
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly rowsRemoved: number;
  readonly rowsDropped: number;
  readonly expectations: readonly ExpectationResult[];
}

/** One way to update a table. Faults are thrown; rows that break the model's rules are a failure. */
export type StrategyRun = (options: StrategyOptions) => Promise<Change | ModelFailure>;
