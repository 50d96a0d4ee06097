import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';

/**
 * Creates a credential: the app's identity in Azure, and the developer's login on other machines.
 *
 * @param clientId of the user-assigned identity; without it the system-assigned identity is used
 */
export function createCredential(clientId: string | undefined): TokenCredential {
  return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
}
