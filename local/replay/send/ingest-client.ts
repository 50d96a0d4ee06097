import { Pool } from 'undici';
import { StandInError } from '../../kit';

/** Outcome of one request. */
export type PostOutcome =
  /** Each record has a result; records in neither list were accepted. */
  | {
      readonly kind: 'answered';
      readonly rejected: readonly Rejected[];
      /** Records that did not reach the hub although they should; they are sent again. */
      readonly failed: readonly number[];
      readonly retryAfterMilliseconds: number | undefined;
    }
  /** No results: the request is sent again. `uncertain` if the records may be in the hub already. */
  | {
      readonly kind: 'unavailable';
      readonly reason: string;
      readonly uncertain: boolean;
      readonly retryAfterMilliseconds: number | undefined;
    }
  /** Sending the request again would get the same response. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface Rejected {
  /** Index of the record in the request. */
  readonly index: number;
  readonly reason: string;
  /** Whether the app published it for the quarantine. */
  readonly quarantined: boolean;
}

/** What the app does with rejected records: only names them, or also publishes them for the quarantine. */
export type OnReject = 'answer' | 'quarantine';

export interface IngestClient {
  /** @param count records in the body */
  post(body: Buffer, count: number): Promise<PostOutcome>;
  close(): Promise<void>;
}

export interface IngestClientOptions {
  /** Address of the function app's API, such as `http://127.0.0.1:7071/api`. */
  readonly apiUrl: string;
  readonly source: string;
  readonly event: string;
  readonly contentType: 'application/x-ndjson' | 'text/csv';
  /** Separator of CSV. @default a comma */
  readonly separator?: string | undefined;
  /** @default `answer` */
  readonly onReject?: OnReject | undefined;
  /** Function key, for a deployed app. */
  readonly key?: string | undefined;
  /** Number of connections that are kept open. */
  readonly connections: number;
  /** @default 60 */
  readonly timeoutSeconds?: number;
}

/** Errors before a connection was made, so that nothing was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
/**
 * Statuses of temporary failures.
 * https://learn.microsoft.com/azure/architecture/best-practices/retry-service-specific
 */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

export function createIngestClient(options: IngestClientOptions): IngestClient {
  const { apiUrl, source, event, contentType, key, connections, timeoutSeconds = 60 } = options;
  const { origin, pathname } = parseUrl(apiUrl);
  const path = `${pathname.replace(/\/$/, '')}/ingest/${encodeURIComponent(source)}/${encodeURIComponent(event)}${toQuery(options)}`;
  const pool = new Pool(origin, {
    connections,
    headersTimeout: timeoutSeconds * 1000,
    bodyTimeout: timeoutSeconds * 1000,
  });
  const headers = {
    'content-type': contentType,
    // Leaves the results of accepted records out, to save bytes on both sides (RFC 7240).
    prefer: 'return=minimal',
    ...(key !== undefined && { 'x-functions-key': key }),
  };
  return {
    async post(body, count) {
      try {
        const response = await pool.request({ method: 'POST', path, headers, body });
        const text = await response.body.text();
        return toOutcome(response.statusCode, text, count, response.headers['retry-after']);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? '';
        const reason = error instanceof Error ? error.message : String(error);
        if (code === 'UND_ERR_INVALID_ARG') throw error;
        return {
          kind: 'unavailable',
          reason: `${origin} did not respond: ${reason === '' ? code : reason}`,
          uncertain: !NOT_SENT.has(code),
          retryAfterMilliseconds: undefined,
        };
      }
    },
    close: () => pool.destroy(),
  };
}

function toQuery({ separator, onReject = 'answer' }: IngestClientOptions): string {
  const query = new URLSearchParams();
  if (separator !== undefined) query.set('delimiter', separator);
  if (onReject !== 'answer') query.set('onReject', onReject);
  return query.size === 0 ? '' : `?${query.toString()}`;
}

function toOutcome(
  status: number,
  text: string,
  count: number,
  retryAfter: string | string[] | undefined,
): PostOutcome {
  const answer = parseObject(text);
  const retryAfterMilliseconds = typeof retryAfter === 'string' ? toMilliseconds(retryAfter) : undefined;
  const counts = ['accepted', 'rejected', 'failed'].map((name) => answer?.[name]);
  if (counts.every((value) => typeof value === 'number')) {
    const verdicts = (answer?.['verdicts'] ?? []) as readonly RecordResult[];
    const refused = verdicts.filter(({ verdict }) => verdict === 'rejected');
    const unpublished = verdicts.filter(({ verdict }) => verdict === 'failed');
    const [accepted = 0, rejections, failures] = counts;
    if (
      refused.length !== rejections ||
      unpublished.length !== failures ||
      accepted + refused.length + unpublished.length !== count
    )
      return {
        kind: 'refused',
        reason: `the response's results do not add up to the ${count} records of the request`,
      };
    const failed = [...unpublished, ...refused.filter(isToSendAgain)].map(({ index }) => index);
    const rejected = refused.filter((result) => !isToSendAgain(result)).map(toRejected);
    return { kind: 'answered', rejected, failed, retryAfterMilliseconds };
  }
  const detail = typeof answer?.['detail'] === 'string' ? answer['detail'] : text.slice(0, 200);
  const reason = `status ${status}${detail === '' ? '' : `: ${detail}`}`;
  if (PASSING.has(status))
    // A service answers 429 before it processes a request (RFC 6585 section 4).
    return { kind: 'unavailable', reason, uncertain: status !== 429, retryAfterMilliseconds };
  return { kind: 'refused', reason: `${reason}${remedy(status)}` };
}

interface RecordResult {
  readonly index: number;
  readonly verdict: string;
  readonly rejections?: readonly { readonly message: string }[];
  readonly quarantined?: boolean;
  readonly unquarantined?: { readonly code: string };
}

/** Whether the hub did not take a record for the quarantine, and may take it later. */
function isToSendAgain({ unquarantined }: RecordResult): boolean {
  return unquarantined !== undefined && unquarantined.code !== 'hub_event_too_large';
}

function toRejected({ index, rejections = [], quarantined = false }: RecordResult): Rejected {
  return { index, reason: rejections.map(({ message }) => message).join(' '), quarantined };
}

function remedy(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return '; set the function key with --key';
    case 404:
      return '; check --source, --event and --url, which ends in /api';
    case 413:
      return '; send fewer records a request with --batch';
    default:
      return '';
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // The body is the page of a gateway, not a response of the app; the status is enough.
    return undefined;
  }
}

/** Seconds or an HTTP date (RFC 9110 section 10.2.3). */
function toMilliseconds(retryAfter: string): number | undefined {
  const milliseconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

function parseUrl(text: string): URL {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw new StandInError(
      'option_invalid',
      `--url must be an address such as http://127.0.0.1:7071/api, not ${text}`,
    );
  return new URL(text);
}
