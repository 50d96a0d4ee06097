/** `GET /api/status`, as far as the page shows it. Counts are events since the hub was made. */
export interface Status {
  /** RFC 3339, by the app's clock. */
  readonly at: string;
  readonly app: { readonly version: string };
  readonly problems: readonly StatusProblem[];
  readonly sources: readonly SourceStatus[];
  readonly quarantine: QuarantineStatus | null;
  readonly refresh: RefreshStatus | null;
  readonly sinks: readonly SinkStatus[];
  readonly powerBi: { readonly arrivedUrl: string | null } | null;
}

export type Stage = 'hub' | 'bronze' | 'live' | 'refresh' | 'sinks' | 'quarantine';

export interface StatusProblem {
  readonly stage: Stage;
  readonly message: string;
}

export interface SourceStatus {
  readonly source: string;
  readonly hub: {
    readonly incarnation: string;
    readonly received: number;
    readonly newestEnqueuedTime: string | null;
  } | null;
  readonly bronze: {
    readonly landed: number;
    readonly accepted: number | null;
    readonly quarantined: number | null;
    readonly slots: number;
    readonly lag: number | null;
    readonly newestEnqueuedTime: string | null;
  } | null;
  readonly live: { readonly folded: number; readonly lag: number | null } | null;
  readonly partitions: readonly PartitionStatus[];
}

export interface PartitionStatus {
  readonly partition: number;
  readonly received: number | null;
  readonly newestEnqueuedTime: string | null;
  readonly slot: number | null;
  readonly landed: number | null;
  readonly landingLag: number | null;
  readonly folded: number | null;
  readonly liveLag: number | null;
}

export interface QuarantineStatus {
  readonly records: number;
  readonly open: number;
  readonly bySourceAndCode: readonly {
    readonly source: string;
    readonly code: string;
    readonly records: number;
  }[];
}

export interface RefreshStatus {
  readonly configured: boolean;
  readonly current: RefreshSummary | null;
  readonly last: RefreshSummary | null;
  /** Events that have landed since the last plan. */
  readonly arrivals: number | null;
}

export interface SinkStatus {
  readonly name: string;
  readonly state: 'up' | 'down' | 'idle';
  readonly lastDeliveredAt: string | null;
  readonly message: string | null;
}

export type RefreshState =
  'running' | 'cancelling' | 'succeeded' | 'nothing-new' | 'failed' | 'cancelled' | 'cancelled-downstream';

/** A refresh in a list. */
export interface RefreshSummary {
  readonly id: string;
  readonly number: number;
  readonly state: RefreshState;
  readonly trigger: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationSeconds: number | null;
  readonly reason: string | null;
  readonly newEvents: number | null;
  readonly counts: ModelCounts | null;
}

export interface ModelCounts {
  readonly models: number;
  readonly committed: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly rowsWritten: number;
  readonly rowsDropped: number;
  readonly warnings: number;
}
