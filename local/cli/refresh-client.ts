import {
  type Refresh,
  type RefreshPage,
  type RefreshStarted,
  type RefreshSummary,
} from '../../monitor/data/api';
import { ApiClient } from './api-client';

export interface StartOptions {
  readonly pipelines?: 'due' | 'all' | 'none';
  readonly force?: boolean;
  /** Tables to compute from all of Bronze. @default none */
  readonly rebuild?: readonly string[];
}

/**
 * Client of the refresh API of a function app. Calls throw an Error with the problem's detail if they are
 * refused.
 */
export class RefreshClient {
  readonly #api: ApiClient;

  /** See {@link ApiClient}. */
  constructor(baseUrl: string, key?: string) {
    this.#api = new ApiClient(baseUrl, key);
  }

  /** Starts a refresh, or returns the one that is running. */
  async start(options: StartOptions = {}): Promise<RefreshStarted> {
    const { pipelines = 'due', force = false, rebuild = [] } = options;
    const query = new URLSearchParams({ pipelines, force: String(force) });
    if (rebuild.length > 0) query.set('rebuild', rebuild.join(','));
    return (await this.#call('POST', `?${query.toString()}`)) as RefreshStarted;
  }

  async read(id: string): Promise<Refresh> {
    return (await this.#call('GET', `/${encodeURIComponent(id)}`)) as Refresh;
  }

  /** Returns the newest refresh, without its steps and runs; `undefined` before the first refresh. */
  async newest(): Promise<RefreshSummary | undefined> {
    const { refreshes } = (await this.#call('GET', '?limit=1')) as RefreshPage;
    return refreshes[0];
  }

  async cancel(id: string): Promise<void> {
    await this.#call('DELETE', `/${encodeURIComponent(id)}`);
  }

  #call(method: string, path: string): Promise<unknown> {
    return this.#api.call(method, `/api/refresh${path}`);
  }
}
