import { type KeptFiles } from '../bronze/kept-files';
import { type LakeFiles } from '../lake/lake-files';
import { type DeltaTable } from '../delta/delta-table';
import { type Session } from '../session';
import { type Model } from '../model/model';
import { type ModelSet } from '../model/load-models';
import { type Plan } from '../plan';

/** State that the models of one task share. */
export interface RefreshRun {
  readonly refresh: number;
  readonly plan: Plan;
  readonly models: ModelSet;
  readonly session: Session;
  readonly lake: LakeFiles;
  /** An empty directory on this machine for temporary files. */
  readonly workDirectory: string;
  readonly clock: () => Date;
  /** Events of a contract on which a model can fail before it is at fault itself. @default MAX_FAILING_EVENTS */
  readonly maxFailingEvents?: number | undefined;
  /** Versions of a table between two searches for old files. @default VERSIONS_PER_VACUUM */
  readonly versionsPerVacuum?: number | undefined;
  /** Lines of slots that the session has read, by the name of their table. */
  readonly readings: Map<string, KeptFiles>;
  /** The models whose tables this refresh rebuilds by request, by table name. */
  readonly rebuild: ReadonlySet<string>;
  /** The plan of an earlier refresh. @throws LakehouseError `corrupt` if it is missing */
  planOf(refresh: number): Promise<Plan>;
  /** The table of a model. Always the same object, because it caches the state. */
  tableOf(model: Model): DeltaTable;
}

/** Application id under which a table's log records the newest refresh that the table contains. */
export const TRANSACTION = 'sluice';

/** Last column of every table: the refresh that wrote the row. */
export const REFRESH_COLUMN = '_refresh';
