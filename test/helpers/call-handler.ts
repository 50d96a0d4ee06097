import { type HttpHandler, HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { guarded } from '../../src/lib/platform/http/guarded';
import { type DescribedAnswer, expectDescribed } from './expect-described';

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Calls a handler and holds its answer against the document. @returns the status, and the body as it was parsed */
export async function call(
  handler: HttpHandler,
  target: string,
  { method = 'GET', params = {}, headers = {}, body }: Call = {},
): Promise<{ readonly status: number | undefined; readonly body: unknown }> {
  const request = new HttpRequest({
    method,
    url: `https://app.example${target}`,
    params: { ...params },
    headers: { ...headers },
    ...(body !== undefined && { body: { string: body } }),
  });
  const context = new InvocationContext({ functionName: 'test', logHandler: () => undefined });
  const answer = (await guarded(handler)(request, context)) as HttpResponseInit as DescribedAnswer;
  expectDescribed(method, new URL(request.url).pathname, answer);
  const isJson = /[/+]json$/.test(answer.headers['content-type'] ?? '');
  return { status: answer.status, body: isJson ? JSON.parse(answer.body) : answer.body };
}
