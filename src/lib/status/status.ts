import { type Source } from '../contracts/source';
import { type SinkStatus } from '../live';
import { type QuarantineTotals, type RefreshSummary } from './ports';

export type Stage = 'hub' | 'bronze' | 'live' | 'refresh' | 'sinks' | 'quarantine';

/** Something that a person should know, in a sentence that also says what is still safe. */
export interface StatusProblem {
  readonly stage: Stage;
  readonly message: string;
}

/** One hub partition through the stages. Counts are events since the hub was made; null where a stage does not answer. */
export interface PartitionStatus {
  readonly partition: number;
  readonly received: number | null;
  readonly newestEnqueuedTime: string | null;
  /** Null before the first slot. */
  readonly slot: number | null;
  readonly landed: number | null;
  readonly landingLag: number | null;
  readonly folded: number | null;
  readonly liveLag: number | null;
}

export interface SourceStatus {
  readonly source: Source;
  readonly hub: {
    readonly incarnation: string;
    readonly received: number;
    readonly newestEnqueuedTime: string | null;
  } | null;
  readonly bronze: {
    readonly landed: number;
    /** Null where the index of quarantined records does not say it. */
    readonly accepted: number | null;
    readonly quarantined: number | null;
    readonly slots: number;
    /** Null where the hub does not answer. */
    readonly lag: number | null;
    readonly newestEnqueuedTime: string | null;
  } | null;
  readonly live: { readonly folded: number; readonly lag: number | null } | null;
  readonly partitions: readonly PartitionStatus[];
}

/** The answer of `GET /api/status`. */
export interface Status {
  /** RFC 3339. */
  readonly at: string;
  readonly app: { readonly version: string };
  readonly problems: readonly StatusProblem[];
  readonly sources: readonly SourceStatus[];
  readonly quarantine: Pick<QuarantineTotals, 'records' | 'open' | 'bySourceAndCode'> | null;
  readonly refresh: {
    readonly configured: boolean;
    readonly current: RefreshSummary | null;
    readonly last: RefreshSummary | null;
    /** Events in Bronze that the newest plan does not have; null while a refresh is under way. */
    readonly arrivals: number | null;
  } | null;
  readonly sinks: readonly SinkStatus[];
  readonly powerBi: { readonly arrivedUrl: string | null };
}
