import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type Fault, type LakeFaults } from '../faults';
import { LakeRefusal } from './lake-refusal';
import { type LakeRequest, readRequest } from './lake-request';
import { type LakeContext, type Operation, refuseUnsupported } from './operation';
import { type Reply } from './reply';
import { apiOf, operationOf } from './route';
import { authenticate, type SharedKey } from './shared-key';
import { element, XML_DECLARATION } from './xml';

export interface LakeServerOptions {
  readonly sharedKey: SharedKey;
  readonly faults: LakeFaults;
  readonly now: () => Date;
  /** What operations work with, apart from the address by which the client came. */
  readonly context: Omit<LakeContext, 'baseUrl'>;
  /** Told about what is a bug or a broken disk; the client sees 500. */
  readonly onFailure: (error: unknown) => void;
}

/** Version of the REST API that is answered with when the client names none. */
const VERSION = '2021-12-02';

export function createLakeServer(options: LakeServerOptions): Server {
  const server = createServer((incoming, outgoing) => {
    // A connection that was busy when the server closed must not keep it open for the keep-alive time.
    outgoing.once('close', () => {
      if (!server.listening)
        setImmediate(() => {
          server.closeIdleConnections();
        });
    });
    serve(options, incoming, outgoing).catch((error: unknown) => {
      // The client went away in the middle; nobody is left to answer.
      if (!incoming.destroyed && !outgoing.destroyed) options.onFailure(error);
      outgoing.destroy();
    });
  });
  // Uploads of large files take their time.
  server.requestTimeout = 0;
  // Longer than clients poll: a connection that is closed while a request is on its way costs a retry.
  server.keepAliveTimeout = 60_000;
  return server;
}

async function serve(
  options: LakeServerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  let reply: Reply;
  let faults: readonly Fault[] = [];
  let request: LakeRequest | undefined;
  try {
    request = readRequest(incoming, options.sharedKey.account);
    authenticate(request, options.sharedKey);
    const operation = operationOf(request);
    refuseUnsupported(request, operation);
    faults = options.faults.take(targetOf(request, operation));
    reply = (await meetFaults(faults)) ?? (await perform(options, request, operation));
  } catch (error) {
    if (incoming.destroyed && !incoming.complete) throw error;
    if (!(error instanceof LakeRefusal)) options.onFailure(error);
    const refusal = error instanceof LakeRefusal ? error : new LakeRefusal('internal_error');
    const api = request === undefined ? 'blob' : apiOf(request);
    reply = errorReply({
      api,
      status: refusal.status,
      code: refusal.code(api),
      message: refusal.message,
      requestId,
    });
  }
  if (faults.some((fault) => fault.kind === 'lose-reply')) {
    incoming.socket.destroy();
    return;
  }
  await send(options, { incoming, outgoing, reply, requestId });
}

function perform(
  options: LakeServerOptions,
  request: LakeRequest,
  operation: Operation,
): Promise<Reply> | Reply {
  const { account } = options.sharedKey;
  const baseUrl = `http://${request.header('host') ?? 'localhost'}/${account}`;
  return operation.run(request, { ...options.context, baseUrl });
}

async function meetFaults(faults: readonly Fault[]): Promise<Reply | undefined> {
  let reply: Reply | undefined;
  for (const fault of faults) {
    if (fault.kind === 'delay') await fault.until;
    if (fault.kind === 'fail') reply = { status: fault.status, headers: { 'x-ms-error-code': fault.code } };
  }
  return reply;
}

async function send(
  options: LakeServerOptions,
  exchange: { incoming: IncomingMessage; outgoing: ServerResponse; reply: Reply; requestId: string },
): Promise<void> {
  const { incoming, outgoing, reply } = exchange;
  const clientRequestId = incoming.headers['x-ms-client-request-id'];
  const body = reply.body ?? '';
  outgoing.sendDate = false;
  outgoing.writeHead(reply.status, {
    server: 'Sluice-Lake/1.0',
    date: options.now().toUTCString(),
    'x-ms-request-id': exchange.requestId,
    'x-ms-version': incoming.headers['x-ms-version'] ?? VERSION,
    ...(clientRequestId !== undefined && { 'x-ms-client-request-id': clientRequestId }),
    ...(typeof body === 'string' && hasBody(reply.status) && { 'content-length': Buffer.byteLength(body) }),
    ...reply.headers,
  });
  if (incoming.method === 'HEAD' || typeof body === 'string' || Buffer.isBuffer(body)) outgoing.end(body);
  else await pipeline(body, outgoing);
}

function hasBody(status: number): boolean {
  return status !== 204 && status !== 304;
}

function targetOf(request: LakeRequest, operation: Operation): Parameters<LakeFaults['take']>[0] {
  const path = request.path.slice(request.filesystem.length + 1);
  return { method: request.method, operation: operation.name, filesystem: request.filesystem, path };
}

function errorReply(error: {
  readonly api: 'blob' | 'dfs';
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
}): Reply {
  const { api, status, code } = error;
  const message = `${error.message}\nRequestId:${error.requestId}`;
  const headers = { 'x-ms-error-code': code };
  if (!hasBody(status)) return { status, headers };
  return api === 'blob'
    ? {
        status,
        headers: { ...headers, 'content-type': 'application/xml' },
        body: `${XML_DECLARATION}<Error>${element('Code', code)}${element('Message', message)}</Error>`,
      }
    : {
        status,
        headers: { ...headers, 'content-type': 'application/json;charset=utf-8' },
        body: JSON.stringify({ error: { code, message } }),
      };
}
