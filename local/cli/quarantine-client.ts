import {
  type QuarantineDetails,
  type QuarantineList,
  type QuarantineReopenReport,
  type QuarantineReplayReport,
} from '../../monitor/data/api';
import { ApiClient } from './api-client';

/**
 * Client of the quarantine API of a function app. Calls throw an Error with the problem's detail if they are
 * refused.
 */
export class QuarantineClient {
  readonly #api: ApiClient;

  /** See {@link ApiClient}. */
  constructor(baseUrl: string, key?: string) {
    this.#api = new ApiClient(baseUrl, key);
  }

  /**
   * @param filter query parameters: source, contract, code, from, to, state, limit; undefined ones are left
   *   out
   */
  async list(filter: Readonly<Record<string, string | undefined>>): Promise<QuarantineList> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value);
    return (await this.#api.call('GET', `/api/quarantine?${query.toString()}`)) as QuarantineList;
  }

  async read(id: string, withBytes: boolean): Promise<QuarantineDetails> {
    const query = withBytes ? '?bytes=true' : '';
    return (await this.#api.call(
      'GET',
      `/api/quarantine/${encodeURIComponent(id)}${query}`,
    )) as QuarantineDetails;
  }

  /** @param request body of `POST /api/quarantine/replay` as JSON text, so that numbers keep their digits */
  async replay(request: string): Promise<QuarantineReplayReport> {
    return (await this.#api.call('POST', '/api/quarantine/replay', request)) as QuarantineReplayReport;
  }

  /** @param filter as in a replay */
  async reopen(filter: object): Promise<QuarantineReopenReport> {
    const request = JSON.stringify({ filter });
    return (await this.#api.call('POST', '/api/quarantine/reopen', request)) as QuarantineReopenReport;
  }
}
