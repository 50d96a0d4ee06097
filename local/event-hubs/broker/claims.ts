import { pathOf } from '../amqp/address';
import { type AccessKey, verifySasToken } from '../amqp/sas-token';

/** What one connection may do: all, by its SASL key, or what the tokens it has put on `$cbs` open. */
export class Claims {
  /** Resource path in lower case → when it expires, in seconds since 1970. */
  readonly #expiries = new Map<string, number>();
  #all = false;

  constructor(
    private readonly accessKey: AccessKey,
    /** Milliseconds since 1970, by the clock that clients sign with. */
    private readonly now: () => number,
  ) {}

  grantAll(): void {
    this.#all = true;
  }

  /** Takes a shared access signature for `audience`. Returns why it opens nothing, or undefined. */
  put(token: string, audience: string): string | undefined {
    const result = verifySasToken(token, this.accessKey, this.now() / 1000);
    if (result.kind === 'invalid') return result.reason;
    const scope = pathOf(result.resource).toLowerCase();
    if (!covers(scope, pathOf(audience).toLowerCase())) return `the token is for ${result.resource}`;
    this.#expiries.set(scope, result.expiresAtSeconds);
    return undefined;
  }

  /** Whether there is any claim that has not expired: enough for `$management`, which names the hub per request. */
  get any(): boolean {
    return this.#all || [...this.#expiries.values()].some((expiry) => expiry * 1000 > this.now());
  }

  allow(address: string): boolean {
    if (this.#all) return true;
    const path = pathOf(address).toLowerCase();
    for (const [scope, expiresAtSeconds] of this.#expiries) {
      if (covers(scope, path) && expiresAtSeconds * 1000 > this.now()) return true;
    }
    return false;
  }
}

/** A claim on a path opens everything below it; a claim on the namespace opens all. */
function covers(scope: string, path: string): boolean {
  return scope === '' || path === scope || path.startsWith(`${scope}/`);
}
