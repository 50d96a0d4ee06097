import { type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type AllowedHosts,
  answerFaults,
  FAULTS_PATH,
  type FaultSwitches,
  type HttpReply,
  type HttpServer,
  listenHttp,
  Refusal,
  RequestGuard,
  sendReply,
  toNestedError,
} from '../../kit';
import { type DurableBackend } from '../durable/durable-backend';
import { type HostLog } from '../host/host-log';
import { type AdminApi } from './admin-api';
import { authorize, type HostKeys, type KeyLevel } from './host-keys';
import { answer, type HttpInvoker } from './http-invoker';
import { toRequestTarget } from './decode-path';
import { findExceededLimit, NODE_MAX_HEADER_BYTES, readRequestBody } from './request-limits';
import { type Router } from './router';

const KEEP_ALIVE_MILLISECONDS = 120_000;
/** How long running requests may take when the host closes. */
const CLOSE_GRACE_MILLISECONDS = 10_000;

/** Handlers that exist once the app is loaded. */
export interface HttpSurface {
  readonly router: Router;
  readonly invoker: HttpInvoker;
  readonly admin: AdminApi;
  readonly durable: DurableBackend;
  readonly customHeaders: Readonly<Record<string, string>>;
  /** Whether the setting AzureWebJobsDisableHomepage replaces the host's own page by status 204. */
  readonly isHomepageDisabled: boolean;
  /** Undefined if keys are not enforced, as in Core Tools. */
  readonly keys: HostKeys | undefined;
  /** Undefined if faults cannot be injected over HTTP. */
  readonly faults: FaultSwitches | undefined;
  readonly log: HostLog;
}

/**
 * The response to / if no function has that route, or none with the setting AzureWebJobsDisableHomepage. Source:
 * Azure/azure-functions-host, HomepageMiddleware.
 */
const WELCOME: HttpReply = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Functions host</title></head>
<body><h1>The function app is up and running.</h1></body>
</html>
`,
};

/** The host's HTTP server. It listens before the app is loaded, because the app gets its address. */
export class HttpListener {
  #surface: HttpSurface | undefined;
  #server: HttpServer | undefined;
  readonly #guard: RequestGuard;

  private constructor(guard: RequestGuard) {
    this.#guard = guard;
  }

  /** @throws StandInError `start_failed` if the address is not available, `option_invalid` for an allowed host */
  static async listen({
    host,
    port,
    allowedHosts,
  }: AllowedHosts & { host: string; port: number }): Promise<HttpListener> {
    const listener = new HttpListener(new RequestGuard({ allowedHosts }));
    listener.#server = await listenHttp(
      (request, response) => {
        void listener.#handle(request, response);
      },
      {
        name: 'the functions host',
        host,
        port,
        server: { keepAliveTimeout: KEEP_ALIVE_MILLISECONDS, maxHeaderSize: NODE_MAX_HEADER_BYTES },
      },
    );
    return listener;
  }

  get port(): number {
    return this.#server?.port ?? 0;
  }

  serve(surface: HttpSurface): void {
    this.#surface = surface;
  }

  /** Accepts no new connections, waits for running requests, then closes the remaining ones. */
  async close(): Promise<void> {
    await this.#server?.close(CLOSE_GRACE_MILLISECONDS);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reason = this.#guard.refusalOf(request);
    if (reason !== undefined) {
      await sendReply(response, toNestedError(new Refusal(403, 'Forbidden', reason)));
      return;
    }
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
  const { router, invoker, admin, durable, customHeaders, isHomepageDisabled, keys, faults } = surface;
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
    await sendReply(response, await switchFaults(faults, request));
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
  } else if (path === '/') await sendReply(response, isHomepageDisabled ? { status: 204 } : WELCOME);
  else answer(response, 404);
}

function isPing(path: string): boolean {
  return /^\/admin\/host\/ping\/?$/i.test(path);
}

async function switchFaults(faults: FaultSwitches, request: IncomingMessage): Promise<HttpReply> {
  const body = (await readRequestBody(request))?.toString() ?? '';
  try {
    return { status: 200, body: answerFaults(faults, request.method ?? 'GET', body) };
  } catch (error) {
    if (error instanceof Refusal) return toNestedError(error);
    throw error;
  }
}
