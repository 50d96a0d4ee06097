import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BicepFile } from '../../helpers/bicep';
import { ELSEWHERE, FACTORY_ACTIONS, NEEDS, OPERATIONS, REST_CLIENTS } from './needed-rights';
import { fileAt, readProject, REPOSITORY, sampleProject } from './project';
import { actionsOf, checkAssignments, compareRights, type Right, rightsIn } from './roles';

const CLIENT_FOLDER = join(REPOSITORY, 'src/lib/clients');

const read = (...path: string[]): string => readFileSync(join(REPOSITORY, ...path), 'utf8');

const clientFiles = (): string[] =>
  readdirSync(CLIENT_FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));

/** What files of src/lib/clients call of which service, and what they need for it; undefined where nobody knows. */
function callsOf(paths: readonly string[]): readonly {
  readonly path: string;
  readonly service: string;
  readonly needs: readonly Right[] | undefined;
}[] {
  return paths.flatMap((path) => {
    const text = readFileSync(join(CLIENT_FOLDER, path), 'utf8');
    return Object.entries(OPERATIONS).flatMap(([service, operations]) => {
      if (!new RegExp(`\\.(${operations.join('|')})(<[^(]*>)?\\(`).test(text)) return [];
      const known = NEEDS[service];
      return [{ path, service, needs: isRights(known) ? known : known?.[path] }];
    });
  });
}

const isRights = (needs: (typeof NEEDS)[string] | undefined): needs is readonly Right[] =>
  Array.isArray(needs);

describe('the calls of the app', () => {
  const files = clientFiles();

  it('each have a right that they need', () => {
    const without = callsOf(files).filter(({ needs }) => needs === undefined);
    expect(without).toEqual([]);
    // No client that the table names has gone.
    const named = Object.values(NEEDS).flatMap((needs) => (Array.isArray(needs) ? [] : Object.keys(needs)));
    expect(named.filter((path) => !callsOf(files).some((call) => call.path === path))).toEqual([]);
    expect(new Set(callsOf(files).map(({ service }) => service))).toEqual(new Set(Object.keys(NEEDS)));
  });

  it('over REST are those that the table of rights knows', () => {
    const found = files.filter((path) => {
      const text = readFileSync(join(CLIENT_FOLDER, path), 'utf8');
      return path !== 'rest-client.ts' && /from '[./]+\/rest-client'|from '[./]+\/power-bi-rest'/.test(text);
    });
    expect(found.sort()).toEqual(Object.keys(REST_CLIENTS).sort());
  });
});

describe('the table of roles', () => {
  let file: BicepFile;
  beforeAll(async () => {
    const found = fileAt(await readProject(), 'bicep/modules/roles.bicep');
    if (found === undefined) throw new Error('there is no bicep/modules/roles.bicep');
    file = found;
  });

  it('gives the app and its services what their calls need, and nothing besides', () => {
    for (const { because } of ELSEWHERE) expect(read(because[0])).toMatch(because[1]);
    const needed = [
      ...callsOf(clientFiles()).flatMap(({ needs }) => needs ?? []),
      ...Object.values(REST_CLIENTS).flat(),
      ...ELSEWHERE,
    ];
    expect(compareRights(needed, rightsIn(file))).toEqual([]);
  });

  it('lets the app do with runs of pipelines what it calls, and nothing besides', () => {
    const client = read('src/lib/clients/data-factory-client.ts');
    for (const call of Object.keys(FACTORY_ACTIONS)) expect(client).toContain(call);
    expect(actionsOf(file, 'Sluice pipeline runs')).toEqual(Object.values(FACTORY_ACTIONS).flat().sort());
  });

  it('becomes assignments, and no other module makes any', async () => {
    const project = await readProject();
    expect(checkAssignments(project)).toEqual([]);
    const assigning = project.files.filter(({ resources }) =>
      resources.some(({ type }) => type === 'Microsoft.Authorization/roleAssignments'),
    );
    expect(assigning.map(({ path }) => path)).toEqual(['bicep/modules/roles.bicep']);
  });
});

const SAMPLE = `var roleIds = { 'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' }
var rows = [
  { who: 'app', role: 'Storage Blob Data Owner', on: 'container', name: containers.bronze, why: 'leases' }
]
var onContainers = filter(rows, row => row.on == 'container')
resource roles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for row in onContainers: {
  name: guid(account.id, row.who, roleIds[row.role])
  scope: account
  properties: { principalType: 'ServicePrincipal' }
}]
`;

describe('the rules of roles', () => {
  const row = { who: 'app', role: 'Storage Blob Data Owner', on: 'container', name: 'bronze' };

  it('read rows wherever they stand', async () => {
    const { files } = await sampleProject({ 'a.bicep': SAMPLE });
    expect(files.flatMap(rightsIn)).toEqual([row]);
    expect(checkAssignments({ files, exists: () => true })).toEqual([]);
  });

  it('tell what is missing, what is given besides, and what twice', () => {
    const other = { ...row, name: 'gold' };
    expect(compareRights([row], [row])).toEqual([]);
    expect(compareRights([row, other], [row])).toEqual([
      'app: Storage Blob Data Owner on container gold: is missing',
    ]);
    expect(compareRights([row], [row, other])).toEqual([expect.stringContaining('gold: nothing needs it')]);
    expect(compareRights([row], [row, row])).toEqual([expect.stringContaining('bronze: is given twice')]);
  });

  it.each([
    ['b7e6dc6d', 'b7e6dc6e', 'Storage Blob Data Owner has another id'],
    ["role: 'Storage Blob Data Owner'", "role: 'Owner'", 'Owner has no id'],
    ["on: 'container'", "on: 'lake'", 'rows on lake are assigned nowhere'],
    ["principalType: 'ServicePrincipal'", '', 'must have a scope, a principal type'],
    ['guid(account.id, row.who, roleIds[row.role])', 'guid(row.why)', 'must have a scope, a principal type'],
    ["who: 'app', role", "whom: 'app', roles", 'assigns roles that are in no table'],
  ])('find that %j has become %j', async (before, after, fault) => {
    const project = await sampleProject({ 'a.bicep': SAMPLE.replace(before, after) });
    expect(checkAssignments(project)).toContainEqual(expect.stringContaining(fault));
  });

  it('read the actions of a role of our own', async () => {
    const { files } = await sampleProject({
      'a.bicep': `resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  properties: { roleName: 'Runs (\${x})', permissions: [{ actions: ['B/read', 'A/action'] }] }
}`,
    });
    expect(files.flatMap((file) => actionsOf(file, 'Runs'))).toEqual(['A/action', 'B/read']);
  });
});
