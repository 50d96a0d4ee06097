import { type SiteSettings } from '../../../local/app-service/operations';
import { type AppService, DEFAULT_SITE, startAppService } from '../../../local/app-service';
import { issueToken } from '../../../local/kit';

const TOKEN_KEY = 'key of the tests';
export const AUDIENCE = 'https://management.azure.com';
const VERSION = '2022-03-01';

export interface Reply {
  readonly status: number;
  readonly body: {
    readonly properties?: Readonly<Record<string, string>>;
    readonly error?: { readonly code: string; readonly message: string };
  };
}

/** Keeps settings in memory, with all writes to them. */
export class MemorySite implements SiteSettings {
  readonly written: Readonly<Record<string, string>>[] = [];
  #settings: Readonly<Record<string, string>>;

  constructor(settings: Readonly<Record<string, string>>) {
    this.#settings = settings;
  }

  read(): Readonly<Record<string, string>> {
    return this.#settings;
  }

  replace(settings: Readonly<Record<string, string>>): void {
    this.#settings = settings;
    this.written.push(settings);
  }
}

export const tokenFor = (audience: string, lifetimeSeconds = 60): string =>
  issueToken({ audience, key: TOKEN_KEY, now: new Date(), lifetimeSeconds });

/** The stand-in with settings in memory, and requests to it. */
export class SiteFixture {
  private constructor(
    readonly site: MemorySite,
    readonly service: AppService,
  ) {}

  static async start(settings: Readonly<Record<string, string>>): Promise<SiteFixture> {
    const site = new MemorySite(settings);
    return new SiteFixture(site, await startAppService({ tokenKey: TOKEN_KEY, settings: site }));
  }

  list(): Promise<Reply> {
    return this.send('POST', `${DEFAULT_SITE}/config/appsettings/list`);
  }

  update(body: unknown): Promise<Reply> {
    return this.send('PUT', `${DEFAULT_SITE}/config/appsettings`, { body });
  }

  async send(
    method: string,
    path: string,
    {
      body,
      query = `?api-version=${VERSION}`,
      token = tokenFor(AUDIENCE),
    }: { body?: unknown; query?: string; token?: string | undefined } = {},
  ): Promise<Reply> {
    const response = await fetch(`${this.service.endpoint}${path}${query}`, {
      method,
      headers: token === '' ? {} : { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Reply['body'] };
  }
}
