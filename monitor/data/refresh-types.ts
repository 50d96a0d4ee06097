import { type RefreshSummary } from './status-types';

/** `GET /api/refresh`. */
export interface RefreshPage {
  readonly refreshes: readonly RefreshSummary[];
  readonly next: string | null;
}

/** `GET /api/refresh/{id}`. */
export interface RefreshDetail extends RefreshSummary {
  readonly steps: readonly RefreshStep[];
  readonly runs: readonly RefreshRun[];
  readonly plan: {
    readonly previous: number | null;
    readonly cutAt: string;
  } | null;
  readonly models: readonly ModelResult[];
  readonly quality: {
    readonly passed: boolean;
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
  } | null;
}

export interface RefreshStep {
  readonly step: string;
  readonly state: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export interface RefreshRun {
  readonly kind: 'pipeline' | 'job';
  readonly name: string;
  readonly generation: number;
  readonly state: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly runId: string | null;
  readonly status: string | null;
  readonly message: string | null;
  readonly url: string | null;
  readonly tasks: readonly RefreshTask[];
}

export interface RefreshTask {
  readonly name: string;
  readonly state: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly message?: string;
}

export interface ModelResult {
  /** `<layer>.<table>` */
  readonly model: string;
  readonly outcome: 'committed' | 'unchanged' | 'already' | 'failed';
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly rowsRemoved: number;
  readonly rowsDropped: number;
  readonly expectations: readonly ExpectationResult[];
  readonly durationMilliseconds: number;
  readonly error: string | null;
}

export interface ExpectationResult {
  readonly name: string;
  readonly action: string;
  readonly checked: number;
  readonly failed: number;
}
