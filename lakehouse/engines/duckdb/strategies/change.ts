import { type Snapshot } from '../delta/types';
import { type Model } from '../model/model';
import { type Inputs } from '../run/find-inputs';
import { type ModelFailure } from '../run/model-failure';
import { type ExpectationResult } from '../run/model-result';
import { type RefreshRun } from '../run/refresh-run';

/** What a strategy works on. The relations that the model names are registered. */
export interface StrategyOptions {
  readonly run: RefreshRun;
  readonly model: Model;
  /** The model's table; undefined for a new one. */
  readonly snapshot: Snapshot | undefined;
  readonly inputs: Inputs;
}

/** What a model's table is to become. Nothing is written yet. */
export interface Change {
  readonly outcome: 'change';
  /** The rows that this refresh makes: a relation with the model's columns. */
  readonly fresh: string;
  /** SQL for rows of removed files that stay, with all columns of the table. @default none */
  readonly kept?: string;
  /** Files of the table that the new ones replace. */
  readonly remove: readonly string[];
  /** As Delta's history calls it. */
  readonly operation: 'WRITE' | 'MERGE';
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly rowsRemoved: number;
  readonly rowsDropped: number;
  readonly expectations: readonly ExpectationResult[];
}

/** One way to bring a table up to date. A fault is thrown; rows that break the model's promises are a failure. */
export type StrategyRun = (options: StrategyOptions) => Promise<Change | ModelFailure>;
