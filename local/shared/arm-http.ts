import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { ArmError, badRequest } from './arm-error';

/** What a stand-in of Azure Resource Manager answers. */
export interface ArmAnswer {
  readonly status: number;
  /** Sent as JSON; `undefined` is an empty body. */
  readonly body: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Far above what any operation here takes. */
const MAXIMUM_BODY_BYTES = 1024 * 1024;

/** @throws ArmError 413 for more than a mebibyte */
export async function readArmBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_BODY_BYTES) {
      throw new ArmError(413, 'RequestContentTooLarge', 'The body is too large.', { connection: 'close' });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * The JSON of a body; `undefined` where it is empty.
 * @throws ArmError 400 for what is no JSON
 */
export function parseArmBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest('The body is not JSON.');
  }
}

/** @throws ArmError 400 for a target that is no path */
export function readArmUrl(request: IncomingMessage): URL {
  const url = `http://management${request.url ?? ''}`;
  if (!URL.canParse(url)) throw badRequest('The address of the request is not valid.');
  return new URL(url);
}

/** An `ArmError` as it is answered. @param service names the stand-in where the error is a bug of its own */
export function toErrorAnswer(error: unknown, service: string): ArmAnswer {
  const { status, code, message, headers } =
    error instanceof ArmError
      ? error
      : new ArmError(500, 'InternalServerError', `${service} failed; its own output says why.`);
  return { status, headers, body: { error: { code, message } } };
}

export function sendArmAnswer(response: ServerResponse, answer: ArmAnswer): void {
  const requestId = randomUUID();
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    ...(text !== '' && { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-cache',
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': requestId,
    ...answer.headers,
  });
  response.end(text);
}

/** Whether two names of subscriptions, groups or resources are the same; they ignore case. */
export function isSameName(left: string, right: string): boolean {
  return decodePart(left).toLowerCase() === right.toLowerCase();
}

/** @throws ArmError 400 for a broken `%` */
export function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest(`"${text}" is not well encoded.`);
  }
}
