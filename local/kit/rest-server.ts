import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import { readBody } from './body';
import { answerFaults, FAULTS_PATH, type FaultSwitches } from './fault-endpoint';
import { type TlsFiles } from './certificates';
import { type FailFault, type Faults, type FaultTarget } from './faults';
import { type HttpReply, sendReply } from './http-reply';
import { type HttpServer, listenHttp } from './http-server';
import { asksForPage, requireLoopback } from './page';
import { Refusal } from './refusal';
import { type AllowedHosts, RequestGuard } from './request-guard';
import { type Operation, type RawRequest, readRestRequest, type RestApi } from './rest-api';
import { type FoundRoute } from './router';

export interface RestServerOptions<Context, Fault, Target extends FaultTarget> extends AllowedHosts {
  readonly context: Context;
  readonly faults: Faults<Fault, Target>;
  /** Lets every client of the port control faults. @default none */
  readonly faultSwitches?: FaultSwitches | undefined;
  readonly now: () => Date;
  /** 0 chooses any free port. @default 0 */
  readonly port?: number | undefined;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string | undefined;
  readonly server?: ServerOptions;
  /** Certificate and key with which the server speaks HTTPS only. @default plain HTTP */
  readonly tls?: TlsFiles | undefined;
  /** Receives bugs and disk errors; the client gets status 500. @default writes them to standard error */
  readonly onFailure?: (error: unknown) => void;
}

/** The faults that the kit implements; faults of a service have other kinds. */
interface AnyFault {
  readonly kind: string;
}

/**
 * Serves a REST API. In every service a request passes the same steps: read, route, refuse foreign pages, read
 * the body, check the token, apply faults, run the operation.
 *
 * @throws StandInError `start_failed` if the address is not available, `option_invalid` for an allowed host
 */
export async function startRest<
  Context,
  Fault extends AnyFault,
  Target extends FaultTarget,
  Request extends RawRequest,
>(
  api: RestApi<Context, Fault, Target, Request>,
  options: RestServerOptions<Context, Fault, Target>,
): Promise<HttpServer> {
  const { port = 0, host = '127.0.0.1', server, tls } = options;
  const exchange = new RestExchange(api, options);
  return listenHttp(
    (incoming, outgoing) => {
      void exchange.serve(incoming, outgoing);
    },
    { name: api.name, port, host, tls, ...(server !== undefined && { server }) },
  );
}

class RestExchange<Context, Fault extends AnyFault, Target extends FaultTarget, Request extends RawRequest> {
  readonly #api: RestApi<Context, Fault, Target, Request>;
  readonly #options: RestServerOptions<Context, Fault, Target>;
  readonly #guard: RequestGuard;

  constructor(
    api: RestApi<Context, Fault, Target, Request>,
    options: RestServerOptions<Context, Fault, Target>,
  ) {
    this.#api = api;
    this.#options = options;
    this.#guard = new RequestGuard({ allowedHosts: options.allowedHosts });
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      await this.#answer(incoming, outgoing);
    } catch (error) {
      // A client that disconnected is not a failure, and there is no receiver for a response.
      if (!incoming.destroyed && !outgoing.destroyed) this.#fail(error);
      outgoing.destroy();
    }
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const met: Fault[] = [];
    let request: Request | undefined;
    let id: string = randomUUID();
    let reply: HttpReply;
    try {
      const page = this.#findPage(incoming);
      if (page === undefined) {
        request = this.#read(incoming);
        id = request.id;
        reply = this.#isFaultRequest(request)
          ? await this.#switchFaults(request)
          : await this.#perform(request, met);
      } else reply = page;
    } catch (error) {
      if (incoming.destroyed && !incoming.complete) throw error;
      reply = this.#api.toErrorReply(this.#toRefusal(error), request, id);
    }
    if (met.some(({ kind }) => kind === 'lose-reply')) incoming.socket.destroy();
    else await sendReply(outgoing, reply, this.#api.headers?.({ incoming, id, now: this.#options.now() }));
    reply.afterwards?.();
  }

