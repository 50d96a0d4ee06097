import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ELSEWHERE, FACTORY_ACTIONS, NEEDS, OPERATIONS, REST_CLIENTS } from './needed-rights';
import { changed, COMPLETE, ofType, REPOSITORY, resourcesOf, SHAPES } from '../../testing/fixtures/snapshots';
import {
  actionsOf,
  checkAssignments,
  compareRights,
  neededByJobs,
  type Right,
  rightsIn,
  ROLE_IDS,
} from './roles';

const LIBRARY = join(REPOSITORY, 'src/lib');

/** Imports of a file that call a service, of the SDKs or of the platform. */
const ADAPTER =
  /from '(@azure\/(?!functions|identity)[a-z-]+|[./\w-]+\/(table-access|attempt-table|lake-file-system|rest-client|power-bi-rest|key-vault-client))'/;

const read = (...path: string[]): string => readFileSync(join(REPOSITORY, ...path), 'utf8');

const clientFiles = (): string[] =>
  readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && ADAPTER.test(readFileSync(join(LIBRARY, path), 'utf8')))
    .sort();

/** Calls of adapters in src/lib by service, with the rights for them; undefined if unknown. */
function callsOf(paths: readonly string[]): readonly {
  readonly path: string;
  readonly service: string;
  readonly needs: readonly Right[] | undefined;
}[] {
  return paths.flatMap((path) => {
    const text = readFileSync(join(LIBRARY, path), 'utf8');
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

  it('have all rights that they need', () => {
    const without = callsOf(files).filter(({ needs }) => needs === undefined);
    expect(without).toEqual([]);
    // Every client of the table still exists.
    const named = Object.values(NEEDS).flatMap((needs) => (Array.isArray(needs) ? [] : Object.keys(needs)));
    expect(named.filter((path) => !callsOf(files).some((call) => call.path === path))).toEqual([]);
    expect(new Set(callsOf(files).map(({ service }) => service))).toEqual(new Set(Object.keys(NEEDS)));
  });

  it('over REST are those of the table of rights', () => {
    const found = files.filter((path) => {
      const text = readFileSync(join(LIBRARY, path), 'utf8');
      return (
        path !== 'platform/azure/rest-client.ts' && /from '[./\w-]+\/(rest-client|power-bi-rest)'/.test(text)
      );
    });
    expect(found.sort()).toEqual(Object.keys(REST_CLIENTS).sort());
  });
});

describe('the roles of a deployment', () => {
  const needed = [
    ...callsOf(clientFiles()).flatMap(({ needs }) => needs ?? []),
    ...Object.values(REST_CLIENTS).flat(),
    ...ELSEWHERE,
  ];

  it.each(COMPLETE)('give the app and its services exactly the rights for their calls: %s', (shape) => {
    for (const { because } of ELSEWHERE) expect(read(because[0])).toMatch(because[1]);
    const resources = resourcesOf(shape);
    const jobs = neededByJobs(resources);
    expect(jobs.length).toBeGreaterThan(10);
    expect(compareRights([...needed, ...jobs], rightsIn(resources))).toEqual([]);
  });

  it.each([
    ['default', ['synapse', 'iotHub'], ['standbyNamespace']],
    ['second-region', ['synapse', 'iotHub'], []],
    ['iot-hub-second-phase', ['synapse'], ['standbyNamespace']],
    ['lean', ['databricks', 'dataFactory', 'synapse', 'iotHub'], ['standbyNamespace', 'dataFactory']],
  ] as const)('leave out parts that are not deployed: %s', (shape, nobody, nowhere) => {
    const wanted = needed.filter(
      ({ who, on }) =>
        !(nobody as readonly string[]).includes(who) && !(nowhere as readonly string[]).includes(on),
    );
    expect(compareRights(wanted, rightsIn(resourcesOf(shape)))).toEqual([]);
  });

  it('give the app exactly the actions on runs of pipelines that it calls', () => {
    const client = read('src/lib/refresh/clients/data-factory-client.ts');
    for (const call of Object.keys(FACTORY_ACTIONS)) expect(client).toContain(call);
    expect(actionsOf(resourcesOf('default'), 'Sluice pipeline runs')).toEqual(
      Object.values(FACTORY_ACTIONS).flat().sort(),
    );
  });

  it.each(COMPLETE)('use each built-in role of Bicep with its id: %s', (shape) => {
    const named = [...read('bicep/modules/roles.bicep').matchAll(/^ {2}'([^']+)': '([\da-f-]{36})'$/gm)];
    expect(Object.fromEntries(named.map(([, name, id]) => [name, id]))).toEqual(ROLE_IDS);
    const used = new Set(rightsIn(resourcesOf(shape)).map(({ role }) => role));
    expect(used).toEqual(new Set([...Object.keys(ROLE_IDS), 'Sluice pipeline runs']));
  });

  it.each(SHAPES)('name their principal and their purpose: %s', (shape) => {
    const deployerType = shape === 'longest-name' ? 'ServicePrincipal' : 'User';
    expect(checkAssignments(resourcesOf(shape), deployerType)).toEqual([]);
  });

  it('have names that a later deployment keeps, whatever the object ids of identities', () => {
    const bicep = read('bicep/modules/roles.bicep');
    const made = [...bicep.matchAll(/^ +name: guid\((.*)\)$/gm)].map(([, from = '']) => from);
    // One for each kind of scope, and our custom role.
    expect(made).toHaveLength(10);
    expect(made.filter((from) => /principalIds/i.test(from))).toEqual([]);
  });
});

describe('the checks of roles', () => {
  const row = { who: 'app', role: 'Storage Blob Data Owner', on: 'container', name: 'bronze' };

  it('report missing, unneeded and duplicate assignments', () => {
    const other = { ...row, name: 'gold' };
    expect(compareRights([row], [row])).toEqual([]);
    expect(compareRights([row, other], [row])).toEqual([
      'app: Storage Blob Data Owner on container gold: is missing',
    ]);
    expect(compareRights([row], [row, other])).toEqual([expect.stringContaining('gold: nothing needs it')]);
    expect(compareRights([row], [row, row])).toEqual([expect.stringContaining('bronze: is given twice')]);
  });

  it.each([
    [{ principalType: undefined }, 'its principal is a undefined, not a ServicePrincipal'],
    [{ principalType: 'User' }, 'its principal is a User, not a ServicePrincipal'],
    [{ description: '' }, 'has no description of its purpose'],
  ])('find the assignment with %j', (properties, fault) => {
    const [first] = ofType(resourcesOf('default'), 'Microsoft.Authorization/roleAssignments');
    if (first === undefined) throw new Error('the snapshot has no role assignment');
    expect(checkAssignments([changed(first, {}, properties)], 'User')).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  it('show an unknown principal, role and scope unchanged', () => {
    const [first] = ofType(resourcesOf('default'), 'Microsoft.Authorization/roleAssignments');
    if (first === undefined) throw new Error('the snapshot has no role assignment');
    const id = '/subscriptions/1/providers/Microsoft.Authorization/roleAssignments/2';
    const unknown = changed(first, { id }, { principalId: 'p', roleDefinitionId: '/x/Owner' });
    expect(rightsIn([unknown])).toEqual([{ who: 'p', role: 'Owner', on: '/subscriptions/1', name: '' }]);
  });
});
