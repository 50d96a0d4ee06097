import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';

/**
 * The app's identity in Azure, a developer's own login elsewhere.
 *
 * @param clientId of the user-assigned identity; without it the system-assigned one is meant
 */
export function createCredential(clientId: string | undefined): TokenCredential {
  return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
}