  /** The page for a browser, before the service reads the request: an API has no operation at the address of a page. */
  #findPage(incoming: IncomingMessage): HttpReply | undefined {
    if (this.#api.page === undefined || !asksForPage(incoming)) return undefined;
    const { context, now } = this.#options;
    const page = this.#api.page({ url: readRestRequest(incoming).url, context, now: now() });
    if (page === undefined) return undefined;
    this.#refusePages({ incoming });
    requireLoopback(incoming, 'The page');
    return page;
  }

  #read(incoming: IncomingMessage): Request {
    // Without `read`, the service uses the kit's own form of a request.
    return (
      this.#api.read?.(incoming, this.#options.context) ??
      (readRestRequest(incoming) as RawRequest as Request)
    );
  }

  async #perform(request: Request, met: Fault[]): Promise<HttpReply> {
    const { context, faults, now } = this.#options;
    const found = this.#route(request);
    this.#refusePages(request, found instanceof Error ? undefined : found.operation);
    if (found instanceof Error && this.#api.routesBeforeAuthenticating === true) throw found;
    const operation = found instanceof Error ? undefined : found.operation;
    const end = found instanceof Error ? undefined : operation?.begin?.(context, found.parameters);
    try {
      const body = await this.#readBody(request);
      if (operation?.isOpen !== true) this.#api.authenticate(request, context, now());
      if (found instanceof Error) throw found;
      met.push(...faults.take(this.#toTarget(found, request)));
      await meetFaults(met);
      const { parameters } = found;
      return await found.operation.run({ request, parameters, body, context, now: now(), faults: met });
    } finally {
      end?.();
    }
  }

  #refusePages(
    { incoming }: Pick<Request, 'incoming'>,
    operation?: Operation<Context, Fault, Request>,
  ): void {
    const servesLocalPages = operation?.servesLocalPages === true;
    const reason = this.#guard.refusalOf(incoming, { servesLocalPages });
    if (reason !== undefined) throw new Refusal(403, this.#api.forbiddenCode ?? 'Forbidden', reason);
  }

  /** Keeps an error until the token has been checked. */
  #route(request: Request): FoundRoute<Operation<Context, Fault, Request>> | Error {
    try {
      return this.#api.route(request, this.#options.context);
    } catch (error) {
      if (error instanceof Error) return error;
      throw error;
    }
  }

  async #readBody({ incoming }: Request): Promise<string> {
    const { body } = this.#api;
    if (body === undefined) return '';
    const bytes = await readBody(incoming, { maxBytes: body.maxBytes });
    if (bytes === undefined) throw body.tooLarge();
    return bytes.toString('utf8');
  }

  #toTarget(found: FoundRoute<Operation<Context, Fault, Request>>, request: Request): Target {
    // Without `target`, faults select requests only by operation.
    return this.#api.target?.(found, request) ?? ({ operation: found.operation.name } as Target);
  }

  #isFaultRequest({ incoming }: Request): boolean {
    return this.#options.faultSwitches !== undefined && incoming.url === FAULTS_PATH;
  }

  async #switchFaults(request: Request): Promise<HttpReply> {
    this.#refusePages(request);
    const { incoming, method } = request;
    const { faultSwitches } = this.#options;
    const body = (await readBody(incoming, { maxBytes: MAX_FAULT_BYTES }))?.toString() ?? '';
    return { status: 200, body: faultSwitches && answerFaults(faultSwitches, method, body) };
  }

  #toRefusal(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    this.#fail(error);
    const { name, failureCode = 'InternalServerError' } = this.#api;
    const subject = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return new Refusal(500, failureCode, `${subject} failed; see its output for the reason.`);
  }

  #fail(error: unknown): void {
    if (this.#options.onFailure === undefined) console.error(error);
    else this.#options.onFailure(error);
  }
}

const MAX_FAULT_BYTES = 64 * 1024;

async function meetFaults(met: readonly AnyFault[]): Promise<void> {
  for (const fault of met) {
    if (fault.kind === 'delay') await (fault as AnyFault & { readonly until: Promise<void> }).until;
    if (fault.kind === 'fail') {
      const { status, code = 'Injected', retryAfterSeconds } = fault as FailFault;
      throw new Refusal(status, code, 'A test injected a fault into this request.', { retryAfterSeconds });
    }
  }
}
