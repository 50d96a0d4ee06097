import { type IncomingMessage, type ServerResponse } from 'node:http';
import { sendReply } from '../../kit';
import { type FunctionDefinition } from '../app/function-definition';
import { type HostLog } from '../host/host-log';
import { type WorkerSupervisor } from '../host/worker-supervisor';
import { answer } from './http-invoker';
import { readRequestBody } from './request-limits';
import { type HttpRoute } from './router';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Version of the Functions runtime whose behaviour this host reproduces. */
export const HOST_VERSION = '4.1037.0.0';

export interface AdminApiOptions {
  readonly supervisor: WorkerSupervisor;
  readonly functions: readonly FunctionDefinition[];
  readonly routes: readonly HttpRoute[];
  /** Runs a timer. @returns false for any other function */
  readonly runByHand: (functionName: string) => boolean;
  readonly log: HostLog;
}

/**
 * The operations of `/admin/*` that Core Tools and health probes use. Source: Azure/azure-functions-host
 * wiki, "Admin APIs".
 */
export class AdminApi {
  readonly #options: AdminApiOptions;
  readonly #startedAt = process.hrtime.bigint();

  constructor(options: AdminApiOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = url.pathname.replace(/\/+$/, '').toLowerCase();
    const byName = /^\/admin\/functions\/([^/]+)$/.exec(url.pathname);
    if (path === '/admin/host/ping') answer(response, 200);
    else if (path === '/admin/host/status') await this.#only('GET', request, response, () => this.#status());
    else if (path === '/admin/functions')
      await this.#only('GET', request, response, () => this.#functions(url.origin));
    else if (byName === null) answer(response, 404);
    else await this.#run(decodeURIComponent(byName[1] ?? ''), request, response, url.origin);
  }

  async #only(
    method: string,
    request: IncomingMessage,
    response: ServerResponse,
    body: () => unknown,
  ): Promise<void> {
    if (request.method === method) await sendReply(response, { status: 200, body: body() }, JSON_TYPE);
    else methodNotAllowed(response, method);
  }

  #status(): unknown {
    const { worker } = this.#options.supervisor;
    return {
      id: 'local',
      state: worker === undefined ? 'Starting' : 'Running',
      version: HOST_VERSION,
      versionDetails: HOST_VERSION,
      processUptime: Number((process.hrtime.bigint() - this.#startedAt) / 1_000_000n),
      ...(worker === undefined ? {} : { workerProcessId: worker.processId }),
    };
  }

  #functions(origin: string): unknown[] {
    return this.#options.functions.map((definition) => this.#describe(definition, origin));
  }

  #describe({ name, disabled, metadata }: FunctionDefinition, origin: string): Record<string, unknown> {
    const route = this.#options.routes.find(({ definition }) => definition.name === name);
    const bindings = Object.entries(metadata.bindings).map(([bindingName, binding]) => ({
      name: bindingName,
      ...binding,
    }));
    return {
      name,
      href: `${origin}/admin/functions/${encodeURIComponent(name)}`,
      config: { name, language: 'node', bindings },
      invoke_url_template: route === undefined ? null : `${origin}${route.path}`,
      language: 'node',
      isDisabled: disabled,
    };
  }

  async #run(
    name: string,
    request: IncomingMessage,
    response: ServerResponse,
    origin: string,
  ): Promise<void> {
    const definition = this.#options.functions.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (definition === undefined) answer(response, 404);
    else if (request.method === 'GET')
      await sendReply(response, { status: 200, body: this.#describe(definition, origin) }, JSON_TYPE);
    else if (request.method !== 'POST') methodNotAllowed(response, 'GET, POST');
    else await this.#runByHand(definition, request, response);
  }

  /** The response means that the run was accepted; it does not include the outcome. */
  async #runByHand(
    { name, triggerType }: FunctionDefinition,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (!/^application\/(.+\+)?json\b/i.test(request.headers['content-type'] ?? '')) {
      answer(response, 415);
      return;
    }
    if ((await readRequestBody(request)) === undefined) {
      answer(response, 500);
      return;
    }
    const isHttp = triggerType === 'httptrigger';
    if (!isHttp && !this.#options.runByHand(name)) {
      const body = { message: `Only timers can be run manually on this host; "${name}" is not a timer.` };
      await sendReply(response, { status: 400, body }, JSON_TYPE);
      return;
    }
    if (isHttp) {
      const problem = 'A function with an HTTP trigger cannot be run manually, because it has no request.';
      this.#options.log.write('error', `Function.${name}`, problem);
    }
    answer(response, 202);
  }
}

function methodNotAllowed(response: ServerResponse, allowed: string): void {
  response.setHeader('allow', allowed);
  answer(response, 405);
}
