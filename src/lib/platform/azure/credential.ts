import { createRequire } from 'node:module';
import type * as identity from '@azure/identity';
import { type TokenCredential } from '@azure/identity';

/**
 * Creates a credential: the app's identity in Azure, and the developer's login on other machines. The first token loads
 * its package of 120 modules; a start with connection strings needs none of them.
 *
 * @param clientId of the user-assigned identity; without it the system-assigned identity is used
 */
export function createCredential(clientId: string | undefined): TokenCredential {
  let credential: TokenCredential | undefined;
  return {
    getToken(scopes, options) {
      credential ??= loadCredential(clientId);
      return credential.getToken(scopes, options);
    },
  };
}

function loadCredential(clientId: string | undefined): TokenCredential {
  // `import()` would load the package's ES modules, and with them second copies of what the other SDKs share.
  const { DefaultAzureCredential } = createRequire(__filename)('@azure/identity') as typeof identity;
  return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
}
