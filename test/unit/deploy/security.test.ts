import {
  changed,
  ofType,
  readSnapshot,
  type Resource,
  resourcesOf,
  type Shape,
  SHAPES,
} from '../../testing/fixtures/snapshots';
import { checkAllAreDecided, checkClosed, checkSecrets, checkSignIn, type Reach } from './security';

const REACH: Readonly<Record<Shape, Reach>> = {
  'closed-network': { stores: false, ingestion: false },
  default: { stores: true, ingestion: true },
  'iot-hub-second-phase': { stores: false, ingestion: true },
  lean: { stores: true, ingestion: true },
  'longest-name': { stores: true, ingestion: true },
  'second-region': { stores: true, ingestion: true },
};

describe('a deployment', () => {
  it.each(SHAPES)('only admits identities over TLS 1.2: %s', (shape) => {
    expect(checkClosed(resourcesOf(shape), REACH[shape])).toEqual([]);
    expect(checkAllAreDecided(resourcesOf(shape))).toEqual([]);
  });

  it.each(SHAPES)('signs in between services with identities: %s', (shape) => {
    expect(checkSignIn(resourcesOf(shape))).toEqual([]);
  });

  it.each(SHAPES)('has no secret in resources and outputs: %s', (shape) => {
    expect(checkSecrets(readSnapshot(shape))).toEqual([]);
  });
});

describe('the checks of security', () => {
  const closed = { stores: false, ingestion: false };
  const first = (type: string): Resource => {
    const [found] = ofType(resourcesOf('closed-network'), type);
    if (found === undefined) throw new Error(`the snapshot has no ${type}`);
    return found;
  };

  it.each([
    ['Microsoft.Storage/storageAccounts', { allowSharedKeyAccess: true }, 'allowSharedKeyAccess is true'],
    ['Microsoft.EventHub/namespaces', { disableLocalAuth: undefined }, 'disableLocalAuth is undefined'],
    ['Microsoft.EventHub/namespaces', { publicNetworkAccess: 'Enabled' }, 'is Enabled, not Disabled'],
    ['Microsoft.KeyVault/vaults', { networkAcls: { defaultAction: 'Allow' } }, 'is Allow, not Deny'],
    ['Microsoft.Web/sites', { httpsOnly: false }, 'properties.httpsOnly is false, not true'],
  ])('find the open %s with %j', (type, properties, fault) => {
    const open = changed(first(type), {}, properties);
    expect(checkClosed([open], closed)).toEqual([expect.stringContaining(fault)]);
  });

  it('find a type without a rule', () => {
    const unknown = changed(
      first('Microsoft.KeyVault/vaults'),
      { type: 'Microsoft.New/things' },
      { publicNetworkAccess: 'Enabled' },
    );
    expect(checkAllAreDecided([unknown])).toEqual([expect.stringContaining('nobody has said')]);
  });

  it.each([
    { inputs: [{ datasource: { properties: { authenticationMode: 'ConnectionString' } } }] },
    { inputs: [{ datasource: { properties: { sharedAccessPolicyKey: 'x' } } }] },
    { endpoints: [{ authenticationType: 'keyBased' }] },
    { storage: { authentication: { type: 'StorageAccountConnectionString' } } },
  ])('find the sign-in of %j', (properties) => {
    const job = { ...first('Microsoft.StreamAnalytics/streamingjobs'), properties };
    expect(checkSignIn([job])).toHaveLength(1);
  });

  it('find a password of a source that is not in the vault', () => {
    const linked = first('Microsoft.DataFactory/factories/linkedservices');
    const plain = changed(linked, {}, { typeProperties: { password: 'x' } });
    expect(checkSignIn([plain])).toEqual([expect.stringContaining('password is not kept in the vault')]);
    const kept = changed(linked, {}, { typeProperties: { password: { type: 'AzureKeyVaultSecret' } } });
    expect(checkSignIn([kept])).toEqual([]);
  });

  it.each([
    [{ a: "[listKeys('x', '2025-08-01').keys[0].value]" }, {}],
    [{ a: 'AccountName=a;AccountKey=b' }, {}],
    [{}, { HUB: 'Endpoint=sb://a;SharedAccessKey=b' }],
    [{}, { HUB_CONNECTION_STRING_SECRET: 'x' }],
  ])('find the secret of %j and %j', (properties, outputs) => {
    const site = changed(first('Microsoft.Web/sites'), {}, properties);
    expect(checkSecrets({ predictedResources: [site], diagnostics: [], outputs })).toHaveLength(1);
  });
});
