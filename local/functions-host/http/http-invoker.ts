import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type HostLog } from '../host/host-log';
import { type InvocationCause } from '../telemetry/invocation-span';
import { type InvocationOutcome } from '../host/worker-process';
import { type InvocationRequest, type Worker, type WorkerSupervisor } from '../host/worker-supervisor';
import { dropBody, hasLength, MAX_BODY_BYTES, readRequestBody } from './request-limits';
import { type HttpRoute } from './router';
import { StreamingProxy, toStreamingMetadata } from './streaming-proxy';
import { toRpcHttpRequest, writeRpcHttpResponse } from './typed-http';

/**
 * How long a request waits for a worker that restarts. Source: Azure/azure-functions-host,
 * ScriptConstants.HostTimeoutSeconds.
 */
const WORKER_WAIT_MILLISECONDS = 30_000;

/** A request with its matching function. */
export interface HttpCall {
  readonly route: HttpRoute;
  readonly parameters: Readonly<Record<string, string>>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

/**
 * Runs functions with an HTTP trigger: 500 if one throws, 204 if one returns nothing, 503 while there is no
 * worker.
 */
export class HttpInvoker {
  readonly #supervisor: WorkerSupervisor;
  readonly #log: HostLog;

  constructor({ supervisor, log }: { supervisor: WorkerSupervisor; log: HostLog }) {
    this.#supervisor = supervisor;
    this.#log = log;
  }

  async invoke(call: HttpCall): Promise<void> {
    const worker = await this.#supervisor.whenUp(WORKER_WAIT_MILLISECONDS);
    if (worker === undefined) {
      answer(call.response, 503);
      return;
    }
    const httpUri = worker.capabilities['HttpUri'];
    if (httpUri === undefined) await this.#invokeBuffered(worker, call);
    else await this.#invokeStreaming(worker, call, httpUri);
  }

  async #invokeBuffered(worker: Worker, call: HttpCall): Promise<void> {
    const { request, response, url, parameters } = call;
    const body = hasLength(request) ? await readRequestBody(request) : await dropBody(request);
    if (body === undefined) {
      // As on the platform, reading the body throws inside the host.
      this.#log.write('error', 'Host.Http', `The body of ${url.pathname} is over ${MAX_BODY_BYTES} bytes.`);
      response.setHeader('connection', 'close');
      answer(response, 500);
      return;
    }
    const http = toRpcHttpRequest({ request, url, parameters, hasBody: body.length > 0 });
    const outcome = await this.#run(worker, call, { data: { http }, triggerMetadata: {}, segments: [body] });
    if (outcome.outcome !== 'succeeded') {
      answer(response, 500);
      return;
    }
    const value = outcome.message.returnValue;
    if (value && 'http' in value) writeRpcHttpResponse(response, value.http, outcome.segments);
    else answer(response, 204);
  }

  async #invokeStreaming(worker: Worker, call: HttpCall, httpUri: string): Promise<void> {
    const { request, response, parameters } = call;
    const invocationId = crypto.randomUUID();
    const proxy = new StreamingProxy({ httpUri, invocationId, request, response });
    const outcome = await this.#run(worker, call, {
      invocationId,
      data: { http: {} },
      triggerMetadata: toStreamingMetadata(request, parameters),
      segments: [],
    });
    if (outcome.outcome === 'succeeded' && outcome.message.returned) {
      if ((await proxy.finished()) === 'failed') fail(response, 500);
      return;
    }
    proxy.abandon();
    fail(response, outcome.outcome === 'succeeded' ? 204 : 500);
  }

  async #run(
    worker: Worker,
    call: HttpCall,
    {
      data,
      ...rest
    }: Pick<InvocationRequest, 'segments' | 'triggerMetadata' | 'invocationId'> & {
      data: InvocationRequest['inputData'][number]['data'];
    },
  ): Promise<InvocationOutcome> {
    const { route, request } = call;
    const { name, triggerName, clientInputs } = route.definition;
    const { traceparent, tracestate } = request.headers;
    const outcome = await this.#supervisor.invoke(worker, {
      ...rest,
      functionName: name,
      cause: toCause(call),
      inputData: [{ name: triggerName, data }, ...clientInputs],
      caller: { traceparent, tracestate },
    });
    if (outcome.outcome !== 'succeeded') {
      this.#log.write('error', `Function.${name}`, outcome.error.stackTrace ?? outcome.error.message);
    }
    return outcome;
  }
}

/** Responds without a body. */
export function answer(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}

/** Responds with `status` if possible; closes the connection if half of another response has been sent. */
function fail(response: ServerResponse, status: number): void {
  if (response.headersSent) response.destroy();
  else answer(response, status);
}

function toCause({ route, request, url }: HttpCall): InvocationCause {
  return {
    kind: 'http',
    method: request.method ?? 'GET',
    route: route.path.slice(1),
    url,
    protocolVersion: request.httpVersion,
    userAgent: request.headers['user-agent'],
  };
}
