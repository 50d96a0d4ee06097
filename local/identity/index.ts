import { randomBytes } from 'node:crypto';
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
import { identityApi, TOKEN_PATH } from './operations';
import { support } from './support';

export interface IdentityOptions extends AllowedHosts {
  /** @default 0: any free port */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Secret that signs tokens, the same as the secret of the services that check them. */
  readonly tokenKey: string;
  /** Value of the environment variable `IDENTITY_HEADER`. @default random */
  readonly identityHeader?: string;
  /** Lifetime of a token. @default 86400, as on App Service */
  readonly lifetimeSeconds?: number;
  /**
   * Client ids of user-assigned identities. A request without one gets the system-assigned identity. @default
   * none
   */
  readonly clientIds?: readonly string[];
  /** @default the system's clock */
  readonly clock?: () => Date;
}

/** A running managed identity endpoint. */
export interface Identity {
  readonly port: number;
  /** Value of the environment variable `IDENTITY_ENDPOINT`. */
  readonly identityEndpoint: string;
  /** Value of the environment variable `IDENTITY_HEADER`. */
  readonly identityHeader: string;
  /** Injected faults, for tests: the real endpoint returns 500 while an instance starts. */
  readonly faults: Faults<CommonFault>;
  close(): Promise<void>;
}

/**
 * Starts a stand-in for the managed identity endpoint of App Service and Functions. `DefaultAzureCredential`
 * gets tokens for the local services from it without changes.
 *
 * @throws StandInError `option_invalid`; `start_failed` if the port is in use
 */
export async function startIdentity({
  port,
  host,
  allowedHosts,
  tokenKey,
  identityHeader = randomBytes(16).toString('hex').toUpperCase(),
  lifetimeSeconds = 86_400,
  clientIds = [],
  clock = () => new Date(),
}: IdentityOptions): Promise<Identity> {
  if (tokenKey === '') throw new StandInError('option_invalid', 'tokenKey is empty');
  if (!(lifetimeSeconds > 0)) throw new StandInError('option_invalid', 'lifetimeSeconds must be above 0');
  const faults = new Faults<CommonFault>();
  const context = { tokenKey, identityHeader, lifetimeSeconds, clientIds };
  const server = await startRest(identityApi, { context, faults, now: clock, port, host, allowedHosts });
  return {
    port: server.port,
    identityEndpoint: `${server.baseUrl}${TOKEN_PATH}`,
    identityHeader,
    faults,
    close: () => server.close(),
  };
}

export const service = defineService<IdentityOptions, Identity>({
  name: 'identity',
  support,
  flags: {
    tokenKey: tokenKeyFlag,
    ...httpAddressFlags,
    identityHeader: flag.secret('identity-header', 'SECRET', 'SLUICE_IDENTITY_HEADER', process.env),
    lifetimeSeconds: flag.wholeNumber('lifetime-seconds'),
    clientIds: flag.texts('client-id', 'GUID'),
  },
  start: startIdentity,
  ready: ({ port, identityEndpoint, identityHeader }) => ({ port, identityEndpoint, identityHeader }),
});
