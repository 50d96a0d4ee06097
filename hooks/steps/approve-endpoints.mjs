import { isOn, need, valueOf } from '../lib/environment.mjs';
import { needCli, runCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

/**
 * Data Factory's managed network requests private endpoints on the lake and on the vault. Each of them needs an
 * approval:
 * https://learn.microsoft.com/azure/data-factory/managed-virtual-network-private-endpoint#managed-private-endpoints
 *
 * Any user with the id of a resource can request a connection to it. Only requests of this factory are approved: its
 * name is part of the id of their endpoint.
 */
export const approveEndpoints = {
  title: 'private endpoints of Data Factory',
  async run() {
    const factory = valueOf('DATA_FACTORY_NAME');
    if (factory === undefined) return skipped('Data Factory is not deployed');
    if (!isOn('VNET_ENABLED')) return skipped('the lake and the vault have public addresses');
    /** @type {string[]} */
    const approved = [];
    /** @type {{name: string, waiting: Connection[]}[]} */
    const unclear = [];
    for (const [name, type] of /** @type {const} */ ([
      [need('LAKE_NAME'), 'Microsoft.Storage/storageAccounts'],
      [need('KEY_VAULT_NAME'), 'Microsoft.KeyVault/vaults'],
    ])) {
      const connections = await listConnections(name, type);
      const ours = connections.filter(({ endpoint }) =>
        endpoint.toLowerCase().includes(factory.toLowerCase()),
      );
      for (const { id } of ours.filter(isPending)) {
        await runCli('az', [
          'network',
          'private-endpoint-connection',
          'approve',
          '--id',
          id,
          '--description',
          'Data Factory of Sluice',
          '--output',
          'none',
        ]);
        approved.push(name);
      }
      if (ours.length === 0) unclear.push({ name, waiting: connections.filter(isPending) });
    }
    if (unclear.length > 0)
      throw new Error(
        unclear
          .map(
            ({ name, waiting }) =>
              `${name} has no connection of ${factory}; waiting there: ${waiting.map(({ id }) => id).join(', ') || 'none'}`,
          )
          .join('; ') +
          '. Try again in a few minutes, or approve those of the factory manually: Networking, Private endpoint connections',
      );
    return approved.length > 0 ? done(approved.join(', ')) : unchanged('approved before');
  },
};

/** @typedef {{id: string, endpoint: string, status: string}} Connection `endpoint` is an id, too */

/** @param {Connection} connection */
const isPending = ({ status }) => status === 'Pending';

/**
 * @param {string} name of the resource
 * @param {string} type
 * @returns {Promise<Connection[]>}
 */
function listConnections(name, type) {
  return needCli('az', [
    'network',
    'private-endpoint-connection',
    'list',
    '--name',
    name,
    '--resource-group',
    need('AZURE_RESOURCE_GROUP'),
    '--type',
    type,
    '--query',
    '[].{id:id,endpoint:properties.privateEndpoint.id,status:properties.privateLinkServiceConnectionState.status}',
    '--output',
    'json',
  ]);
}
