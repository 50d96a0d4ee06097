import { type RoutedOperation } from '../../../kit';
import { type DatabricksFault } from '../../faults';

/** Ids of the one account and the one workspace on this machine. */
const ACCOUNT_ID = '00000000-0000-4000-8000-00000000ac00';
const WORKSPACE_ID = '1000000000000000';

/**
 * Databricks' clients read this document before their first call, without a token, to learn where they are:
 * https://github.com/databricks/databricks-sdk-go/blob/main/config/host_metadata.go
 *
 * Shape: `{oidc_endpoint, account_id, workspace_id, cloud, host_type, token_federation_default_oidc_audiences}`.
 */
export const getHostMetadata: RoutedOperation<unknown, DatabricksFault> = {
  name: 'GetHostMetadata',
  method: 'GET',
  path: '/.well-known/databricks-config',
  isOpen: true,
  run: ({ request }) => {
    const { origin } = request.url;
    return {
      status: 200,
      body: {
        oidc_endpoint: `${origin}/oidc`,
        account_id: ACCOUNT_ID,
        workspace_id: WORKSPACE_ID,
        cloud: 'Azure',
        host_type: 'workspace',
        token_federation_default_oidc_audiences: [`${origin}/oidc/v1/token`],
      },
    };
  },
};
