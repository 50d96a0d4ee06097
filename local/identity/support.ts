import { type ServiceSupport } from '../kit';

/** What the identity endpoint does and what it refuses; local/SUPPORT.md is written from it. */
export const support: ServiceSupport = {
  defaultPort: 10_040,
  service: 'Managed identity (App Service endpoint)',
  supported: [
    {
      id: 'token',
      feature: 'Tokens for any resource, protocol version 2019-08-01',
      note: 'DefaultAzureCredential and ManagedIdentityCredential work unchanged. A token is no JSON Web Token: claims and a signature that the local services check.',
    },
    {
      id: 'secret',
      feature: 'X-IDENTITY-HEADER guards the endpoint',
      note: '401 where it is missing or wrong',
    },
    {
      id: 'client-id',
      feature: 'The system-assigned identity, and user-assigned ones by client_id',
      note: 'Those that it is started with; an unknown one is 400, as on the platform.',
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
};
