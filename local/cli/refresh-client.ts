import { ApiClient } from './api-client';

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
  readonly #api: ApiClient;

  /** See {@link ApiClient}. */
  constructor(baseUrl: string, key?: string) {
    this.#api = new ApiClient(baseUrl, key);
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

  #call(method: string, path: string): Promise<unknown> {
    return this.#api.call(method, `/api/refresh${path}`);
  }
}
