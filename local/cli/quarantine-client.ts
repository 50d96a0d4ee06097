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
  readonly #baseUrl: string;
  readonly #headers: Readonly<Record<string, string>>;

  /**
   * @param baseUrl such as `http://127.0.0.1:7071`
   * @param key of the function app, where it asks for one
   */
  constructor(baseUrl: string, key?: string) {
    this.#baseUrl = baseUrl;
    this.#headers = key === undefined ? {} : { 'x-functions-key': key };
  }

  /** @param filter of the query: source, contract, code, from, to, state, limit; undefined ones are left out */
  async list(filter: Readonly<Record<string, string | undefined>>): Promise<RecordListView> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value);
    return (await this.#call('GET', `?${query.toString()}`)) as RecordListView;
  }

  async read(id: string, withBytes: boolean): Promise<RecordDetailsView> {
    const query = withBytes ? '?bytes=true' : '';
    return (await this.#call('GET', `/${encodeURIComponent(id)}${query}`)) as RecordDetailsView;
  }

  /** @param request body of `POST /api/quarantine/replay`, as JSON text: numbers stay as they were written */
  async replay(request: string): Promise<ReplayReportView> {
    return (await this.#call('POST', '/replay', request)) as ReplayReportView;
  }

  async #call(method: string, path: string, body?: string): Promise<unknown> {
    const response = await fetch(`${this.#baseUrl}/api/quarantine${path}`, {
      method,
      headers: { ...this.#headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as unknown;
    throw new Error(
      toProblem(text) ??
        `${method} /api/quarantine${path} answered ${response.status}: ${text.slice(0, 300)}`,
    );
  }
}

/** RFC 9457. */
function toProblem(text: string): string | undefined {
  try {
    const { title, detail } = JSON.parse(text) as { title?: string; detail?: string };
    return detail ?? title;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
