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

/** A row with the version that a conditional write names. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

/** Answer to a conditional write; after `conflict` the caller reads again. */
export type WriteOutcome = 'written' | 'conflict';

export interface RefreshPage {
  /** Newest first. */
  readonly refreshes: readonly RefreshRecord[];
  /** The number to go on below, where there is more. */
  readonly next: RefreshNumber | undefined;
}

/** What of a refresh changes after its start. */
export type RefreshChange = Partial<
  Omit<RefreshRecord, 'id' | 'number' | 'trigger' | 'pipelines' | 'force' | 'startedAt'>
>;

/** What of a run changes after its intent. */
export type RunChange = Partial<Omit<RunRecord, keyof RunKey | 'token' | 'intendedAt'>>;

/**
 * Rows about refreshes; they outlive the durable histories. Every method throws SluiceError `table_unavailable`
 * (transient) where the table is out of reach.
 */
export interface RefreshStore {
  readCurrent(): Promise<Versioned<CurrentRefresh> | undefined>;
  /** @param etag of the row that is replaced; undefined where there must be none */
  writeCurrent(current: CurrentRefresh, etag: string | undefined): Promise<WriteOutcome>;
  /** Keeps the row that is there. */
  createRefresh(record: RefreshRecord): Promise<void>;
  readRefresh(id: RefreshId): Promise<Versioned<RefreshRecord> | undefined>;
  /** @param etag of the row as it was read; without it the change is made in any case */
  changeRefresh(number: RefreshNumber, change: RefreshChange, etag?: string): Promise<WriteOutcome>;
  /** @param below only refreshes with a smaller number */
  listRefreshes(options: { readonly limit: number; readonly below?: number }): Promise<RefreshPage>;
  /** `exists` where there is a row for this run; it is kept. */
  createRun(run: RunRecord): Promise<'created' | 'exists'>;
  readRun(key: RunKey): Promise<RunRecord | undefined>;
  changeRun(key: RunKey, change: RunChange): Promise<void>;
  /** All runs of a refresh, in order of their intent. */
  listRuns(id: RefreshId): Promise<readonly RunRecord[]>;
  listPipelines(): Promise<readonly PipelineRecord[]>;
  writePipeline(pipeline: PipelineRecord): Promise<void>;
  listWatermarks(): Promise<readonly TableWatermark[]>;
  writeWatermark(watermark: TableWatermark): Promise<void>;
}

/** Plans and results in the `gold` container. @throws SluiceError `lake_unavailable` */
export interface PlanStore {
  readPlan(number: RefreshNumber): Promise<Plan | undefined>;
  /** The plan that stands there afterwards: this one, or the one that an earlier try wrote. */
  createPlan(plan: Plan): Promise<Plan>;
  readResults(number: RefreshNumber): Promise<readonly ModelResult[]>;
}

/** Bronze as far as a plan needs it. */
export interface BronzeHeads {
  /** The head of every partition of every incarnation that has slots. @param known heads of an earlier plan, to look from */
  read(known: PlannedBronze): Promise<PlannedBronze>;
}

/** A run as the service reports it, in our words. */
export interface RunStatus {
  /**
   * - `running` also for a status that we do not know: it is reported, and the time-out ends it.
   * - `failed` with `retryable` where another try of the same may succeed.
   */
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly retryable: boolean;
  /** The service's own words. */
  readonly status: string;
  readonly message?: string;
  readonly url?: string;
  readonly tasks: readonly RunTask[];
}

export interface StartRunOptions {
  readonly token: string;
  readonly refresh: RefreshNumber;
  /** Of the pipeline; the job has one name only. */
  readonly name: string;
  /** When the intent was written. */
  readonly intendedAt: Date;
  /** Whether an earlier try may have started the run already. */
  readonly again: boolean;
}

/**
 * A service that runs something for us. A call that fails throws SluiceError: `transient` (with `retryAfterSeconds` in its
 * data, where the service named it) or `permanent` (it refuses this request).
 */
export interface RunService {
  /** Starts a run at most once a token. The id that the service chose. */
  start(options: StartRunOptions): Promise<string>;
  read(externalId: string): Promise<RunStatus>;
  /** Asks for the end of a run; harmless for one that has ended. */
  cancel(externalId: string): Promise<void>;
}

/**
 * Power BI, as far as the end of a refresh needs it. It takes eight requests a day on shared capacity
 * (https://learn.microsoft.com/rest/api/power-bi/datasets/refresh-dataset-in-group) and is at one refresh a time.
 */
export interface SemanticModelRefresher {
  /**
   * Asks Power BI to load Gold into the semantic model anew; it does not wait for that.
   *
   * @throws SluiceError `transient` where another try may succeed, also while another refresh of the model is under way,
   *   which may have begun before Gold was new; `permanent` with the service's reason where it refuses
   */
  start(): Promise<void>;
}

/** `absent` where nothing is known under an id; `ended` whatever the end was. */
export interface InstanceStatus {
  readonly status: 'active' | 'ended' | 'absent';
  /** The message with which it failed. */
  readonly failure?: string;
}

/** The durable instances of the refresh, as far as a claim needs them. */
export interface RefreshInstances {
  status(id: RefreshId): Promise<InstanceStatus>;
  /** Starting an instance that is there is not a fault. */
  start(id: RefreshId, input: RefreshInput): Promise<void>;
  /**
   * Forgets histories of instances that have ended and were created before, the oldest first, as far as it comes until then. The next
   * call goes on: what is forgotten is not found again. How many.
   *
   * @param until milliseconds since 1970
   */
  purge(createdBefore: Date, until: number): Promise<number>;
}

/** Input of the orchestration of a refresh: all that it may depend on, besides what activities answer. */
export interface RefreshInput {
  readonly refreshId: RefreshId;
  readonly number: RefreshNumber;
  readonly limits: RefreshLimits;
  /** Whether Power BI is asked at the end. Absent in refreshes that were started before there was this step. */
  readonly semanticModel?: boolean;
  /** What its orchestration hands to itself where the end has to wait for runs; absent at the start. */
  readonly ending?: Ending;
}

export interface RefreshLimits {
  /** Seconds to the first look at a run; each further wait is half as long again. */
  readonly pollSeconds: number;
  readonly pollMaxSeconds: number;
  /** From the start of the refresh; then its runs are cancelled and it fails. */
  readonly timeoutMinutes: number;
}
