import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Json } from '../definitions/json';
import { type DataFactoryFaults, type Fault } from '../faults';
import { ArmError, badRequest } from './arm-error';
import { authenticate } from './authenticate';
import { type OperationContext, perform } from './operations';
import { type FactoryId, route } from './route';

export interface ServerOptions {
  readonly id: FactoryId;
  readonly tokenKey: string;
  readonly faults: DataFactoryFaults;
  readonly now: () => Date;
  readonly context: OperationContext;
  /** Told about what is a bug or a broken disk; the client sees 500. */
  readonly onFailure: (error: unknown) => void;
}

/** Far above what parameters of a run take. */
const MAXIMUM_BODY_BYTES = 1024 * 1024;

export function createDataFactoryServer(options: ServerOptions): Server {
  return createServer((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      // The client went away in the middle; nobody is left to answer.
      if (!request.destroyed && !response.destroyed) options.onFailure(error);
      response.destroy();
    });
  });
}

interface Answer {
  readonly status: number;
  readonly body: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

async function serve(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const met: Fault[] = [];
  const answer = await answerTo(options, request, met).catch((error: unknown): Answer => {
    if (request.destroyed && !request.complete) throw error;
    if (!(error instanceof ArmError)) options.onFailure(error);
    const { status, code, message, headers } =
      error instanceof ArmError
        ? error
        : new ArmError(500, 'InternalServerError', 'The local data factory failed; its own output says why.');
    return { status, headers, body: { error: { code, message } } };
  });
  if (met.some(({ kind }) => kind === 'lose-reply')) {
    request.socket.destroy();
    return;
  }
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

async function answerTo(options: ServerOptions, request: IncomingMessage, met: Fault[]): Promise<Answer> {
  const { id, tokenKey, faults, now, context } = options;
  const body = await readBody(request);
  authenticate(request.headers.authorization, tokenKey, now());
  const url = `http://data-factory${request.url ?? ''}`;
  if (!URL.canParse(url)) throw badRequest('The address of the request is not valid.');
  const target = route(request.method ?? '', new URL(url), id);
  met.push(...faults.take(target));
  for (const fault of met) {
    if (fault.kind === 'delay') await fault.until;
    if (fault.kind === 'fail') {
      const { status, code, retryAfterSeconds } = fault;
      const headers: Record<string, string> =
        retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
      throw new ArmError(status, code, 'Injected.', headers);
    }
  }
  return { status: 200, body: perform(target, parseBody(body), context, met) };
}

async function readBody(request: IncomingMessage): Promise<string> {
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

function parseBody(text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw badRequest('The body is not JSON.');
  }
}
