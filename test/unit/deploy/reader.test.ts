import { BicepReader } from '../../helpers/bicep';
import { at, Expression } from '../../helpers/bicep-value';

let reader: BicepReader;
beforeAll(async () => {
  reader = await BicepReader.open();
});

const SAMPLE = `targetScope = 'subscription'

@description('Where things stand.')
@allowed(['westeurope', 'northeurope'])
param location string = 'westeurope'
@sys.description('How many.')
@minValue(1)
param count int
param rules {
  name: string
  days: int?
}[] = []

// A comment.
var names = [for (name, index) in items: '\${name}-\${index}']
var merged = {
  ...base
  own: names[0]!
  'with-hyphen': true ? null : -1
  slashes: split(url, '//')
  '\${key}': 1
}

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'lake'
  properties: { minimumTlsVersion: 'TLS1_2' }

  resource blobs 'blobServices' = {
    name: 'default'

    resource containers 'containers' = [for name in names: {
      name: name
    }]
  }
}

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' existing = if (count > 1) {
  name: 'rg'
}

module hub 'modules/hub.bicep' = if (count > 1) {
  name: 'hub'
  scope: group
  params: {
    location: location
    hubs: ['a', 'b']
  }
}

@description('The name.')
output NAME string = hub.outputs.name!
`;

describe('the reader of Bicep', () => {
  it('lists what a file declares', () => {
    const file = reader.read(SAMPLE);
    expect(file.targetScope).toBe('subscription');
    expect(file.parameters).toMatchObject([
      {
        ...{ name: 'location', type: 'string', default: 'westeurope', line: 5 },
        decorators: [
          { name: 'description', args: ['Where things stand.'] },
          { name: 'allowed', args: [['westeurope', 'northeurope']] },
        ],
      },
      {
        ...{ name: 'count', type: 'int' },
        decorators: [
          { name: 'description', args: ['How many.'] },
          { name: 'minValue', args: [1] },
        ],
      },
      { name: 'rules', default: [], decorators: [] },
    ]);
    expect(file.parameters[1]).not.toHaveProperty('default');
    expect(file.variables.map(({ name }) => name)).toEqual(['names', 'merged']);
    expect(file.outputs).toMatchObject([
      { name: 'NAME', type: 'string', decorators: [{ name: 'description' }] },
    ]);
    expect([...file.otherNames].sort()).toEqual(['index', 'name']);
  });

  it('tells resources with their full types, parents, loops and conditions', () => {
    const { resources, modules } = reader.read(SAMPLE);
    expect(resources.map(({ name, type, parent, existing }) => [name, type, parent, existing])).toEqual([
      ['account', 'Microsoft.Storage/storageAccounts', undefined, false],
      ['blobs', 'Microsoft.Storage/storageAccounts/blobServices', 'account', false],
      ['containers', 'Microsoft.Storage/storageAccounts/blobServices/containers', 'blobs', false],
      ['group', 'Microsoft.Resources/resourceGroups', undefined, true],
    ]);
    expect(at(resources[0]?.body, 'properties.minimumTlsVersion')).toBe('TLS1_2');
    expect(resources[2]).toMatchObject({ over: { kind: 'name', name: 'names' }, item: 'name' });
    expect(resources[3]?.condition).toMatchObject({ kind: 'operator', name: '>' });
    expect(modules).toMatchObject([{ name: 'hub', path: 'modules/hub.bicep', params: { hubs: ['a', 'b'] } }]);
  });

  it('keeps what is computed as an expression of its parts', () => {
    const [names, merged] = reader.read(SAMPLE).variables;
    expect(names?.value).toMatchObject({
      kind: 'for',
      parts: [{ name: 'items' }, { kind: 'template', parts: [{ name: 'name' }, { name: 'index' }] }],
    });
    expect(merged?.value).toMatchObject({
      '${}': [{ kind: 'template', parts: [{ name: 'key' }] }],
      "'${key}'": 1,
      '...': [{ kind: 'name', name: 'base' }],
      own: { kind: 'index' },
      'with-hyphen': { kind: 'ternary', parts: [true, null, -1] },
      slashes: { kind: 'call', name: 'split', text: "split(url, '//')", parts: [{}, '//'] },
    });
    const { value } = reader.read("var x = loadJsonContent('a.json').properties").variables[0] ?? {};
    expect(value).toMatchObject({
      kind: 'member',
      name: 'properties',
      parts: [{ kind: 'call', parts: ['a.json'] }],
    });
    expect(value).toBeInstanceOf(Expression);
    const list = reader.read("var x = [\n  load('a')\n  load('b')\n  c\n  last().id\n]").variables[0]?.value;
    expect(list).toMatchObject([
      { name: 'load', parts: ['a'] },
      { name: 'load', parts: ['b'] },
      { kind: 'name' },
      { kind: 'member', name: 'id', parts: [{ kind: 'call', name: 'last' }] },
    ]);
  });

  it.each([
    [
      "a ? '' : b!.c.d",
      { kind: 'ternary', parts: [{}, '', { name: 'd', text: 'b!.c.d', parts: [{ name: 'c' }] }] },
    ],
    [
      'a ? b : c ? d : e[0].f',
      { parts: [{}, {}, { kind: 'ternary', parts: [{}, {}, { name: 'f', text: 'e[0].f' }] }] },
    ],
    ['!a.b', { kind: 'operator', name: '!', parts: [{ kind: 'member', name: 'b' }] }],
    ['a == b.c', { kind: 'operator', name: '==', parts: [{ name: 'a' }, { kind: 'member', name: 'c' }] }],
    [
      'a ?? b.c(d).e',
      { name: '??', parts: [{}, { name: 'e', parts: [{ kind: 'call', name: 'c', text: 'b.c(d)' }] }] },
    ],
    [
      'map(a, b => b.c)',
      { parts: [{}, { kind: 'other', parts: [{ name: 'b' }, { kind: 'member', name: 'c' }] }] },
    ],
    ['(a ? b : c).d', { kind: 'member', name: 'd', parts: [{ kind: 'ternary' }] }],
    ['a::b.c', { kind: 'member', name: 'c', parts: [{ kind: 'member', name: 'b', text: 'a::b' }] }],
  ])('reads a property in %j as one of what stands before it', (text, value) => {
    expect(reader.read(`var x = ${text}`).variables[0]?.value).toMatchObject(value);
  });

  it.each([
    ['param x string =\nparam y int', 'sample.bicep:2:1'],
    ["resource a 'T@1' = {\n  name: 'x'\n", 'sample.bicep:'],
    ["var a = 'x'\nvar b = ]", 'sample.bicep:2:'],
  ])('refuses %j by line and column', (text, where) => {
    expect(() => reader.read(text)).toThrow(where);
    expect(() => reader.read(text)).toThrow(/^sample\.bicep:\d+:\d+: /);
  });
});
