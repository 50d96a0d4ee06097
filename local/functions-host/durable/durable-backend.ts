import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type WireData } from '../worker/protocol';
import { ManagementApi } from './management-api';
import { type ManagementUrlOptions, toClientInput, WEBHOOK_PATH } from './management-urls';
import { TaskHub } from './task-hub';
import { type TaskHubOptions } from './task-hub-options';

/** Path at which the app itself calls the API. It needs no key, because part of it is random and secret. */
const RPC_PATH = '/runtime/rpc/durabletask';

/**
 * The addresses of the durable backend. They exist before the app is loaded, because its bindings contain
 * them.
 */
export class DurableAddresses {
  readonly urls: ManagementUrlOptions;
  readonly #rpcPath = `${RPC_PATH}/${crypto.randomUUID()}`;

  constructor(urls: ManagementUrlOptions) {
    this.urls = urls;
  }

  /** Input of a `durableClient` binding. */
  get clientInput(): WireData {
    const input = toClientInput(this.urls, `${this.urls.origin}${this.#rpcPath}/`);
    return { json: JSON.stringify(input) };
  }

  /** @returns the path below the API's root; undefined for other paths */
  match(pathname: string): { readonly path: string; readonly isInternal: boolean } | undefined {
    for (const root of [WEBHOOK_PATH, this.#rpcPath]) {
      if (pathname === root || pathname.startsWith(`${root}/`)) {
        const path = pathname.slice(root.length).replace(/^\/+|\/+$/g, '');
        return { path, isInternal: root !== WEBHOOK_PATH };
      }
    }
    return undefined;
  }
}

/** The durable backend of a host: its task hub and its management API. */
export class DurableBackend {
  readonly addresses: DurableAddresses;
  readonly hub: TaskHub;
  readonly #api: ManagementApi;

  constructor({ addresses, ...options }: TaskHubOptions & { addresses: DurableAddresses }) {
    this.addresses = addresses;
    this.hub = new TaskHub(options);
    this.#api = new ManagementApi({
      hub: this.hub,
      urls: addresses.urls,
      extension: options.extension,
    });
  }

  /** @param path as returned by {@link DurableAddresses.match} */
  handle(request: IncomingMessage, response: ServerResponse, path: string, url: URL): Promise<void> {
    return this.#api.handle(request, response, path, url);
  }
}
