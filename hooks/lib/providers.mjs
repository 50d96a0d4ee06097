import { isOn } from './environment.mjs';

/**
 * A deployment registers the providers of the template's resources. A service with its own machines, or based on
 * another service, also needs that provider, which a new subscription lacks:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types#register-resource-provider
 */
export function providersToRegister() {
  return [
    // Clusters: https://github.com/MicrosoftDocs/azure-docs/issues/87138
    ...(isOn('DEPLOY_DATABRICKS', true) ? ['Microsoft.Compute', 'Microsoft.Network'] : []),
    // The app's subnet: https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration
    ...(isOn('VNET_ENABLED') ? ['Microsoft.App'] : []),
    // The pools: https://github.com/microsoft/MCW-Azure-Synapse-Analytics-and-AI/issues/60
    ...(isOn('DEPLOY_SYNAPSE') ? ['Microsoft.Sql'] : []),
  ];
}

/** Providers of the template's resources, by the switch of their part; a deployment registers these itself. */
export function providersOfTemplate() {
  return [
    'Microsoft.Authorization',
    'Microsoft.EventHub',
    'Microsoft.Insights',
    'Microsoft.KeyVault',
    'Microsoft.ManagedIdentity',
    'Microsoft.OperationalInsights',
    'Microsoft.Portal',
    'Microsoft.Storage',
    'Microsoft.Web',
    ...(isOn('DEPLOY_DATABRICKS', true) ? ['Microsoft.Databricks'] : []),
    ...(isOn('DEPLOY_DATA_FACTORY', true) ? ['Microsoft.DataFactory'] : []),
    ...(isOn('DEPLOY_IOT_HUB') ? ['Microsoft.Devices'] : []),
    ...(isOn('DEPLOY_STREAM_ANALYTICS') ? ['Microsoft.StreamAnalytics'] : []),
    ...(isOn('DEPLOY_SYNAPSE') ? ['Microsoft.Synapse'] : []),
    ...(isOn('VNET_ENABLED') ? ['Microsoft.Network'] : []),
  ];
}
