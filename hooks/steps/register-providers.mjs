import { isOn } from '../lib/environment.mjs';
import { runCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

/**
 * A deployment registers the providers of what its template names. A service that makes machines of its own, or stands
 * on another one, needs that provider besides, and a new subscription has it not:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types#register-resource-provider
 */
function providersToRegister() {
  return [
    // Clusters: https://github.com/MicrosoftDocs/azure-docs/issues/87138
    ...(isOn('DEPLOY_DATABRICKS', true) ? ['Microsoft.Compute', 'Microsoft.Network'] : []),
    // The app's subnet: https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration
    ...(isOn('VNET_ENABLED') ? ['Microsoft.App'] : []),
    // The pools: https://github.com/microsoft/MCW-Azure-Synapse-Analytics-and-AI/issues/60
    ...(isOn('DEPLOY_SYNAPSE') ? ['Microsoft.Sql'] : []),
  ];
}

export const registerProviders = {
  title: 'resource providers',
  async run() {
    const providers = providersToRegister();
    if (providers.length === 0) return skipped('the template names all that are needed');
    const missing = [];
    for (const provider of providers) {
      const state = await runCli('az', [
        ...['provider', 'show', '--namespace', provider],
        ...['--query', 'registrationState', '--output', 'tsv'],
      ]);
      if (state !== 'Registered') missing.push(provider);
    }
    for (const provider of missing)
      await runCli('az', ['provider', 'register', '--namespace', provider, '--wait', '--output', 'none']);
    return missing.length > 0
      ? done(`registered ${missing.join(', ')}`)
      : unchanged(`${providers.join(', ')} are registered`);
  },
};
