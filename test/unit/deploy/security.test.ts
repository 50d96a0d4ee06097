import { type BicepProject, readProject, sampleProject } from './project';
import { checkClosed, checkDiagnostics, checkSecrets, checkSignIn, checkTags } from './security';

describe('the Bicep files', () => {
  let project: BicepProject;
  beforeAll(async () => {
    project = await readProject();
  });

  it('close each resource but for identities over TLS 1.2', () => {
    expect(checkClosed(project)).toEqual([]);
  });

  it('sign in to each other as identities', () => {
    expect(checkSignIn(project)).toEqual([]);
  });

  it('hold and hand on no secret', () => {
    expect(checkSecrets(project)).toEqual([]);
  });

  it('tag each resource', () => {
    expect(checkTags(project)).toEqual([]);
  });

  it('send the logs of each resource to the workspace', () => {
    expect(checkDiagnostics(project)).toEqual([]);
  });
});

const NAMESPACE = `resource hub 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: 'hub'
  tags: tags
  properties: {
    minimumTlsVersion: '1.2'
    disableLocalAuth: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: hub
  name: 'logs'
  properties: { workspaceId: workspace }
}
`;

describe('the rules of security', () => {
  const check = async (rule: typeof checkClosed, text: string): Promise<readonly string[]> =>
    rule(await sampleProject({ 'main.bicep': text }));

  it('find nothing in a sound file', async () => {
    for (const rule of [checkClosed, checkSignIn, checkSecrets, checkTags, checkDiagnostics])
      expect(await check(rule, NAMESPACE)).toEqual([]);
  });

  it.each([
    ["'1.2'", "'1.0'", 'properties.minimumTlsVersion must be 1.2'],
    ['disableLocalAuth: true', 'disableLocalAuth: false', 'properties.disableLocalAuth must be true'],
    ['disableLocalAuth: true', '', 'properties.disableLocalAuth must be true'],
    [
      "isPrivate ? 'Disabled' : 'Enabled'",
      "'Enabled'",
      'properties.publicNetworkAccess must be taken from a parameter',
    ],
  ])('find that %j has become %j', async (before, after, fault) => {
    expect(await check(checkClosed, NAMESPACE.replace(before, after))).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  it.each([
    "inputs: [{ datasource: { properties: { authenticationMode: 'ConnectionString' } } }]",
    "inputs: [{ datasource: { properties: { sharedAccessPolicyKey: 'x' } } }]",
    "endpoints: [{ authenticationType: 'keyBased' }]",
    "storage: { authentication: { type: 'StorageAccountConnectionString' } }",
  ])('find the sign-in of %j', async (text) => {
    const job = `resource job 'Microsoft.StreamAnalytics/streamingjobs@2020-03-01' = { properties: { ${text} } }`;
    expect(await check(checkSignIn, job)).toHaveLength(1);
  });

  it.each([
    'output o string = account.listKeys().keys[0].value',
    "output o string = listKeys(account.id, '2023-01-01').key1",
    "var a = 'AccountName=a;AccountKey=${b}'",
    "var a = 'Endpoint=sb://a;SharedAccessKey=b'",
    '@secure()\nparam a string\noutput o string = a',
    "output hubConnectionString string = 'x'",
  ])('find the secret of %j', async (text) => {
    expect((await check(checkSecrets, text)).length).toBeGreaterThan(0);
  });

  it('find resources without tags, and types that nobody has thought of', async () => {
    expect(await check(checkTags, NAMESPACE.replace('tags: tags', ''))).toEqual([
      expect.stringContaining('hub (Microsoft.EventHub/namespaces): gets no tags'),
    ]);
    expect(await check(checkTags, "resource a 'Microsoft.New/things@2024-01-01' = { name: 'a' }")).toEqual([
      expect.stringContaining('is in neither table of tags'),
    ]);
  });

  it.each([
    ['scope: hub', 'scope: other'],
    ['workspaceId: workspace', 'storageAccountId: account'],
  ])('find that nothing is logged where %j has become %j', async (before, after) => {
    expect(await check(checkDiagnostics, NAMESPACE.replace(before, after))).toEqual([
      expect.stringContaining('has no diagnostic settings'),
    ]);
  });
});
