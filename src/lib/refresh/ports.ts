import { type ModelResult } from './model-result';
import { type Plan, type PlannedBronze } from './plan';
import { type RefreshId, type RefreshNumber } from './refresh-id';
import {
  type CurrentRefresh,
  type Ending,
  type PipelineRecord,
  type RefreshRecord,
  type RunKey,
  type RunRecord,
  type RunTask,
  type TableWatermark,
} from './refresh-record';

/** A row with its etag for a conditional write. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

/** Result of a conditional write. After `conflict` the caller reads again. */
export type WriteOutcome = 'written' | 'conflict';

export interface RefreshPage {
  /** Newest first. */
  readonly refreshes: readonly RefreshRecord[];
  /** The number to continue below; undefined on the last page. */
  readonly next: RefreshNumber | undefined;
}

/** The fields of a refresh that change after its start. */
export type RefreshChange = Partial<
  Omit<RefreshRecord, 'id' | 'number' | 'trigger' | 'pipelines' | 'force' | 'rebuild' | 'startedAt'>
>;

/** The fields of a run that change after its intent. */
export type RunChange = Partial<Omit<RunRecord, keyof RunKey | 'token' | 'intendedAt'>>;

/**
 * Rows about refreshes, which are kept longer than durable histories. Every method throws SluiceError
 * `table_unavailable` (transient).
 */
export interface RefreshStore {
  readCurrent(): Promise<Versioned<CurrentRefresh> | undefined>;
  /** @param etag of the row to replace; undefined if there must be no row */
  writeCurrent(current: CurrentRefresh, etag: string | undefined): Promise<WriteOutcome>;
  /** Creates the row unless it exists. */
  createRefresh(record: RefreshRecord): Promise<void>;
  readRefresh(id: RefreshId): Promise<Versioned<RefreshRecord> | undefined>;
  /** @param etag of the row as it was read; without it the change is unconditional */
  changeRefresh(number: RefreshNumber, change: RefreshChange, etag?: string): Promise<WriteOutcome>;
  /** @param below only refreshes with a smaller number */
  listRefreshes(options: { readonly limit: number; readonly below?: number }): Promise<RefreshPage>;
  /** Returns `exists`, and keeps the row, if there is one for this run. */
  createRun(run: RunRecord): Promise<'created' | 'exists'>;
  readRun(key: RunKey): Promise<RunRecord | undefined>;
  changeRun(key: RunKey, change: RunChange): Promise<void>;
  /** Lists all runs of a refresh, in order of their intent. */
  listRuns(id: RefreshId): Promise<readonly RunRecord[]>;
  listPipelines(): Promise<readonly PipelineRecord[]>;
  writePipeline(pipeline: PipelineRecord): Promise<void>;
  listWatermarks(): Promise<readonly TableWatermark[]>;
  writeWatermark(watermark: TableWatermark): Promise<void>;
}

/** Plans and results in the `gold` container. @throws SluiceError `lake_unavailable` */
export interface PlanStore {
  readPlan(number: RefreshNumber): Promise<Plan | undefined>;
  /** Writes a plan unless one exists. Returns the stored plan: this one, or that of an earlier attempt. */
  createPlan(plan: Plan): Promise<Plan>;
  readResults(number: RefreshNumber): Promise<readonly ModelResult[]>;
}

/** Reads the heads of Bronze. */
export interface BronzeHeads {
  /**
   * Returns the head of every partition with slots, of every hub generation. @param known heads of an earlier
   * plan, where the search begins
   */
  read(known: PlannedBronze): Promise<PlannedBronze>;
}

/** The status of a run, independent of its service. */
export interface RunStatus {
  /**
   * - `running`: also for an unknown status; the time-out ends such a run.
   * - `failed`: with `retryable` if another attempt may succeed.
   */
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly retryable: boolean;
  /** Status as the service returned it. */
  readonly status: string;
  readonly message?: string;
  readonly url?: string;
  readonly tasks: readonly RunTask[];
}

export interface StartRunOptions {
  readonly token: string;
  readonly refresh: RefreshNumber;
  /** Name of the pipeline; the job has one name only. */
  readonly name: string;
  /** When the intent was written. */
  readonly intendedAt: Date;
  /** Whether an earlier attempt may have started the run. */
  readonly again: boolean;
}

/**
 * A service that executes runs. A failed call throws SluiceError: `transient` (with `retryAfterSeconds` in
 * its data, if the service returned it) or `permanent` (it refuses this request).
 */
export interface RunService {
  /** Starts at most one run for each token. Returns the id that the service assigned. */
  start(options: StartRunOptions): Promise<string>;
  read(externalId: string): Promise<RunStatus>;
  /** Requests the cancel of a run; harmless if it has ended. */
  cancel(externalId: string): Promise<void>;
}

/**
 * Refreshes the semantic model in Power BI. Shared capacity allows eight requests a day
 * (https://learn.microsoft.com/rest/api/power-bi/datasets/refresh-dataset-in-group) and one refresh at a
 * time.
 */
export interface SemanticModelRefresher {
  /**
   * Requests that Power BI loads Gold into the semantic model. It does not wait for the end.
   *
   * @throws SluiceError `transient` if another attempt may succeed, also while a refresh of the model is
   *   running, which may have begun before Gold changed. `permanent` with the service's reason if it refuses.
   */
  start(): Promise<void>;
}

/** `absent`: there is no instance with the id. `ended`: in any way. */
export interface InstanceStatus {
  readonly status: 'active' | 'ended' | 'absent';
  /** The message with which it failed. */
  readonly failure?: string;
}

/** The durable instances of refreshes. */
export interface RefreshInstances {
  status(id: RefreshId): Promise<InstanceStatus>;
  /** Starts an instance. If it exists already, this is not an error. */
  start(id: RefreshId, input: RefreshInput): Promise<void>;
  /**
   * Deletes histories of ended instances that were created before `createdBefore`, the oldest first. It stops
   * at `until`, and the next call continues. Returns how many were deleted.
   *
   * @param until milliseconds since 1970
   */
  purge(createdBefore: Date, until: number): Promise<number>;
}

/** Input of the orchestration of a refresh. It depends on nothing else but the results of activities. */
export interface RefreshInput {
  readonly refreshId: RefreshId;
  readonly number: RefreshNumber;
  readonly limits: RefreshLimits;
  /**
   * Whether the refresh ends with a refresh of the semantic model. Absent in refreshes that started before
   * this step existed.
   */
  readonly semanticModel?: boolean;
  /** Passed from one history to the next while the end waits for runs; absent at the start. */
  readonly ending?: Ending;
}

export interface RefreshLimits {
  /** Seconds to the first read of a run; each further wait is half as long again. */
  readonly pollSeconds: number;
  readonly pollMaxSeconds: number;
  /** Minutes from the start of the refresh until its runs are cancelled and it fails. */
  readonly timeoutMinutes: number;
}

/** The output of a task as its service has it. */
export interface ServiceOutput {
  readonly error: string | undefined;
  readonly trace: string | undefined;
  readonly log: string | undefined;
  /** Whether the service cut the beginning of the log. */
  readonly truncated: boolean;
}

/** Reads outputs from the service of the job. */
export interface TaskOutputs {
  /**
   * Returns undefined if the run has no such task.
   *
   * @throws SluiceError `databricks_unavailable` (transient), `databricks_refused` if it no longer has the run
   */
  readOutput(externalId: string, task: string): Promise<ServiceOutput | undefined>;
}
