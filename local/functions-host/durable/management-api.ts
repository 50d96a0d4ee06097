import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type HttpReply, sendReply } from '../../kit';
import { readRequestBody } from '../http/request-limits';
import { CONNECTION_NAME, type ManagementUrlOptions, managementUrls } from './management-urls';
import { type DurableExtension } from './durable-extension';
import { EVENT_TYPE, type ControlEvent } from './history-event';
import { type InstanceQuery, listInstances, purgeInstances, toInstanceQuery } from './instance-query';
import { toStatusPayload } from './status-payload';
import { type TaskHub } from './task-hub';
import { type DeliveryOutcome } from './task-hub-options';

const CONTINUATION_HEADER = 'x-ms-continuation-token';
const JSON_TYPE = /^application\/json\s*(;|$)/i;

const CONTROL_TYPES: Readonly<Record<string, ControlEvent['EventType']>> = {
  terminate: EVENT_TYPE.executionTerminated,
  suspend: EVENT_TYPE.executionSuspended,
  resume: EVENT_TYPE.executionResumed,
};

interface Call {
  readonly request: IncomingMessage;
  readonly query: URLSearchParams;
}

const NOT_FOUND: HttpReply = { status: 404 };

/**
 * The HTTP API of Durable Functions. Its clients are the library and users of the URLs of
 * `createCheckStatusResponse`. Source: learn.microsoft.com, "HTTP APIs in Durable Functions".
 */
export class ManagementApi {
  readonly #hub: TaskHub;
  readonly #urls: ManagementUrlOptions;
  readonly #notifiesParent: boolean;

  constructor({
    hub,
    urls,
    extension,
  }: {
    readonly hub: TaskHub;
    readonly urls: ManagementUrlOptions;
    readonly extension: DurableExtension;
  }) {
    this.#hub = hub;
    this.#urls = urls;
    this.#notifiesParent = extension.notifiesParent;
  }

