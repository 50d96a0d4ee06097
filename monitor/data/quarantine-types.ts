import { type Operation } from '../derive/patch-from-edit';

export interface Rejection {
  readonly code: string;
  /** JSON Pointer into the event. */
  readonly path: string;
  readonly message: string;
}

/** One record of `GET /api/quarantine`. */
export interface QuarantineRecord {
  readonly id: string;
  readonly source: string;
  readonly contract: string | null;
  readonly version: number | null;
  readonly partition: number;
  readonly sequenceNumber: number;
  readonly enqueuedTime: string;
  readonly landedAt: string | null;
  readonly codes: readonly string[];
  readonly rejections: readonly Rejection[];
  /** Size. */
  readonly bytes: number;
  readonly state: 'open' | 'replaying' | 'replayed';
  readonly attempts: number;
  readonly replayedAt: string | null;
}

/** `GET /api/quarantine`. */
export interface QuarantinePage {
  readonly counts: readonly QuarantineCount[];
  readonly total: number;
  readonly records: readonly QuarantineRecord[];
  readonly next: string | null;
}

export interface QuarantineCount {
  readonly source: string;
  readonly contract: string | null;
  readonly code: string;
  readonly records: number;
}

/** `GET /api/quarantine/{id}`. Fields that the contract protects come masked. */
export interface QuarantineDetail extends QuarantineRecord {
  readonly incarnation: string;
  /** Path of the Bronze object. */
  readonly slot: string;
  readonly contentType: string | null;
  readonly event: unknown;
  /** Where the bytes are not JSON. */
  readonly text: string | null;
  readonly replays: readonly ReplayAudit[];
}

export interface ReplayFilter {
  readonly ids?: readonly string[];
  readonly source?: string;
  readonly contract?: string;
  readonly code?: string;
  readonly from?: string;
  readonly to?: string;
}

export type ReplayFix =
  { readonly patch: readonly Operation[] } | { readonly version: number } | { readonly event: unknown };

export interface ReplayRequest {
  readonly filter: ReplayFilter;
  readonly fix?: ReplayFix;
  /** Takes named records that were replayed already. */
  readonly again?: boolean;
  readonly dryRun?: boolean;
  readonly limit?: number;
}

/** `POST /api/quarantine/replay`. */
export interface ReplayAnswer {
  readonly replay: string | null;
  readonly dryRun: boolean;
  readonly matched: number;
  readonly published: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly remaining: number;
  readonly results: readonly ReplayResult[];
}

export interface ReplayResult {
  readonly id: string;
  /** `would-publish`, `published`, `rejected`, `failed`, `attempts-exhausted`, `already-replayed`, `under-way` or `gone`. */
  readonly outcome: string;
  readonly before: readonly Rejection[];
  readonly after: {
    readonly verdict: string;
    readonly contract: string | null;
    readonly version: number | null;
    readonly rejections: readonly Rejection[];
  } | null;
  readonly event: unknown;
}

/** One of `GET /api/quarantine/replays`. */
export interface ReplayAudit {
  readonly replay: string;
  readonly at: string;
  readonly by?: string | null;
  readonly filter?: ReplayFilter;
  readonly fix?: unknown;
  readonly matched?: number;
  readonly published?: number;
  readonly rejected?: number;
  readonly skipped?: number;
}
