import { type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { isSluiceError, type SluiceError } from '../errors';
import { writeExactJson } from '../text/exact-json';

/** RFC 9457. `type` is `about:blank`, so `title` is the status phrase; `code` is for programs. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  /** More members, such as the verdicts of a refused batch. */
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

/** A request that names something wrong. */
export function badRequest(code: string, detail: string, members?: Problem['members']): HttpResponseInit {
  return toProblemResponse({ status: 400, title: 'Bad Request', code, detail, ...(members && { members }) });
}

export function notFound(code: string, detail: string): HttpResponseInit {
  return toProblemResponse({ status: 404, title: 'Not Found', code, detail });
}

/** Seconds after which a caller may come back when a service behind the app does not answer. */
const RETRY_AFTER_SECONDS = '5';

/**
 * The answer to a fault: a service behind the app that does not answer is a 503 that may be tried again, wrong
 * settings say what is wrong, everything else is a 500 that tells the caller nothing but how to find it in the logs.
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

/** An answer in JSON; numbers that came from `exact-json` keep their digits. */
export function toJsonResponse(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): HttpResponseInit {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: writeExactJson(value) };
}
