import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type PowerBiFault, type PowerBiFaults } from '../faults';
import { type OperationReply } from '../operations/operation';
import { type Workspace } from '../workspace';
import { answerFaults, FAULTS_PATH } from './answer-faults';
import { answerArrived, ARRIVED_PATH } from './answer-people';
import { authenticate } from './authenticate';
import { readBody } from './read-body';
import { notSupported, Refusal } from './refusal';
import { findRoute } from './route';

export interface PowerBiServerOptions {
  readonly workspace: Workspace;
  readonly tokenKey: string;
  readonly faults: PowerBiFaults;
  /** Whether faults can be switched on over http, by anyone who reaches the port. */
  readonly faultEndpoint: boolean;
  readonly now: () => Date;
  /** Told about what is a bug or a broken disk; the client sees 500. */
  readonly onFailure: (error: unknown) => void;
}

interface Reply extends OperationReply {
  readonly headers?: Readonly<Record<string, string>>;
  readonly isLost?: boolean;
}

/** The REST API over http. */
export function createPowerBiServer(options: PowerBiServerOptions): Server {
  return createServer((incoming, outgoing) => {
    answer(options, incoming, outgoing)
      .catch((error: unknown) => toErrorReply(error, incoming, options.onFailure))
      .then((reply) => {
        if (reply.isLost) incoming.socket.destroy();
        else send(outgoing, reply);
      })
      .catch((error: unknown) => {
        options.onFailure(error);
        outgoing.destroy();
      });
  });
}

async function answer(
  options: PowerBiServerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Reply> {
  const { workspace, tokenKey, faults, faultEndpoint, now } = options;
  const { method = 'GET' } = incoming;
  const url = `http://power-bi${incoming.url ?? ''}`;
  if (!URL.canParse(url)) throw new Refusal(400, 'InvalidRequest', 'the address of the request is not valid');
  const { pathname, searchParams: query } = new URL(url);
  if (pathname === ARRIVED_PATH) return { status: 200, body: answerArrived(workspace, incoming, outgoing) };
  if (faultEndpoint && pathname === FAULTS_PATH)
    return { status: 200, body: answerFaults(faults, method, await readBody(incoming)) };
  const { operation, parameters, needsToken } = findRoute(method, pathname);
  // A service principal profile would act for somebody else.
  if (incoming.headers['x-powerbi-profile-id'] !== undefined)
    throw notSupported('A service principal profile');
  const end = operation.isRowsRequest ? workspace.limits.of(parameters['dataset'] ?? '').begin() : undefined;
  try {
    const body = await readBody(incoming);
    if (needsToken) authenticate(incoming.headers.authorization, { key: tokenKey, now: now() });
    const met = faults.take(operation.name);
    refuseByFault(met);
    const reply = operation.run({ ...{ workspace, parameters, query, body, faults: met }, now: now() });
    return { ...reply, isLost: met.some(({ kind }) => kind === 'lose-reply') };
  } finally {
    end?.();
  }
}

function refuseByFault(faults: readonly PowerBiFault[]): void {
  for (const fault of faults)
    if (fault.kind === 'fail')
      throw new Refusal(fault.status, fault.code, 'This request meets a fault.', {
        retryAfterSeconds: fault.retryAfterSeconds,
      });
}

function toErrorReply(error: unknown, incoming: IncomingMessage, onFailure: (error: unknown) => void): Reply {
  // A client that went away in the middle is no failure, and nobody is left to answer.
  if (incoming.destroyed && !incoming.complete) return { status: 400, isLost: true };
  if (!(error instanceof Refusal)) onFailure(error);
  const refusal =
    error instanceof Refusal ? error : new Refusal(500, 'InternalServerError', 'Internal error.');
  return {
    status: refusal.status,
    body: { error: { code: refusal.code, message: refusal.message } },
    ...(refusal.retryAfterSeconds !== undefined && {
      headers: { 'retry-after': String(refusal.retryAfterSeconds) },
    }),
  };
}

function send(outgoing: ServerResponse, { status, body, headers }: Reply): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  outgoing.writeHead(status, {
    ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': Buffer.byteLength(text),
    requestid: randomUUID(),
    ...headers,
  });
  outgoing.end(text);
}
