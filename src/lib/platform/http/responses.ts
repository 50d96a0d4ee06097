import { type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { isSluiceError, type SluiceError } from '../errors';
import { writeExactJson } from '../text/exact-json';

/** RFC 9457. `type` is `about:blank`, so `title` is the status phrase. `code` is for programs. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  /** Additional members, such as the results of a refused batch. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function toProblemResponse({
  status,
  title,
  code,
  detail,
  members,
  headers,
}: Problem): HttpResponseInit {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title, status, detail, code, ...members }),
  };
}

/** Returns a 400 for an invalid request. */
export function badRequest(code: string, detail: string, members?: Problem['members']): HttpResponseInit {
  return toProblemResponse({ status: 400, title: 'Bad Request', code, detail, ...(members && { members }) });
}

export function notFound(code: string, detail: string): HttpResponseInit {
  return toProblemResponse({ status: 404, title: 'Not Found', code, detail });
}

/** Seconds after which a caller may try again if a service behind the app does not answer. */
const RETRY_AFTER_SECONDS = '5';

/**
 * Returns the response for a fault. A service behind the app that does not answer is a 503, which can be tried again.
 * Wrong settings are a 500 that lists them. Other faults are a 500 that only names the invocation in the logs.
 */
export function toFaultResponse(error: unknown, context: InvocationContext): HttpResponseInit {
  context.error(error);
  if (isSluiceError(error)) return fromSluiceError(error);
  return toProblemResponse({
    status: 500,
    title: 'Internal Server Error',
    code: 'internal',
    detail: `The request failed; look for invocation ${context.invocationId} in the logs.`,
  });
}

function fromSluiceError(error: SluiceError): HttpResponseInit {
  if (error.code === 'refresh_not_configured') {
    return toProblemResponse({
      status: 501,
      title: 'Not Implemented',
      code: error.code,
      detail: error.message,
    });
  }
  switch (error.kind) {
    case 'transient':
      return toProblemResponse({
        status: 503,
        title: 'Service Unavailable',
        code: error.code,
        detail: error.message,
        headers: { 'retry-after': RETRY_AFTER_SECONDS },
      });
    case 'misuse':
    case 'contract':
    case 'permanent':
      return toProblemResponse({
        status: error.code === 'config_invalid' ? 500 : error.kind === 'permanent' ? 500 : 400,
        title:
          error.code === 'config_invalid' || error.kind === 'permanent'
            ? 'Internal Server Error'
            : 'Bad Request',
        code: error.code,
        detail: error.message,
      });
  }
}

/** Returns a JSON response. Numbers from `exact-json` keep their digits. */
export function toJsonResponse(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): HttpResponseInit {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: writeExactJson(value) };
}
