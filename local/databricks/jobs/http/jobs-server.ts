import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Json, type JsonObject } from '../../bundle/json';
import { type DatabricksFault, type DatabricksFaults } from '../../faults';
import { type JobRuns } from '../job-runs';
import { type JobsClock } from '../jobs-clock';
import { answerFaults, FAULTS_PATH } from './answer-faults';
import { authenticate } from './authenticate';
import { Parameters } from './parameters';
import { readBody } from './read-body';
import { Refusal } from './refusal';
import { findOperation } from './route';
import { withState } from './with-state';

export interface JobsServerOptions {
  readonly runs: JobRuns;
  readonly tokenKey: string;
  readonly faults: DatabricksFaults;
  /** Whether faults can be switched on over http, by anyone who reaches the port. */
  readonly faultEndpoint: boolean;
  readonly clock: JobsClock;
  /** Told about what is a bug or a broken disk; the client sees 500. */
  readonly onFailure: (error: unknown) => void;
}

interface Reply {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The Jobs API 2.2 over http. */
export function createJobsServer(options: JobsServerOptions): Server {
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
  // Longer than clients poll: a connection that is closed while a request is on its way costs a retry.
  server.keepAliveTimeout = 60_000;
  return server;
}

async function serve(
  options: JobsServerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
  let faults: readonly DatabricksFault[] = [];
  let reply: Reply;
  try {
    const body = await readBody(incoming);
    if (options.faultEndpoint && url.pathname === FAULTS_PATH) {
      reply = { status: 200, body: answerFaults(options.faults, incoming.method ?? 'GET', body) };
    } else {
      authenticate(incoming.headers.authorization, { key: options.tokenKey, now: options.clock.now() });
      const operation = findOperation(incoming.method ?? 'GET', url.pathname);
      faults = options.faults.take({ operation: operation.name });
      refuseByFault(faults);
      const parameters =
        operation.method === 'GET' ? Parameters.fromQuery(url.searchParams) : Parameters.fromBody(body);
      const answer = operation.run(parameters, {
        runs: options.runs,
        baseUrl: url.origin,
        neverEnds: faults.some(({ kind }) => kind === 'run-never-ends'),
      });
      reply = { status: 200, body: withState(answer, faults) };
    }
  } catch (error) {
    if (incoming.destroyed && !incoming.complete) throw error;
    reply = toErrorReply(error, options.onFailure);
  }
  if (faults.some(({ kind }) => kind === 'lose-reply')) incoming.socket.destroy();
  else send(outgoing, reply);
  if (faults.some(({ kind }) => kind === 'run-is-cancelled'))
    cancelByOther(options.runs, reply.body['run_id']);
}

function refuseByFault(faults: readonly DatabricksFault[]): void {
  for (const fault of faults)
    if (fault.kind === 'fail')
      throw new Refusal(fault.status, fault.code, 'This request meets a fault.', {
        retryAfterSeconds: fault.retryAfterSeconds,
      });
}

function cancelByOther(runs: JobRuns, runId: Json | undefined): void {
  const found = typeof runId === 'number' ? runs.find(runId) : undefined;
  if (found !== undefined) runs.cancel(found);
}

function toErrorReply(error: unknown, onFailure: (error: unknown) => void): Reply {
  if (!(error instanceof Refusal)) onFailure(error);
  const refusal = error instanceof Refusal ? error : new Refusal(500, 'INTERNAL_ERROR', 'Internal error.');
  return {
    status: refusal.status,
    body: { error_code: refusal.errorCode, message: refusal.message },
    ...(refusal.retryAfterSeconds !== undefined && {
      headers: { 'retry-after': String(refusal.retryAfterSeconds) },
    }),
  };
}

function send(outgoing: ServerResponse, { status, body, headers }: Reply): void {
  const text = JSON.stringify(body);
  outgoing.writeHead(status, {
    server: 'databricks',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  outgoing.end(text);
}
