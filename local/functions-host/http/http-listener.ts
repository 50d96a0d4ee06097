import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { StandInError } from '../../kit';
import { type DurableBackend } from '../durable/durable-backend';
import { type FunctionsHostFaults } from '../faults';
import { type HostLog } from '../host/host-log';
import { type AdminApi } from './admin-api';
import { answerFaults, FAULTS_PATH } from './answer-faults';
import { authorize, type HostKeys, type KeyLevel } from './host-keys';
import { answer, type HttpInvoker } from './http-invoker';
import { readBody } from './read-body';
import { findExceededLimit, NODE_MAX_HEADER_BYTES } from './request-limits';
import { toRequestTarget } from './request-target';
import { type Router } from './router';
import { sendWelcomePage } from './welcome-page';

const KEEP_ALIVE_MILLISECONDS = 120_000;
/** How long running requests may take to end when the host closes. */
const CLOSE_GRACE_MILLISECONDS = 10_000;

/** What the listener serves once the app is loaded. */
export interface HttpSurface {
  readonly router: Router;
  readonly invoker: HttpInvoker;
  readonly admin: AdminApi;
  readonly durable: DurableBackend;
  readonly customHeaders: Readonly<Record<string, string>>;
  /** Undefined: keys are not asked for, as in Core Tools. */
  readonly keys: HostKeys | undefined;
  /** Undefined: they cannot be switched over HTTP. */
  readonly faults: FunctionsHostFaults | undefined;
  readonly log: HostLog;
}

/** The host's HTTP server. It listens before the app is loaded, because the app is told its address. */
export class HttpListener {
  readonly #server: Server;
  #surface: HttpSurface | undefined;

  private constructor() {
    const limits = { keepAliveTimeout: KEEP_ALIVE_MILLISECONDS, maxHeaderSize: NODE_MAX_HEADER_BYTES };
    this.#server = createServer(limits, (request, response) => {
      void this.#handle(request, response);
    });
  }

  /** @throws StandInError `start_failed` when the address cannot be had */
  static async listen({ host, port }: { host: string; port: number }): Promise<HttpListener> {
    const listener = new HttpListener();
    await new Promise<void>((resolve, reject) => {
      listener.#server.once('error', (cause) => {
        reject(new StandInError('start_failed', `cannot listen on ${host}:${port}: ${cause.message}`, cause));
      });
      listener.#server.listen(port, host, resolve);
    });
    return listener;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  serve(surface: HttpSurface): void {
    this.#surface = surface;
  }

  /** Takes no new connection, lets running requests end, then cuts what is left. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    this.#server.closeIdleConnections();
    const cut = setTimeout(() => {
      this.#server.closeAllConnections();
    }, CLOSE_GRACE_MILLISECONDS);
    await closed;
    clearTimeout(cut);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const surface = this.#surface;
    if (surface === undefined) {
      answer(response, 503);
      return;
    }
    try {
      await route(surface, request, response);
    } catch (error) {
      surface.log.write(
        'error',
        'Host.Http',
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      );
      if (response.headersSent) response.destroy();
      else answer(response, 500);
    }
  }
}

async function route(
  surface: HttpSurface,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { router, invoker, admin, durable, customHeaders, keys, faults } = surface;
  const exceeded = findExceededLimit(request);
  const target = toRequestTarget(request);
  if (exceeded !== undefined || target === undefined) {
    response.setHeader('connection', 'close');
    answer(response, exceeded ?? 400);
    return;
  }
  const { url, path } = target;
  for (const [name, value] of Object.entries(customHeaders)) response.setHeader(name, value);
  const isRefused = (level: KeyLevel): boolean => {
    const refusal = keys === undefined ? undefined : authorize(keys, level, request, url);
    if (refusal === undefined) return false;
    if (refusal === 401) response.setHeader('www-authenticate', 'Bearer');
    answer(response, refusal);
    return true;
  };

  if (/^\/admin(\/|$)/i.test(url.pathname)) {
    if (isPing(url.pathname) || !isRefused('admin')) await admin.handle(request, response, url);
    return;
  }
  if (faults !== undefined && url.pathname === FAULTS_PATH) {
    const body = (await readBody(request))?.toString() ?? '';
    const reply = answerFaults(faults, request.method ?? 'GET', body);
    response.statusCode = reply.status;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(reply.body));
    return;
  }
  const management = durable.addresses.match(url.pathname);
  if (management !== undefined) {
    if (management.isInternal || !isRefused('system'))
      await durable.handle(request, response, management.path, url);
    return;
  }
  const match = router.find((request.method ?? 'GET').toUpperCase(), path);
  if (match !== undefined) {
    if (!isRefused(match.route.authLevel)) await invoker.invoke({ ...match, request, response, url });
  } else if (path === '/') sendWelcomePage(response);
  else answer(response, 404);
}

function isPing(path: string): boolean {
  return /^\/admin\/host\/ping\/?$/i.test(path);
}
