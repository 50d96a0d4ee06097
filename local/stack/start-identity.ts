import { type ChildService } from './child-service';
import {
  type StackSecrets,
  startIdentityService,
  startKeyVaultService,
  toIdentitySettings,
} from './lakehouse-services';
import { type ServiceContext } from './services';
import { type Supervisor } from './supervisor';

export interface IdentityOptions {
  readonly supervise: <Ready>(
    start: (context: ServiceContext) => Promise<ChildService<Ready>>,
  ) => Supervisor<Ready>;
  readonly secrets: StackSecrets;
  /** Ports of the identity endpoint and of Key Vault. */
  readonly ports: readonly [number, number];
}

/** The identity of the app and the vault of its secrets, with the settings by which the app finds them. */
export async function startIdentity({ supervise, secrets, ports }: IdentityOptions) {
  const [identityPort, keyVaultPort] = ports;
  const supervisors = {
    identity: supervise((context) => startIdentityService(context, { port: identityPort, secrets })),
    keyVault: supervise((context) => startKeyVaultService(context, { port: keyVaultPort, secrets })),
  };
  const [identity, keyVault] = await Promise.all([
    supervisors.identity.start(),
    supervisors.keyVault.start(),
  ]);
  return {
    supervisors,
    keyVault: keyVault.ready,
    settings: { ...toIdentitySettings(identity.ready), KEY_VAULT_URL: keyVault.ready.vaultUrl },
  };
}
