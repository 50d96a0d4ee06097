import { type ServiceSupport, webPagesRow } from '../kit';

/**
 * Supported and refused operations of the identity endpoint. `npm run generate` writes local/SUPPORT.md from
 * it.
 */
export const support: ServiceSupport = {
  defaultPort: 10_040,
  service: 'Managed identity (App Service endpoint)',
  supported: [
    {
      id: 'token',
      feature: 'Tokens for any resource, protocol version 2019-08-01',
      note: 'DefaultAzureCredential and ManagedIdentityCredential work unchanged. A token is not a JSON Web Token: it has claims and a signature, which the local services check.',
    },
    {
      id: 'secret',
      feature: 'X-IDENTITY-HEADER protects the endpoint',
      note: '401 if it is missing or wrong',
    },
    {
      id: 'client-id',
      feature: 'The system-assigned identity, and user-assigned ones by client_id',
      note: 'The identities set at the start; an unknown one is 400, as in Azure. The message names the known ones and the remedy.',
    },
  ],
  refused: [
    { id: 'api-version', feature: 'Other protocol versions, such as 2017-09-01', note: '400' },
    {
      id: 'selector',
      feature: 'User-assigned identities by principal_id, object_id or mi_res_id',
      note: '400',
    },
    {
      id: 'parameter',
      feature: 'Other query parameters, such as xms_cc and token_sha256_to_refresh',
      note: '400',
    },
    { id: 'method', feature: 'Other methods than GET', note: '405' },
    { id: 'path', feature: 'Other paths than /msi/token', note: '404' },
  ],
  different: [webPagesRow],
};
