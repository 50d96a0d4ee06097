import { createRequire } from 'node:module';
import type * as identity from '@azure/identity';
import { type TokenCredential } from '@azure/identity';

/**
 * The app's identity in Azure, a developer's own login elsewhere. Its package is loaded with the first token: with
 * connection strings there is none, and each start would load 120 modules for nothing.
 *
 * @param clientId of the user-assigned identity; without it the system-assigned one is meant
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
