/** The outputs of `azd provision` for a deployment with everything enabled. */
export const ENVIRONMENT = {
  AZURE_ENV_NAME: 'dev',
  AZURE_LOCATION: 'westeurope',
  AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000001',
  AZURE_RESOURCE_GROUP: 'rg-dev',
  FUNCTION_APP_NAME: 'func-x',
  FUNCTION_APP_URI: 'https://func-x.azurewebsites.net',
  EVENT_HUBS_NAMESPACE: 'evhns-x',
  LAKE_NAME: 'stlakex',
  LAKE_DFS_ENDPOINT: 'https://stlakex.dfs.core.windows.net/',
  HOST_STORAGE_NAME: 'sthostx',
  KEY_VAULT_NAME: 'kv-x',
  KEY_VAULT_URL: 'https://kv-x.vault.azure.net/',
  DATABRICKS_WORKSPACE_URL: 'https://adb-1.1.azuredatabricks.net',
  DATABRICKS_WORKSPACE_ID:
    '/subscriptions/1/resourceGroups/rg-dev/providers/Microsoft.Databricks/workspaces/dbw-x',
  DATA_FACTORY_NAME: 'adf-x',
  DATA_FACTORY_RESOURCE_ID:
    '/subscriptions/1/resourceGroups/rg-dev/providers/Microsoft.DataFactory/factories/adf-x',
  SYNAPSE_SERVERLESS_ENDPOINT: 'syn-x-ondemand.sql.azuresynapse.net',
  STREAM_ANALYTICS_JOBS: 'asa-sales,asa-finance',
} as const;

export const APP_IDENTITY = {
  userAssignedIdentities: { '/…/id-app': { clientId: 'client-1', principalId: 'principal-1' } },
};
