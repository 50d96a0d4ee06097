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
    const { pipelines = 'due', force = false } = options;
    return (await this.#call('POST', `?pipelines=${pipelines}&force=${String(force)}`)) as RefreshStarted;
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
