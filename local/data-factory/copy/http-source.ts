import { Readable } from 'node:stream';
import { z } from 'zod';
import { ActivityFailure, readStrictly } from '../engine/activity-failure';
import { fromTimeSpan, TIME_SPAN } from '../engine/time-span';
import { causeOf } from './cause-of';
import { type CopyEndpoint } from './endpoints';

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
    // Azure's default (https://learn.microsoft.com/azure/data-factory/connector-http).
    requestTimeout: z.string().regex(TIME_SPAN).default('00:01:40'),
  }),
  formatSettings: z.strictObject({ type: z.literal('BinaryReadSettings') }).optional(),
});

/** A file that can be read over HTTP. */
export interface HttpSource {
  readonly url: string;
  /** Time-out until the response begins. */
  readonly timeoutMilliseconds: number;
}

/**
 * Resolves the file that a copy reads.
 *
 * @param source the `source` of the copy
 * @param baseUrl replaces the URL of the linked service
 * @throws ActivityFailure `NotExecutedLocally`
 */
export function readHttpSource(
  { linkedService, dataset }: CopyEndpoint,
  source: unknown,
  baseUrl: string | undefined,
): HttpSource {
  const service = readStrictly(
    serviceShape,
    linkedService.typeProperties,
    `the linked service ${linkedService.name}`,
  );
  const { location } = readStrictly(datasetShape, dataset.typeProperties, `the dataset ${dataset.name}`);
  const { storeSettings } = readStrictly(sourceShape, source, 'the source of the copy');
  return {
    url: `${(baseUrl ?? service.url).replace(/\/$/, '')}/${location.relativeUrl.replace(/^\//, '')}`,
    timeoutMilliseconds: fromTimeSpan(storeSettings.requestTimeout),
  };
}

/**
 * Opens a file for reading.
 *
 * @throws ActivityFailure for a status other than 2xx, and if the server cannot be reached
 */
export async function openHttpSource(source: HttpSource, signal: AbortSignal): Promise<Readable> {
  const response = await get(source, signal);
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new ActivityFailure(
      'UserErrorHttpStatusCodeIndicatingFailure',
      `The HttpStatusCode ${response.status} indicates failure. Request URL: ${source.url}`,
    );
  }
  return Readable.fromWeb(response.body);
}

/** The time-out applies until the response begins; the body may take as long as the activity. */
async function get({ url, timeoutMilliseconds }: HttpSource, signal: AbortSignal): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
  }, timeoutMilliseconds);
  try {
    return await fetch(url, {
      // Requests bytes without compression, so that the landed file equals the file of the server.
      headers: { 'accept-encoding': 'identity' },
      signal: AbortSignal.any([signal, late.signal]),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = late.signal.aborted ? 'it did not respond in time' : causeOf(error);
    throw new ActivityFailure('UserErrorFailedToConnectHttp', `Cannot read from ${url}: ${reason}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}
