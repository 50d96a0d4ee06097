import { Pool } from 'undici';
import { StandInError } from '../../kit';

/** What became of one request. */
export type PostOutcome =
  /** Each record has a verdict; what is in neither list was accepted. */
  | {
      readonly kind: 'answered';
      readonly rejected: readonly Rejected[];
      /** Kept the contract and did not reach the hub; to be sent again. */
      readonly failed: readonly number[];
      readonly retryAfterMilliseconds: number | undefined;
    }
  /** No verdicts: to be sent again. `uncertain` where the records may be in the hub all the same. */
  | {
      readonly kind: 'unavailable';
      readonly reason: string;
      readonly uncertain: boolean;
      readonly retryAfterMilliseconds: number | undefined;
    }
  /** Sending it again would change nothing. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface Rejected {
  /** Place in the request. */
  readonly index: number;
  readonly reason: string;
}

export interface IngestClient {
  /** @param count records in the body */
  post(body: Buffer, count: number): Promise<PostOutcome>;
  close(): Promise<void>;
}

export interface IngestClientOptions {
  /** Of the function app's API, such as `http://127.0.0.1:7071/api`. */
  readonly apiUrl: string;
  readonly source: string;
  readonly event: string;
  readonly contentType: 'application/x-ndjson' | 'text/csv';
  /** Between the cells of CSV. @default a comma */
  readonly separator?: string | undefined;
  /** Function key, for a deployed app. */
  readonly key?: string | undefined;
  /** Connections that are kept open. */
  readonly connections: number;
  /** @default 60 */
  readonly timeoutSeconds?: number;
}

/** The connection was never made, so nothing was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
/** Statuses that pass. https://learn.microsoft.com/azure/architecture/best-practices/retry-service-specific */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

export function createIngestClient(options: IngestClientOptions): IngestClient {
  const { apiUrl, source, event, contentType, separator, key, connections, timeoutSeconds = 60 } = options;
  const { origin, pathname } = parseUrl(apiUrl);
  const query = separator === undefined ? '' : `?delimiter=${encodeURIComponent(separator)}`;
  const path = `${pathname.replace(/\/$/, '')}/ingest/${encodeURIComponent(source)}/${encodeURIComponent(event)}${query}`;
  const pool = new Pool(origin, {
    connections,
    headersTimeout: timeoutSeconds * 1000,
    bodyTimeout: timeoutSeconds * 1000,
  });
  const headers = {
    'content-type': contentType,
    // Accepted records need no verdict each: fewer bytes on both sides (RFC 7240).
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
          reason: `${origin} did not answer: ${reason === '' ? code : reason}`,
          uncertain: !NOT_SENT.has(code),
          retryAfterMilliseconds: undefined,
        };
      }
    },
    close: () => pool.destroy(),
  };
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
    const rejected = verdicts.filter(({ verdict }) => verdict === 'rejected').map(toRejected);
    const failed = verdicts.filter(({ verdict }) => verdict === 'failed').map(({ index }) => index);
    const [accepted = 0, rejections, failures] = counts;
    if (
      rejected.length !== rejections ||
      failed.length !== failures ||
      accepted + rejected.length + failed.length !== count
    )
      return {
        kind: 'refused',
        reason: `the answer's verdicts do not add up to the ${count} records that were sent`,
      };
    return { kind: 'answered', rejected, failed, retryAfterMilliseconds };
  }
  const detail = typeof answer?.['detail'] === 'string' ? answer['detail'] : text.slice(0, 200);
  const reason = `status ${status}${detail === '' ? '' : `: ${detail}`}`;
  if (PASSING.has(status))
    // Too many requests is said before a request is looked at (RFC 6585 section 4).
    return { kind: 'unavailable', reason, uncertain: status !== 429, retryAfterMilliseconds };
  return { kind: 'refused', reason: `${reason}${remedy(status)}` };
}

interface RecordResult {
  readonly index: number;
  readonly verdict: string;
  readonly rejections?: readonly { readonly message: string }[];
}

function toRejected({ index, rejections = [] }: RecordResult): Rejected {
  return { index, reason: rejections.map(({ message }) => message).join(' ') };
}

function remedy(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return '; give the function key with --key';
    case 404:
      return '; look at --source, --event, and at --url, which ends in /api';
    case 413:
      return '; send fewer at once with --batch';
    default:
      return '';
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // A gateway's page instead of an answer of the app: the status says what there is to say.
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
      `--url is an address such as http://127.0.0.1:7071/api, not ${text}`,
    );
  return new URL(text);
}
