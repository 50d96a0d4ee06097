import { type TokenCredential } from '@azure/identity';
import { PowerBiFaults, type PowerBiService, startPowerBi } from '../../../local/power-bi';
import { issueToken } from '../../../local/kit';
import { ManualClock } from '../../testing/fakes/manual-clock';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

export const TOKEN_KEY = 'key';
export const AUDIENCE = 'https://analysis.windows.net/powerbi/api';

export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  /** `status code` of an error. */
  readonly error: string;
}

/** A Power BI with its own folder, whose clock a test moves. */
export class PowerBiFixture {
  readonly clock = new ManualClock();
  readonly faults = new PowerBiFaults();
  #service: PowerBiService | undefined;
  #directory: { readonly path: string; readonly remove: () => Promise<void> } | undefined;

  async start(options: { readonly flexibleTables?: boolean } = {}): Promise<void> {
    this.#directory ??= await temporaryDirectory();
    this.#service = await startPowerBi({
      dataDirectory: this.#directory.path,
      tokenKey: TOKEN_KEY,
      refreshSeconds: 60,
      clock: this.clock.now,
      faults: this.faults,
      ...options,
    });
  }

  /** Stops the service and keeps its data. */
  async close(): Promise<void> {
    await this.#service?.close();
    this.#service = undefined;
  }

  async restart(options: { readonly flexibleTables?: boolean } = {}): Promise<void> {
    await this.#service?.close();
    await this.start(options);
  }

  async cleanup(): Promise<void> {
    await this.#service?.close();
    await this.#directory?.remove();
    this.#service = undefined;
    this.#directory = undefined;
  }

  get service(): PowerBiService {
    if (this.#service === undefined) throw new Error('not started');
    return this.#service;
  }

  get dataDirectory(): string {
    return this.#directory?.path ?? '';
  }

  /** Credential of the app's clients, with tokens by the fixture's clock. */
  get credential(): TokenCredential {
    return {
      getToken: () =>
        Promise.resolve({ token: this.token(), expiresOnTimestamp: this.clock.now().getTime() + 600_000 }),
    };
  }

  token(audience = AUDIENCE): string {
    return issueToken({ audience, key: TOKEN_KEY, now: this.clock.now(), lifetimeSeconds: 600 });
  }

  /** @param path below the workspace */
  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Seen> {
    const url = `${this.service.endpoint}/v1.0/myorg/groups/${this.service.workspaceId}${path}`;
    return this.sendTo(url, method, body, { authorization: `Bearer ${this.token()}`, ...headers });
  }

  async sendTo(
    url: string,
    method: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Seen> {
    const response = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Seen['body'];
    const { code } = (parsed['error'] ?? {}) as { readonly code?: string };
    return {
      status: response.status,
      headers: response.headers,
      body: parsed,
      error: `${response.status} ${code ?? ''}`,
    };
  }

  /** @returns its id */
  async createDataset(
    body: Readonly<Record<string, unknown>> = {},
    retention = 'basicFIFO',
  ): Promise<string> {
    const dataset = { name: 'Live', defaultMode: 'Push', tables: [TABLE], ...body };
    const { status, body: answer } = await this.send(
      'POST',
      `/datasets?defaultRetentionPolicy=${retention}`,
      dataset,
    );
    expect(status).toBe(201);
    return answer['id'] as string;
  }
}

export const TABLE = {
  name: 'reading',
  columns: [
    { name: 'at', dataType: 'DateTime' },
    { name: 'site', dataType: 'string' },
    { name: 'n', dataType: 'Int64' },
    { name: 'mean', dataType: 'Double' },
    { name: 'ok', dataType: 'bool' },
  ],
  measures: [{ name: 'reading count', expression: 'COUNTROWS ( reading )' }],
};

export const ROW = { at: '2026-11-21T09:00:00Z', site: 'AMS', n: 1, mean: 1.5, ok: true };

/** The shortest possible rows. */
export const shortRows = (count: number): readonly object[] =>
  Array.from({ length: count }, () => ({ n: 1 }));
