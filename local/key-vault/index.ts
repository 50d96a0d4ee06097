import {
  type AllowedHosts,
  type CommonFault,
  defineService,
  Faults,
  flag,
  httpAddressFlags,
  StandInError,
  startRest,
  tokenKeyFlag,
} from '../kit';
import { keyVaultApi, type Secret, toSecret } from './operations';
import { support } from './support';

export interface KeyVaultOptions extends AllowedHosts {
  /** @default 0: any free port */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Secret that signs tokens, the same as the secret of the identity endpoint. */
  readonly tokenKey: string;
  /** Secrets by name. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** @default the system's clock */
  readonly clock?: () => Date;
}

/** A running vault. */
export interface KeyVault {
  readonly port: number;
  /** Address that replaces `https://name.vault.azure.net`. */
  readonly vaultUrl: string;
  /** Injected faults, for tests. */
  readonly faults: Faults<CommonFault>;
  /** Adds a new version of a secret, as a person does who renews it. @throws StandInError `option_invalid` */
  setSecret(name: string, value: string): void;
  close(): Promise<void>;
}

/**
 * Starts a stand-in for Azure Key Vault that serves the secrets given at its start. It stores nothing.
 *
 * @throws StandInError `option_invalid`; `start_failed` if the port is in use
 */
export async function startKeyVault({
  port,
  host,
  allowedHosts,
  tokenKey,
  secrets: given = {},
  clock = () => new Date(),
}: KeyVaultOptions): Promise<KeyVault> {
  if (tokenKey === '') throw new StandInError('option_invalid', 'tokenKey is empty');
  const secrets = new Map<string, Secret>();
  const setSecret = (name: string, value: string): void => {
    secrets.set(name.toLowerCase(), toSecret(name, value, clock()));
  };
  for (const [name, value] of Object.entries(given)) setSecret(name, value);
  const faults = new Faults<CommonFault>();
  const server = await startRest(keyVaultApi, {
    context: { secrets, tokenKey },
    faults,
    now: clock,
    port,
    host,
    allowedHosts,
  });
  return {
    port: server.port,
    vaultUrl: server.baseUrl,
    faults,
    setSecret,
    close: () => server.close(),
  };
}

export const service = defineService<KeyVaultOptions, KeyVault>({
  name: 'key-vault',
  support,
  flags: {
    tokenKey: tokenKeyFlag,
    ...httpAddressFlags,
    secrets: flag.secrets('secret', 'NAME=ENVIRONMENT_VARIABLE', process.env),
  },
  start: startKeyVault,
  ready: ({ port, vaultUrl }) => ({ port, vaultUrl }),
});
