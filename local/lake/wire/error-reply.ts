import { type HttpReply, type Refusal } from '../../kit';
import { LakeRefusal } from './lake-refusal';
import { type LakeRequest } from './lake-request';
import { element, XML_DECLARATION } from './xml';

/** XML from the Blob endpoint, JSON from the DFS endpoint. */
export function toErrorReply(refusal: Refusal, request: LakeRequest | undefined, id: string): HttpReply {
  const { status } = refusal;
  const api = request === undefined ? 'blob' : apiOf(request);
  const code = refusal instanceof LakeRefusal ? refusal.codeOf(api) : String(refusal.code);
  const message = `${refusal.message}\nRequestId:${id}`;
  const headers = { ...refusal.headers, 'x-ms-error-code': code };
  const elements = refusal instanceof LakeRefusal ? refusal.elements : {};
  // The C++ clients read a body wherever there is a content type, also after HEAD.
  if (status === 204 || status === 304 || request?.method === 'HEAD') return { status, headers };
  return api === 'blob'
    ? {
        status,
        headers: { ...headers, 'content-type': 'application/xml' },
        body: `${XML_DECLARATION}<Error>${element('Code', code)}${element('Message', message)}${Object.entries(
          elements,
        )
          .map((pair) => element(...pair))
          .join('')}</Error>`,
      }
    : {
        status,
        headers: { ...headers, 'content-type': 'application/json;charset=utf-8' },
        body: { error: { code, message, ...(Object.keys(elements).length > 0 && { detail: elements }) } },
      };
}

/** Guesses the API of a request, because on a local URL both share one address. */
export function apiOf(request: LakeRequest): 'blob' | 'dfs' {
  const speaksDfs =
    request.query.has('resource') ||
    request.query.has('action') ||
    request.query.has('recursive') ||
    request.query.has('paginated') ||
    request.method === 'PATCH' ||
    (request.method === 'POST' && request.query.get('comp') !== 'batch') ||
    request.header('x-ms-rename-source') !== undefined;
  return speaksDfs ? 'dfs' : 'blob';
}
