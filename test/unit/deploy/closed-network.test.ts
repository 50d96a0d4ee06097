import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  at,
  ofType,
  ownName,
  REPOSITORY,
  type Resource,
  resourcesOf,
  SHAPES,
} from '../../testing/fixtures/snapshots';

const ENDPOINT = 'Microsoft.Network/privateEndpoints';
const closed = resourcesOf('closed-network');

/** `<id of a service> <group>` of each private endpoint. */
const endpointsOf = (resources: readonly Resource[]): readonly string[] =>
  ofType(resources, ENDPOINT).map((endpoint) => {
    const connection = at(endpoint, 'properties.privateLinkServiceConnections.0.properties');
    return `${String(at(connection, 'privateLinkServiceId'))} ${String(at(connection, 'groupIds.0'))}`;
  });

/** Groups of the endpoints for a type of resource. */
const GROUPS: Readonly<Record<string, (resource: Resource) => readonly string[]>> = {
  'Microsoft.Storage/storageAccounts': (account) =>
    at(account, 'properties.isHnsEnabled') === true ? ['blob', 'dfs'] : ['blob', 'queue', 'table'],
  'Microsoft.KeyVault/vaults': () => ['vault'],
  'Microsoft.EventHub/namespaces': () => ['namespace'],
  'Microsoft.Web/sites': () => ['sites'],
  'Microsoft.Devices/IotHubs': () => ['iotHub'],
  'Microsoft.DataFactory/factories': () => ['dataFactory'],
  'Microsoft.Synapse/workspaces': () => ['SqlOnDemand', 'Sql'],
};

describe('a closed network', () => {
  it.each(['closed-network', 'iot-hub-second-phase'] as const)(
    'has exactly one private endpoint for each service: %s',
    (shape) => {
      const resources = resourcesOf(shape);
      const needed = resources.flatMap((resource) =>
        (GROUPS[resource.type]?.(resource) ?? []).map((group) => `${resource.id} ${group}`),
      );
      expect([...new Set(endpointsOf(resources))].sort()).toEqual([...new Set(needed)].sort());
      expect(endpointsOf(resources)).toHaveLength(new Set(needed).size);
    },
  );

  it('registers the names of each endpoint in a zone that is linked to the network', () => {
    const zones = new Set(ofType(closed, 'Microsoft.Network/privateDnsZones').map(({ id }) => id));
    const records = ofType(closed, `${ENDPOINT}/privateDnsZoneGroups`);
    expect(records).toHaveLength(ofType(closed, ENDPOINT).length);
    const used = records.flatMap((record) => {
      const configurations = at(record, 'properties.privateDnsZoneConfigs') as readonly unknown[];
      return configurations.map((one) => String(at(one, 'properties.privateDnsZoneId')));
    });
    expect(new Set(used)).toEqual(zones);
    const links = ofType(closed, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks');
    expect(links).toHaveLength(zones.size);
  });

  it('creates the endpoints of stores before the app, and that of the app after it', () => {
    const main = readFileSync(join(REPOSITORY, 'bicep/main.bicep'), 'utf8');
    const module = (name: string): string => new RegExp(`^module ${name} [^]*?^}`, 'm').exec(main)?.[0] ?? '';
    expect(module('functionApp')).toMatch(/dependsOn: \[roles, storeEndpoints\]/);
    expect(module('storeEndpoints')).toMatch(/'vault'/);
    expect(module('storeEndpoints')).not.toMatch(/functionApp/);
    expect(module('serviceEndpoints')).toMatch(/functionApp\.outputs\.id/);
    for (const name of ['storeEndpoints', 'serviceEndpoints'])
      expect(module(name)).toMatch(/dependsOn: \[privateZones\]/);
  });

  it('admits trusted services to stores and hubs', () => {
    for (const type of ['Microsoft.Storage/storageAccounts', 'Microsoft.KeyVault/vaults'])
      for (const store of ofType(closed, type))
        expect(at(store, 'properties.networkAcls.bypass')).toBe('AzureServices');
    for (const rules of ofType(closed, 'Microsoft.EventHub/namespaces/networkRuleSets'))
      expect(at(rules, 'properties.trustedServiceAccessEnabled')).toBe(true);
  });

  it('admits trusted services only with their system-assigned identity', () => {
    const trusted = [
      'Microsoft.StreamAnalytics/streamingjobs',
      'Microsoft.Devices/IotHubs',
      'Microsoft.Databricks/accessConnectors',
      'Microsoft.Synapse/workspaces',
      'Microsoft.DataFactory/factories',
    ];
    for (const type of trusted) {
      expect(ofType(closed, type)).not.toEqual([]);
      for (const service of ofType(closed, type)) expect(at(service, 'identity.type')).toBe('SystemAssigned');
    }
  });

  it('creates the route of IoT Hub only if its identity is known', () => {
    const routes = (shape: (typeof SHAPES)[number]): readonly unknown[] =>
      ofType(resourcesOf(shape), 'Microsoft.Devices/IotHubs').map((hub) =>
        ((at(hub, 'properties.routing.routes') ?? []) as readonly unknown[]).map((one) => at(one, 'name')),
      );
    expect(routes('closed-network')).toEqual([[], ['messages-to-pipeline']]);
    expect(routes('iot-hub-second-phase')).toEqual([['messages-to-pipeline']]);
  });

  it.each(SHAPES.filter((shape) => !['closed-network', 'iot-hub-second-phase'].includes(shape)))(
    'creates no network for a shape without one: %s',
    (shape) => {
      const network = resourcesOf(shape).filter(({ type }) => type.startsWith('Microsoft.Network/'));
      expect(network.map(ownName)).toEqual([]);
    },
  );
});
