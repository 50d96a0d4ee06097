import { pathOf } from '../amqp/address';
import { type AccessKey, verifySasToken } from '../amqp/sas-token';

/**
 * Permissions of one connection: all with its SASL key, or those of the tokens that it has sent to `$cbs`.
 */
export class Claims {
  /** Resource path in lower case → expiry in seconds since 1970. */
  readonly #expiries = new Map<string, number>();
  #all = false;

  constructor(
    private readonly accessKey: AccessKey,
    /** Milliseconds since 1970, of the clock that clients use for signatures. */
    private readonly now: () => number,
  ) {}

  grantAll(): void {
    this.#all = true;
  }

  /** Accepts a shared access signature for `audience`. Returns why it is invalid, or undefined. */
  put(token: string, audience: string): string | undefined {
    const result = verifySasToken(token, this.accessKey, this.now() / 1000);
    if (result.kind === 'invalid') return result.reason;
    const scope = pathOf(result.resource).toLowerCase();
    if (!covers(scope, pathOf(audience).toLowerCase())) return `the token is for ${result.resource}`;
    this.#expiries.set(scope, result.expiresAtSeconds);
    return undefined;
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

/** A claim for a path also opens everything below it; a claim for the namespace opens all. */
function covers(scope: string, path: string): boolean {
  return scope === '' || path === scope || path.startsWith(`${scope}/`);
}
