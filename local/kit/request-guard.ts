import { type IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { StandInError } from './stand-in-error';

export interface AllowedHosts {
  /**
   * Names besides those of loopback by which clients reach the service, such as `build-box`; without scheme
   * and port. @default none
   */
  readonly allowedHosts?: readonly string[] | undefined;
}

export interface RequestGuardOptions extends AllowedHosts {
  /** Has the names of a GitHub Codespace, if this machine is one. @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
}

type GuardedRequest = Pick<IncomingMessage, 'method' | 'headers' | 'socket'>;

const LOOPBACK = /^(localhost|[^.].*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** The value of `Host` and the part of an origin after the scheme: name or address, and port. */
const AUTHORITY = /^(\[[\da-f:.]+\]|[^\s:/?#@\\[\]]+)(?::\d*)?$/i;
const HOST_NAME = /^[a-z\d]([\w.-]*[a-z\d])?$/i;
/** Values of `Sec-Fetch-Site` of requests that no other site and no other port caused. */
const OWN_SITES: readonly unknown[] = [undefined, 'same-origin', 'none'];

/**
 * Keeps web pages away from a service of this machine. `Host` stops a foreign name that resolves to this
 * machine (DNS rebinding); `Origin` and `Sec-Fetch-Site` stop pages of other sites and ports. Browsers set
 * these headers, and pages cannot change them (https://fetch.spec.whatwg.org/#forbidden-request-header,
 * https://www.w3.org/TR/fetch-metadata). Clients without them, such as SDKs and curl, are not affected.
 */
export class RequestGuard {
  readonly #allowedHosts: ReadonlySet<string>;
  readonly #environment: NodeJS.ProcessEnv;

  /** @throws StandInError `option_invalid` for a name with a scheme, a port or a wildcard */
  constructor({ allowedHosts = [], environment = process.env }: RequestGuardOptions = {}) {
    this.#allowedHosts = new Set(allowedHosts.map(readHostName));
    this.#environment = environment;
  }

  /**
   * Returns why a request is refused, with the remedy; `undefined` if it is allowed. A link of another site
   * may open a page, because that site cannot read the response.
   *
   * @param options.servesLocalPages whether pages of allowed hosts on other ports may send this request
   *   @default false
   */
  refusalOf(
    request: GuardedRequest,
    { servesLocalPages = false }: { readonly servesLocalPages?: boolean } = {},
  ): string | undefined {
    const { host, origin, 'sec-fetch-site': site } = request.headers;
    const port = request.socket.localPort ?? 0;
    if (host !== undefined && !this.#isAllowed(toName(host), port))
      return `The header Host names "${host}". If this is a name of your machine, ${toRemedy(host)}.`;
    if (isNavigation(request)) return undefined;
    if (origin !== undefined && !this.#isAllowed(toOriginName(origin), port))
      return `A web page of "${origin}" sent this request. If this is your own page, ${toRemedy(toOriginName(origin))}.`;
    if (OWN_SITES.includes(site) || (servesLocalPages && origin !== undefined)) return undefined;
    return (
      `A web page of another site or port sent this request (Sec-Fetch-Site: ${String(site)}). ` +
      'Only its own pages may call this service; --allow-host NAME adds a name for them.'
    );
  }

  #isAllowed(name: string | undefined, port: number): boolean {
    if (name === undefined) return false;
    return LOOPBACK.test(name) || this.#allowedHosts.has(name) || name === this.#codespaceName(port);
  }

  /** The name under which GitHub forwards a port of a Codespace to the browser of its owner. */
  #codespaceName(port: number): string | undefined {
    const { CODESPACE_NAME: codespace, GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN: domain } = this.#environment;
    return codespace && domain ? `${codespace}-${port}.${domain}`.toLowerCase() : undefined;
  }
}

/**
 * Reads the value of `--allow-host`.
 *
 * @returns the name in lower case, an IPv6 address in brackets
 * @throws StandInError `option_invalid`
 */
export function readHostName(text: string): string {
  const address = text.replace(/^\[(.*)\]$/, '$1');
  if (isIPv6(address)) return `[${address.toLowerCase()}]`;
  if (HOST_NAME.test(text)) return text.toLowerCase();
  throw new StandInError(
    'option_invalid',
    `--allow-host must be a name or an address such as build-box or 192.168.1.5, without scheme, port and wildcard, not "${text}"`,
  );
}

/** Whether a browser opens a page in a tab. A frame or an image in another page has another destination. */
function isNavigation({ method, headers }: GuardedRequest): boolean {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': destination = 'document' } = headers;
  return method === 'GET' && mode === 'navigate' && destination === 'document';
}

function toName(authority: string): string | undefined {
  return AUTHORITY.exec(authority)?.[1]?.toLowerCase();
}

/** Returns `undefined` for an origin without a host, such as `null`, which sandboxed pages and files have. */
function toOriginName(origin: string): string | undefined {
  const [, authority] = /^https?:\/\/(.*)$/i.exec(origin) ?? [];
  return authority === undefined ? undefined : toName(authority);
}

function toRemedy(authority: string | undefined): string {
  const name = authority === undefined ? undefined : toName(authority);
  return `start the service with --allow-host ${name !== undefined && HOST_NAME.test(name) ? name : 'NAME'}`;
}
