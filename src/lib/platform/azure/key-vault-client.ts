import { type TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { type Clock } from '../clock';
import { SluiceError } from '../errors';
import { isLoopback, isSafeUrl } from '../setting-types';

export interface KeyVaultClientOptions {
  /** `https://name.vault.azure.net`. Plain http is allowed for this machine only. */
  readonly vaultUrl: string;
  readonly credential: TokenCredential;
  readonly clock: Clock;
  /** How long a secret is kept in memory. Key Vault recommends caching. @default 300 */
  readonly keepSeconds?: number;
}

interface Kept {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Reads the newest versions of secrets of one vault. */
export class KeyVaultClient {
  readonly #client: SecretClient;
  readonly #clock: Clock;
  readonly #keepSeconds: number;
  readonly #kept = new Map<string, Kept>();

  /** @throws SluiceError `config_invalid` for an address that would send the token unencrypted over a network */
  constructor({ vaultUrl, credential, clock, keepSeconds = 300 }: KeyVaultClientOptions) {
    if (!isSafeUrl(vaultUrl)) {
      throw new SluiceError(
        'config_invalid',
        `${vaultUrl} must be https (http is allowed for this machine only)`,
        {
          kind: 'misuse',
        },
      );
    }
    const { protocol, hostname } = new URL(vaultUrl);
    this.#client = new SecretClient(vaultUrl, credential, {
      retryOptions: { maxRetries: 2, retryDelayInMs: 300, maxRetryDelayInMs: 2000 },
      ...(protocol === 'http:' && { allowInsecureConnection: true }),
      // The client checks that a vault's name ends in vault.azure.net. A local vault has no such name.
      ...(isLoopback(hostname) && { disableChallengeResourceVerification: true }),
    });
    this.#clock = clock;
    this.#keepSeconds = keepSeconds;
  }

  /**
   * @throws SluiceError `key_vault_unavailable` or `key_vault_refused`. The message has the name of the secret, never
   *   its value.
   */
  async readSecret(name: string): Promise<string> {
    const now = this.#clock.now().getTime();
    const kept = this.#kept.get(name);
    if (kept !== undefined && now < kept.until) return kept.value;
    const value = await this.#fetch(name);
    this.#kept.set(name, { value, until: now + this.#keepSeconds * 1000 });
    return value;
  }

  /** Makes the next {@link readSecret} request the vault. */
  forget(name: string): void {
    this.#kept.delete(name);
  }

  async #fetch(name: string): Promise<string> {
    let value: string | undefined;
    try {
      ({ value } = await this.#client.getSecret(name));
    } catch (cause) {
      const { statusCode: status, code } = cause as { readonly statusCode?: number; readonly code?: string };
      const refused =
        status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
      const why = [status, code].filter((word) => word !== undefined).join(' ') || 'no answer';
      throw new SluiceError(
        refused ? 'key_vault_refused' : 'key_vault_unavailable',
        `could not read the secret '${name}' from Key Vault: ${why}`,
        { kind: refused ? 'permanent' : 'transient', cause, data: status === undefined ? {} : { status } },
      );
    }
    if (value !== undefined) return value;
    throw new SluiceError('key_vault_refused', `the secret '${name}' has no value`, { kind: 'permanent' });
  }
}
