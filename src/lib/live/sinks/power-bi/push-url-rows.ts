import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { PUSH_URL_LIMITS } from './power-bi-limits';
import { type PowerBiRow } from './to-power-bi-row';
import { SluiceError } from '../../../platform/errors';
import { isSafeUrl } from '../../../platform/setting-types';
import { type RowTarget, type RowTargets } from './power-bi-rows';

/** Reads the push URLs. */
export interface PushUrlSecret {
  /** A JSON map, `{"iot_telemetry": "https://api.powerbi.com/beta/…/rows?key=…"}`. */
  read(): Promise<string>;
  /** Drops the cached secret, which may have been renewed: the next {@link read} requests it again. */
  forget(): void;
}

const PUSH_URLS = z.record(z.string(), z.string().refine(isSafeUrl));
const TIMEOUT_SECONDS = 30;

/**
 * Sends rows by push URLs, for streaming datasets that were made in the portal. Each has one table and a URL
 * with a key, and takes no token. A view that the secret does not name is not sent.
 *
 * Anyone with a URL can write to its dataset. So no error of this class contains a URL in its message, its
 * data or its cause. Texts of the HTTP client and of the service are dropped, because they may repeat the
 * URL.
 */
export class PushUrlRows implements RowTargets {
  readonly limits = PUSH_URL_LIMITS;
  readonly #secret: PushUrlSecret;
  readonly #http = createDefaultHttpClient();

  constructor({ secret }: { readonly secret: PushUrlSecret }) {
    this.#secret = secret;
  }

  async find(view: string): Promise<RowTarget | undefined> {
    const url = parseUrls(await this.#secret.read())[view];
    if (url === undefined) return undefined;
    return { dataset: `push URL of ${view}`, post: (rows) => this.#post(view, url, rows) };
  }

  async #post(view: string, url: string, rows: readonly PowerBiRow[]): Promise<void> {
    let response: PipelineResponse;
    try {
      response = await this.#http.sendRequest(
        createPipelineRequest({
          method: 'POST',
          url,
          body: JSON.stringify(rows),
          headers: createHttpHeaders({ 'content-type': 'application/json', accept: 'application/json' }),
          abortSignal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000),
          allowInsecureConnection: /^http:/i.test(url),
          disableKeepAlive: true,
        }),
      );
    } catch (error) {
      // The client's error contains the request with its URL, so only its code is passed on.
      throw new SluiceError(
        'power_bi_unavailable',
        `the push URL of ${view} does not answer${codeOf(error)}`,
        {
          kind: 'transient',
        },
      );
    }
    if (response.status >= 200 && response.status < 300) return;
    throw this.#toError(view, response);
  }

  #toError(view: string, { status, headers }: PipelineResponse): SluiceError {
    const message = `the push URL of ${view} answered ${status}`;
    if (status === 408 || status === 429 || status >= 500) {
      const retryAfter = headers.get('retry-after');
      const known = retryAfter !== undefined && /^\d+$/.test(retryAfter);
      return new SluiceError('power_bi_unavailable', message, {
        kind: 'transient',
        data: { status, ...(known && { retryAfterSeconds: Number(retryAfter) }) },
      });
    }
    this.#secret.forget();
    return new SluiceError('power_bi_refused', message, { kind: 'permanent', data: { status } });
  }
}

function parseUrls(text: string): Readonly<Record<string, string>> {
  const parsed = PUSH_URLS.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new SluiceError(
    'power_bi_refused',
    'the secret of push URLs must be a JSON map from a view to its https address, as {"iot_telemetry": "https://…"}',
    { kind: 'permanent' },
  );
}

/** Returns undefined for invalid JSON, because the parser's message would repeat the secret. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z_]+$/.test(code) ? `: ${code}` : '';
}
