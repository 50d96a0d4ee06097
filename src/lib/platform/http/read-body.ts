import { type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { MAX_BODY_BYTES, decodeBody, parseContentCodings, CONTENT_CODINGS } from './decode-body';
import { badRequest, toProblemResponse } from './problem';

/**
 * Reads a request's body and undoes its `Content-Encoding`. The platform hands bodies over whole and takes no more than
 * {@link MAX_BODY_BYTES}; the same limit holds for what they decode to.
 *
 * - 400 there is no body, or it is not what its coding says
 * - 411 the body came in chunks, which the platform drops (docs/decisions/0023)
 * - 413 the decoded body is too long
 * - 415 a coding that is not known; `Accept-Encoding` names those that are
 */
export async function readBody(
  request: Pick<HttpRequest, 'headers' | 'arrayBuffer'>,
  maxBytes = MAX_BODY_BYTES,
): Promise<Buffer | HttpResponseInit> {
  const codings = parseContentCodings(request.headers.get('content-encoding'));
  if ('unknown' in codings) return unknownCoding(codings.unknown);
  const body = Buffer.from(await request.arrayBuffer());
  if (body.length === 0) return request.headers.has('transfer-encoding') ? lengthRequired() : emptyBody();
  const decoded = await decodeBody(body, codings.codings, maxBytes);
  switch (decoded.outcome) {
    case 'decoded':
      return decoded.body;
    case 'malformed':
      return badRequest(
        'malformed_body',
        `The body is not ${decoded.coding} as its Content-Encoding says: it is damaged, cut off or followed by more.`,
      );
    case 'too-long':
      return toProblemResponse({
        status: 413,
        title: 'Content Too Large',
        code: 'body_too_large',
        detail: `The body is longer than ${maxBytes} bytes once its Content-Encoding is undone; send it in parts.`,
      });
  }
}

function unknownCoding(coding: string): HttpResponseInit {
  const shown = /^[\w.-]{1,40}$/.test(coding) ? `'${coding}'` : 'that is named';
  return toProblemResponse({
    status: 415,
    title: 'Unsupported Media Type',
    code: 'unsupported_content_encoding',
    detail: `The Content-Encoding ${shown} is not supported; use one of ${CONTENT_CODINGS.join(', ')}, or none.`,
    headers: { 'accept-encoding': CONTENT_CODINGS.join(', ') },
  });
}

function lengthRequired(): HttpResponseInit {
  return toProblemResponse({
    status: 411,
    title: 'Length Required',
    code: 'length_required',
    detail: 'The body came in chunks and did not arrive; send it whole, with a Content-Length.',
  });
}

function emptyBody(): HttpResponseInit {
  return badRequest('empty_body', 'The request has no body; send one, with a Content-Length.');
}
