import { Readable } from 'node:stream';
import { z } from 'zod';
import { ActivityFailure } from '../engine/activity-failure';
import { fromTimeSpan } from '../engine/time-span';
import { type CopyEndpoint } from './endpoints';
import { readStrictly } from './read-strictly';

const serviceShape = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  authenticationType: z.literal('Anonymous').default('Anonymous'),
  enableServerCertificateValidation: z.literal(true).default(true),
});
const datasetShape = z.strictObject({
  location: z.strictObject({ type: z.literal('HttpServerLocation'), relativeUrl: z.string().default('') }),
});
const sourceShape = z.strictObject({
  type: z.literal('BinarySource'),
  storeSettings: z.strictObject({
    type: z.literal('HttpReadSettings'),
    requestMethod: z.literal('GET').default('GET'),
    // The service's default (https://learn.microsoft.com/azure/data-factory/connector-http).
    requestTimeout: z.string().default('00:01:40'),
  }),
  formatSettings: z.strictObject({ type: z.literal('BinaryReadSettings') }).optional(),
});

export interface HttpSourceOptions {
  readonly endpoint: CopyEndpoint;
  /** The `source` of the copy. */
  readonly source: unknown;
  /** In place of the URL of the linked service. */
  readonly baseUrl: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Opens a file for reading over HTTP.
 *
 * @throws ActivityFailure for a status other than 2xx, and where the server cannot be reached
 */
export async function openHttpSource(options: HttpSourceOptions): Promise<Readable> {
  const { endpoint, source, baseUrl, signal } = options;
  const service = readStrictly(
    serviceShape,
    endpoint.linkedService.typeProperties,
    `the linked service ${endpoint.linkedService.name}`,
  );
  const { location } = readStrictly(
    datasetShape,
    endpoint.dataset.typeProperties,
    `the dataset ${endpoint.dataset.name}`,
  );
  const { storeSettings } = readStrictly(sourceShape, source, 'the source of the copy');
  const url = `${(baseUrl ?? service.url).replace(/\/$/, '')}/${location.relativeUrl.replace(/^\//, '')}`;
  const response = await get(url, fromTimeSpan(storeSettings.requestTimeout), signal);
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new ActivityFailure(
      'UserErrorHttpStatusCodeIndicatingFailure',
      `The HttpStatusCode ${response.status} indicates failure. Request URL: ${url}`,
    );
  }
  return Readable.fromWeb(response.body);
}

/** The time is for the answer to begin; the body may take as long as the activity has. */
async function get(url: string, timeoutMilliseconds: number, signal: AbortSignal): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
  }, timeoutMilliseconds);
  try {
    // Bytes as they are stored, so that what lands is what the server has.
    return await fetch(url, {
      headers: { 'accept-encoding': 'identity' },
      signal: AbortSignal.any([signal, late.signal]),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = late.signal.aborted ? 'it did not answer in time' : describe(error);
    throw new ActivityFailure('UserErrorFailedToConnectHttp', `Cannot read from ${url}: ${reason}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** What fetch says is "fetch failed"; its cause says why. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
