import { type LakeFiles } from '../lake/lake-files';
import { type DeltaTable } from '../delta/delta-table';
import { type Session } from '../session';
import { type Model } from '../model/model';
import { type ModelSet } from '../model/load-models';
import { type Plan } from '../plan';

/** What the models of one task share. */
export interface RefreshRun {
  readonly refresh: number;
  readonly plan: Plan;
  readonly models: ModelSet;
  readonly session: Session;
  readonly lake: LakeFiles;
  /** An empty directory on this machine for files on their way. */
  readonly workDirectory: string;
  readonly clock: () => Date;
  /** By Bronze relation: which reading of the contract is in the session. */
  readonly readings: Map<string, string>;
  /** The plan of an earlier refresh. @throws LakehouseError `corrupt` where it is missing */
  planOf(refresh: number): Promise<Plan>;
  /** The table of a model; the same object each time, for it remembers what it has read. */
  tableOf(model: Model): DeltaTable;
}

/** Under this name a table's log records the last refresh that the table has taken in. */
export const TRANSACTION = 'sluice';

/** Last column of every table: the refresh that wrote the row. */
export const REFRESH_COLUMN = '_refresh';
