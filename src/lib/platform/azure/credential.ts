import { type TokenCredential } from '@azure/identity';

/**
 * Creates a credential: the app's identity in Azure, and the developer's login on other machines. The first token loads
 * its package of 120 modules; a start with connection strings needs none of them.
 *
 * @param clientId of the user-assigned identity; without it the system-assigned identity is used
 */
export function createCredential(clientId: string | undefined): TokenCredential {
  let credential: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, options) {
      credential ??= loadCredential(clientId);
      return (await credential).getToken(scopes, options);
    },
  };
}

async function loadCredential(clientId: string | undefined): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
}
