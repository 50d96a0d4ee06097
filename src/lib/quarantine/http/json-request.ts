import { type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { isJsonEssence, parseMediaType } from '../../platform/text/media-type';
import { toUtf8 } from '../../platform/text/to-utf8';
import { badRequest, toProblemResponse } from '../../platform/http/responses';
import { readBody } from '../../platform/http/read-body';

/** The name of the signed-in caller. App Service authentication sets it if it is switched on. */
const PRINCIPAL_HEADER = 'x-ms-client-principal-name';
const MAX_PRINCIPAL_LENGTH = 256;
/** Maximum number of ids in a message. A request can name a thousand. */
const MAX_NAMED = 5;
const AS_JSON = 'send it with the content type application/json.';

/** Reads the text of a JSON body. Returns the problem if the body is not text, or not sent as JSON. */
export async function readJsonText(request: HttpRequest): Promise<string | HttpResponseInit> {
  const type = parseMediaType(request.headers.get('content-type') ?? 'application/json');
  if (type === undefined || !isJsonEssence(type.essence))
    return unsupported(`The body must be JSON; ${AS_JSON}`);
  const body = await readBody(request);
  if (!Buffer.isBuffer(body)) return body;
  const text = toUtf8(body, type.parameters.get('charset'));
  if (Buffer.isBuffer(text)) return text.toString('utf8');
  return text.kind === 'charset' ? unsupported(text.message) : badRequest('request_invalid', text.message);
}

/** Returns the caller, or null if the platform authenticated none. */
export function readPrincipal({ headers }: Pick<HttpRequest, 'headers'>): string | null {
  return headers.get(PRINCIPAL_HEADER)?.slice(0, MAX_PRINCIPAL_LENGTH) ?? null;
}

/** The problem of a request that names records that do not exist. */
export function unknownRecords(unknown: readonly string[]): HttpResponseInit {
  return toProblemResponse({
    status: 404,
    title: 'Not Found',
    code: 'quarantine_unknown',
    detail: `${unknown.length} of the ids do not belong to a quarantined record.`,
    members: { unknown: unknown.slice(0, MAX_NAMED) },
  });
}

function unsupported(detail: string): HttpResponseInit {
  return toProblemResponse({
    status: 415,
    title: 'Unsupported Media Type',
    code: 'unsupported_media_type',
    detail,
  });
}
