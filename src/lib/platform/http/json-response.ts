import { type HttpResponseInit } from '@azure/functions';
import { writeExactJson } from '../text/exact-json';

/** An answer in JSON; numbers that came from `exact-json` keep their digits. */
export function toJsonResponse(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): HttpResponseInit {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: writeExactJson(value) };
}