  /** @param path below the API's root, percent-encoded, without leading or trailing slash */
  async handle(request: IncomingMessage, response: ServerResponse, path: string, url: URL): Promise<void> {
    const call = { request, query: url.searchParams };
    await sendReply(response, this.#refuse(call.query) ?? (await this.#route(path, call, url)));
  }

  /** Another hub or another storage account would have other instances. */
  #refuse(query: URLSearchParams): HttpReply | undefined {
    const hub = query.get('taskHub') ?? this.#urls.hubName;
    const connection = query.get('connection') ?? CONNECTION_NAME;
    if (hub.toLowerCase() !== this.#urls.hubName.toLowerCase())
      return refusal(400, `The task hub "${hub}" does not exist; the only one is "${this.#urls.hubName}".`);
    if (connection !== CONNECTION_NAME)
      return refusal(
        400,
        `The connection "${connection}" does not exist; the only one is "${CONNECTION_NAME}".`,
      );
    return undefined;
  }

  async #route(path: string, call: Call, url: URL): Promise<HttpReply> {
    const segments = decodeSegments(path);
    if (segments === undefined) return refusal(400, 'The path is not correctly encoded.');
    const [root = '', ...rest] = segments;
    const [first = '', operation, eventName] = rest;
    const collection = root.toLowerCase();
    const { method } = call.request;
    if (collection === 'orchestrators')
      return method === 'POST' && rest.length <= 2 ? this.#start(first, operation, call) : NOT_FOUND;
    if (collection === 'entities')
      return refusal(501, 'Entities are not supported by the local functions host.');
    if (collection !== 'instances' || rest.length > 3) return NOT_FOUND;
    if (first === '') {
      const query = toInstanceQuery(call.query, call.request.headers[CONTINUATION_HEADER]);
      if (method === 'GET') return this.#list(query);
      return method === 'DELETE' ? this.#purgeMany(query) : NOT_FOUND;
    }
    if (operation === undefined) {
      if (method === 'GET') return this.#status(first, call.query, url);
      return method === 'DELETE' ? this.#purge(first) : NOT_FOUND;
    }
    if (method !== 'POST') return NOT_FOUND;
    const name = operation.toLowerCase();
    if (name === 'raiseevent' && eventName !== undefined) return this.#raiseEvent(first, eventName, call);
    if (eventName !== undefined) return NOT_FOUND;
    const type = CONTROL_TYPES[name];
    if (type !== undefined)
      return toAnswer(await this.#hub.control(first, type, call.query.get('reason') ?? ''));
    if (name === 'rewind') return this.#rewind(first);
    return name === 'restart'
      ? refusal(501, 'Restart is not supported by the local functions host.')
      : NOT_FOUND;
  }

  async #start(name: string, instanceId: string | undefined, { request, query }: Call): Promise<HttpReply> {
    if (query.has('timeout') || query.has('pollingInterval'))
      return refusal(
        501,
        'Starting and waiting in one request is not supported by the local functions host: start, then query the status.',
      );
    const body = await readText(request);
    if (body === undefined) return { status: 413 };
    if (body !== '' && !isJson(body)) return refusal(400, 'Invalid JSON content');
    const outcome = await this.#hub.startInstance({
      name,
      ...(instanceId === undefined || instanceId === '' ? {} : { instanceId }),
      input: body === '' ? null : body,
      version: query.get('version'),
    });
    switch (outcome.outcome) {
      case 'exists': {
        const Message = `An Orchestration instance with the status ${outcome.status} already exists.`;
        return { status: 409, body: { Message } };
      }
      case 'started': {
        const urls = managementUrls(this.#urls, outcome.instanceId);
        const headers = { location: urls['statusQueryGetUri'] ?? '', 'retry-after': '10' };
        return { status: 202, body: urls, headers };
      }
    }
  }

  async #status(instanceId: string, query: URLSearchParams, url: URL): Promise<HttpReply> {
    const state = await this.#hub.find(instanceId);
    if (state === undefined) return NOT_FOUND;
    const body = toStatusPayload(state, {
      showInput: flag(query, 'showInput', true),
      showHistory: flag(query, 'showHistory', false),
      showHistoryOutput: flag(query, 'showHistoryOutput', false),
      notifiesParent: this.#notifiesParent,
    });
    if (state.end === undefined)
      return { status: 202, body, headers: { location: url.href, 'retry-after': '5' } };
    const isError = state.end.status === 'Failed' && flag(query, 'returnInternalServerErrorOnFailure', false);
    return { status: isError ? 500 : 200, body };
  }

  async #list(query: InstanceQuery | string): Promise<HttpReply> {
    if (typeof query === 'string') return refusal(400, query);
    const { states, next } = await listInstances(this.#hub, query);
    const { showInput } = query;
    const body = states.map((state) =>
      toStatusPayload(state, {
        showInput,
        showHistory: false,
        showHistoryOutput: false,
        notifiesParent: this.#notifiesParent,
      }),
    );
    return { status: 200, body, ...(next === undefined ? {} : { headers: { [CONTINUATION_HEADER]: next } }) };
  }

  async #purge(instanceId: string): Promise<HttpReply> {
    switch (await this.#hub.purge(instanceId)) {
      case 'purged':
        return { status: 200, body: { instancesDeleted: 1 } };
      case 'notFound':
        return NOT_FOUND;
      case 'running':
        return refusal(
          412,
          `Only orchestrations in a terminal state can be purged; "${instanceId}" has not ended.`,
        );
    }
  }

  async #purgeMany(query: InstanceQuery | string): Promise<HttpReply> {
    if (typeof query === 'string') return refusal(400, query);
    if (query.createdFrom === undefined)
      return refusal(400, "Please provide value for 'createdTimeFrom' parameter.");
    const instancesDeleted = await purgeInstances(this.#hub, query);
    return instancesDeleted === 0 ? NOT_FOUND : { status: 200, body: { instancesDeleted } };
  }

  async #raiseEvent(instanceId: string, name: string, { request }: Call): Promise<HttpReply> {
    const reachable = await this.#hub.reach(instanceId);
    if (reachable !== 'accepted') return toAnswer(reachable);
    const body = await readText(request);
    if (body === undefined) return { status: 413 };
    if (!JSON_TYPE.test(request.headers['content-type'] ?? ''))
      return refusal(400, 'Only application/json request content is supported');
    if (body !== '' && !isJson(body)) return refusal(400, 'Invalid JSON content');
    return toAnswer(await this.#hub.raiseEvent(instanceId, name, body === '' ? 'null' : body));
  }

  async #rewind(instanceId: string): Promise<HttpReply> {
    const state = await this.#hub.find(instanceId);
    if (state === undefined) return NOT_FOUND;
    if (state.runtimeStatus !== 'Failed')
      return refusal(412, 'Only orchestrations in the "Failed" state can be rewound.');
    return refusal(501, 'Rewind is not supported by the local functions host.');
  }
}

/** @returns undefined for a percent sign that encodes nothing */
function decodeSegments(path: string): string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** A text instead of an object: the library shows it unchanged. */
/** The message is the body, as a JSON string. */
function refusal(status: number, message: string): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(message),
  };
}

function toAnswer(outcome: DeliveryOutcome): HttpReply {
  return { status: { accepted: 202, notFound: 404, ended: 410 }[outcome] };
}

/** @returns undefined if the body is over the limit */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  return (await readRequestBody(request))?.toString('utf8');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function flag(query: URLSearchParams, name: string, otherwise: boolean): boolean {
  const value = query.get(name)?.toLowerCase();
  return value === 'true' || (otherwise && value !== 'false');
}
