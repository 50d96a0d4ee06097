import {
  type AllowedHosts,
  type CommonFault,
  defineService,
  Faults,
  flag,
  httpAddressFlags,
  StandInError,
  startRest,
  tlsFlag,
  type TlsFiles,
  tokenKeyFlag,
} from '../kit';
import { addVersion } from './change-secrets';
import { toSeconds } from './find-secret';
import { keyVaultApi, NAME } from './operations';
import { SecretStore } from './secret-store';
import { support } from './support';
import { MAX_VALUE_BYTES } from './wire';

export interface KeyVaultOptions extends AllowedHosts {
  /** @default 0: any free port */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Secret that signs tokens, the same as the secret of the identity endpoint. */
  readonly tokenKey: string;
  /** Folder that keeps the secrets. @default none: they are in memory only */
  readonly dataDirectory?: string;
  /** Certificate of the service, because clients insist on HTTPS. @default none: plain HTTP */
  readonly tls?: TlsFiles;
  /** Secrets by name, for names that the vault does not have yet. @default none */
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
 * Starts a stand-in for the secrets of Azure Key Vault.
 *
 * @throws StandInError `option_invalid`; `start_failed` if the port or the folder is in use; `corrupt`
 */
export async function startKeyVault({
  port,
  host,
  allowedHosts,
  tokenKey,
  dataDirectory,
  tls,
  secrets: given = {},
  clock = () => new Date(),
}: KeyVaultOptions): Promise<KeyVault> {
  if (tokenKey === '') throw new StandInError('option_invalid', 'tokenKey is empty');
  const store = SecretStore.open(dataDirectory);
  const setSecret = (name: string, value: string): void => {
    requireValid(name, value);
    addVersion(store, { name, value, now: toSeconds(clock()) });
  };
  try {
    for (const [name, value] of Object.entries(given))
      if (store.find(name, toSeconds(clock())) === undefined) setSecret(name, value);
    const faults = new Faults<CommonFault>();
    const server = await startRest(keyVaultApi, {
      context: { store, tokenKey },
      faults,
      now: clock,
      port,
      host,
      allowedHosts,
      tls,
    });
    return {
      port: server.port,
      vaultUrl: server.baseUrl,
      faults,
      setSecret,
      close: async () => {
        await server.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** @throws StandInError `option_invalid` */
function requireValid(name: string, value: string): void {
  if (!NAME.test(name))
    throw new StandInError(
      'option_invalid',
      `"${name}" is not a valid name of a secret: use letters, digits and hyphens`,
    );
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw new StandInError('option_invalid', `the secret ${name} has more than ${MAX_VALUE_BYTES} bytes`);
}

export const service = defineService<KeyVaultOptions, KeyVault>({
  name: 'key-vault',
  support,
  flags: {
    tokenKey: tokenKeyFlag,
    ...httpAddressFlags,
    dataDirectory: flag.text('data', 'DIR'),
    tls: tlsFlag,
    secrets: flag.secrets('secret', 'NAME=ENVIRONMENT_VARIABLE', process.env),
  },
  start: startKeyVault,
  ready: ({ port, vaultUrl }) => ({ port, vaultUrl }),
});
