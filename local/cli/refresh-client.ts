/** A refresh as `GET /api/refresh/{id}` tells it, as far as the command line shows it. */
export interface RefreshView {
  readonly id: string;
  readonly number: number;
  readonly state:
    'running' | 'cancelling' | 'succeeded' | 'nothing-new' | 'failed' | 'cancelled' | 'cancelled-downstream';
  readonly startedAt: string;
  readonly durationSeconds: number | null;
  readonly reason: string | null;
  readonly newEvents: number | null;
  /** In a list of refreshes there is none of these four. */
  readonly steps?: readonly RefreshStepView[];
  readonly runs?: readonly RunView[];
  readonly models?: readonly ModelView[];
  readonly quality?: {
    readonly passed: boolean;
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
  } | null;
}

export interface RefreshStepView {
  readonly step: string;
  readonly state: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export interface RunView {
  readonly kind: 'pipeline' | 'job';
  readonly name: string;
  readonly state: string;
  readonly status: string | null;
  readonly message: string | null;
  readonly tasks: readonly RunTaskView[];
}

export interface RunTaskView {
  readonly name: string;
  readonly state: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
}

export interface ModelView {
  readonly model: string;
  readonly outcome: string;
  readonly rowsWritten: number;
  readonly rowsDropped: number;
  readonly durationMilliseconds: number;
}

export interface StartOptions {
  readonly pipelines?: 'due' | 'all' | 'none';
  readonly force?: boolean;
}

/** The refresh API of a function app. Throws Error with the problem's own words where a call is refused. */
export class RefreshClient {
  readonly #baseUrl: string;

  /** @param baseUrl such as `http://127.0.0.1:7071` */
  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** Starts a refresh, or joins the one that runs. */
  async start(options: StartOptions = {}): Promise<{ readonly id: string; readonly outcome: string }> {
    const { pipelines = 'due', force = false } = options;
    return (await this.#call('POST', `?pipelines=${pipelines}&force=${String(force)}`)) as {
      id: string;
      outcome: string;
    };
  }

  async read(id: string): Promise<RefreshView> {
    return (await this.#call('GET', `/${encodeURIComponent(id)}`)) as RefreshView;
  }

  /** The newest refresh, without its steps and runs; `undefined` before the first. */
  async newest(): Promise<RefreshView | undefined> {
    const { refreshes } = (await this.#call('GET', '?limit=1')) as { refreshes: readonly RefreshView[] };
    return refreshes[0];
  }

  async cancel(id: string): Promise<void> {
    await this.#call('DELETE', `/${encodeURIComponent(id)}`);
  }

  async #call(method: string, path: string): Promise<unknown> {
    const response = await fetch(`${this.#baseUrl}/api/refresh${path}`, { method });
    const text = await response.text();
    if (response.ok) return text === '' ? undefined : (JSON.parse(text) as unknown);
    throw new Error(
      toProblem(text) ?? `${method} /api/refresh${path} answered ${response.status}: ${text.slice(0, 300)}`,
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
