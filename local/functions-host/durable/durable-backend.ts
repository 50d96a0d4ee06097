import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type WireData } from '../worker/protocol';
import { ManagementApi } from './management-api';
import { type ManagementUrlOptions, toClientInput, WEBHOOK_PATH } from './management-urls';
import { TaskHub } from './task-hub';
import { type TaskHubOptions } from './task-hub-options';

/** Where the app itself reaches the API. It needs no key: no one else knows the part that is drawn. */
const RPC_PATH = '/runtime/rpc/durabletask';

/** The addresses of the durable backend. They exist before the app is loaded, because its bindings carry them. */
export class DurableAddresses {
  readonly urls: ManagementUrlOptions;
  readonly #rpcPath = `${RPC_PATH}/${crypto.randomUUID()}`;

  constructor(urls: ManagementUrlOptions) {
    this.urls = urls;
  }

  /** What a `durableClient` binding gets. */
  get clientInput(): WireData {
    const input = toClientInput(this.urls, `${this.urls.origin}${this.#rpcPath}/`);
    return { json: JSON.stringify(input) };
  }

  /** @returns the path below the API's root; undefined for a path of something else */
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

/** The durable backend of a host: its task hub and the API to manage it. */
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

  /** @param path as {@link DurableAddresses.match} gives it */
  handle(request: IncomingMessage, response: ServerResponse, path: string, url: URL): Promise<void> {
    return this.#api.handle(request, response, path, url);
  }
}
