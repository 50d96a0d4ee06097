import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { StandInError } from '../../shared/stand-in-error';
import { type DurableBackend } from '../durable/durable-backend';
import { type FunctionsHostFaults } from '../faults';
import { type HostLog } from '../host/host-log';
import { type AdminApi } from './admin-api';
import { answerFaults, FAULTS_PATH } from './answer-faults';
import { type HostKeys, isAuthorized, type KeyLevel } from './host-keys';
import { answer, type HttpInvoker } from './http-invoker';
import { readBody } from './read-body';
import { type Router } from './router';

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
    this.#server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLISECONDS }, (request, response) => {
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

/** @returns undefined for a request target that is no path */
function toUrl({ url = '/', headers }: IncomingMessage): URL | undefined {
  // Put together and not resolved: "//x" is a path here, and would be another host there.
  const text = `http://${headers.host ?? 'localhost'}${url}`;
  return url.startsWith('/') && URL.canParse(text) ? new URL(text) : undefined;
}

async function route(
  surface: HttpSurface,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { router, invoker, admin, durable, customHeaders, keys, faults } = surface;
  const url = toUrl(request);
  if (url === undefined) {
    answer(response, 400);
    return;
  }
  for (const [name, value] of Object.entries(customHeaders)) response.setHeader(name, value);
  const isRefused = (level: KeyLevel): boolean =>
    keys !== undefined && !isAuthorized(keys, level, request, url);

  if (/^\/admin(\/|$)/i.test(url.pathname)) {
    if (isRefused('admin')) answer(response, 401);
    else await admin.handle(request, response, url);
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
    if (!management.isInternal && isRefused('system')) answer(response, 401);
    else await durable.handle(request, response, management.path, url);
    return;
  }
  const match = router.find((request.method ?? 'GET').toUpperCase(), url.pathname);
  if (match.found === 'nothing') answer(response, 404);
  else if (match.found === 'otherMethods') {
    response.setHeader('allow', match.allowed.join(', '));
    answer(response, 405);
  } else if (isRefused(match.route.authLevel)) answer(response, 401);
  else await invoker.invoke({ ...match, request, response, url });
}
