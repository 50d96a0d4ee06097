import { ApiClient } from './api-client';

/** A rejection as the API tells it. */
export interface RejectionView {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

/** A quarantined record as `GET /api/quarantine` tells it, as far as the command line shows it. */
export interface RecordView {
  readonly id: string;
  readonly source: string;
  readonly contract: string | null;
  readonly version: number | null;
  readonly enqueuedTime: string;
  readonly codes: readonly string[];
  readonly rejections: readonly RejectionView[];
  readonly bytes: number;
  readonly state: string;
  readonly attempts: number;
  readonly replayedAt: string | null;
}

export interface RecordDetailsView extends RecordView {
  readonly slot: string;
  readonly contentType: string | null;
  readonly properties: Readonly<Record<string, unknown>> | null;
  readonly event: unknown;
  readonly text: string | null;
  readonly base64?: string;
  readonly replays: readonly {
    readonly replay: string;
    readonly at: string;
    readonly by: string | null;
    readonly published: number;
    readonly rejected: number;
  }[];
}

export interface RecordListView {
  readonly counts: readonly {
    readonly source: string;
    readonly contract: string | null;
    readonly code: string;
    readonly records: number;
  }[];
  readonly total: number;
  readonly records: readonly RecordView[];
  readonly next: string | null;
}

export interface ReplayResultView {
  readonly id: string;
  readonly outcome: string;
  readonly after: { readonly verdict: string; readonly rejections: readonly RejectionView[] } | null;
}

export interface ReplayReportView {
  readonly replay: string | null;
  readonly dryRun: boolean;
  readonly matched: number;
  readonly published: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly failed: number;
  readonly remaining: number;
  readonly results: readonly ReplayResultView[];
}

/** The quarantine API of a function app. Throws Error with the problem's own words where a call is refused. */
export class QuarantineClient {
  readonly #api: ApiClient;

  /** See {@link ApiClient}. */
  constructor(baseUrl: string, key?: string) {
    this.#api = new ApiClient(baseUrl, key);
  }

  /** @param filter of the query: source, contract, code, from, to, state, limit; undefined ones are left out */
  async list(filter: Readonly<Record<string, string | undefined>>): Promise<RecordListView> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value);
    return (await this.#api.call('GET', `/api/quarantine?${query.toString()}`)) as RecordListView;
  }

  async read(id: string, withBytes: boolean): Promise<RecordDetailsView> {
    const query = withBytes ? '?bytes=true' : '';
    return (await this.#api.call(
      'GET',
      `/api/quarantine/${encodeURIComponent(id)}${query}`,
    )) as RecordDetailsView;
  }

  /** @param request body of `POST /api/quarantine/replay`, as JSON text: numbers stay as they were written */
  async replay(request: string): Promise<ReplayReportView> {
    return (await this.#api.call('POST', '/api/quarantine/replay', request)) as ReplayReportView;
  }
}
