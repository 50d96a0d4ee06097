import { at, type Findings, ofType, type Resource, told } from '../../testing/fixtures/snapshots';

/** A right of a principal on a scope. */
export interface Right {
  readonly who: string;
  readonly role: string;
  /** Kind of resource, such as `container`. */
  readonly on: string;
  /** The resource of that kind; empty if there is only one. */
  readonly name: string;
}

/** Built-in roles (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
export const ROLE_IDS: Readonly<Record<string, string>> = {
  'Azure Event Hubs Data Receiver': 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde',
  'Azure Event Hubs Data Sender': '2b629674-e913-4c01-ae53-ef4638d8f975',
  'Key Vault Secrets Officer': 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb',
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  'Storage Blob Data Reader': '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
  'Storage Blob Delegator': 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a',
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
};

const ASSIGNMENT = 'Microsoft.Authorization/roleAssignments';
const DEFINITION = 'Microsoft.Authorization/roleDefinitions';

/** Owners of the system-assigned identities by type of resource. A user-assigned one has the owner in its name. */
const IDENTITIES: readonly (readonly [RegExp, string])[] = [
  [/userAssignedIdentities\/id-\w+-app'/, 'app'],
  [/userAssignedIdentities\/id-\w+-databricks'|Databricks\/accessConnectors\//, 'databricks'],
  [/userAssignedIdentities\/id-\w+-iot-hub'|Devices\/IotHubs\//, 'iotHub'],
  [/DataFactory\/factories\//, 'dataFactory'],
  [/Synapse\/workspaces\//, 'synapse'],
];

/** Principals that a shape names itself. */
const PRINCIPALS: Readonly<Record<string, string>> = {
  '00000000-0000-0000-0000-0000000000d1': 'deployer',
  '00000000-0000-0000-0000-0000000000e1': 'iotHub',
};

function whoOf(assignment: Resource): string {
  const principal = String(at(assignment, 'properties.principalId'));
  const job = /streamingjobs\/asa-\w+?-([\w-]+)'/.exec(principal)?.[1];
  if (job !== undefined) return `streamAnalytics ${job}`;
  return PRINCIPALS[principal] ?? IDENTITIES.find(([of]) => of.test(principal))?.[1] ?? principal;
}

/** Kinds of scopes by the end of their ids. */
const SCOPES: readonly (readonly [RegExp, string])[] = [
  [/\/storageAccounts\/sthost\w+$/, 'hostStorage'],
  [/\/storageAccounts\/stlake\w+$/, 'lake'],
  [/\/storageAccounts\/stlake\w+\/blobServices\/default\/containers\/(\w+)$/, 'container'],
  [/\/namespaces\/evhns-\w+-standby$/, 'standbyNamespace'],
  [/\/namespaces\/evhns-\w+$/, 'namespace'],
  [/\/namespaces\/evhns-\w+\/eventhubs\/(\w+)$/, 'hub'],
  [/\/vaults\/kv-\w+$/, 'keyVault'],
  [/\/components\/appi-\w+$/, 'applicationInsights'],
  [/\/factories\/adf-\w+$/, 'dataFactory'],
];

/** Returns the rights of a shape's assignments. */
export function rightsIn(resources: readonly Resource[]): readonly Right[] {
  const names = new Map(Object.entries(ROLE_IDS).map(([name, id]) => [id, name]));
  for (const role of ofType(resources, DEFINITION))
    names.set(role.name, String(at(role, 'properties.roleName')).replace(/ \(.*/, ''));
  return ofType(resources, ASSIGNMENT).map((assignment) => {
    const scope = assignment.id.slice(0, assignment.id.indexOf(`/providers/${ASSIGNMENT}/`));
    const kind = SCOPES.find(([ends]) => ends.test(scope));
    const id = String(at(assignment, 'properties.roleDefinitionId')).split('/').at(-1) ?? '';
    return {
      who: whoOf(assignment),
      role: names.get(id) ?? id,
      on: kind?.[1] ?? scope,
      name: kind?.[0].exec(scope)?.[1] ?? '',
    };
  });
}

/** The rights of each Stream Analytics job for its inputs and outputs. */
export function neededByJobs(resources: readonly Resource[]): readonly Right[] {
  return ofType(resources, 'Microsoft.StreamAnalytics/streamingjobs').flatMap((job) => {
    const who = `streamAnalytics ${/^asa-\w+?-(.+)$/.exec(job.name)?.[1] ?? job.name}`;
    const all = (path: string, property: string): string[] => {
      const sources = at(job, path) as readonly unknown[];
      return sources.map((one) => String(at(one, `properties.datasource.properties.${property}`)));
    };
    return [
      ...all('properties.inputs', 'eventHubName').map((name) => ({
        who,
        role: 'Azure Event Hubs Data Receiver',
        on: 'hub',
        name,
      })),
      ...[...new Set(all('properties.outputs', 'container'))].map((name) => ({
        who,
        role: 'Storage Blob Data Contributor',
        on: 'container',
        name,
      })),
    ];
  });
}

export const wordsOf = ({ who, role, on, name }: Right): string =>
  `${who}: ${role} on ${on}${name === '' ? '' : ` ${name}`}`;

/** Checks that no right is missing and that every right is needed. */
export function compareRights(needed: readonly Right[], given: readonly Right[]): Findings {
  const need = new Set(needed.map(wordsOf));
  const give = given.map(wordsOf);
  return [
    ...[...need].filter((words) => !give.includes(words)).map((words) => `${words}: is missing`),
    ...give.filter((words) => !need.has(words)).map((words) => `${words}: nothing needs it`),
    ...give.filter((words, index) => give.indexOf(words) < index).map((words) => `${words}: is given twice`),
  ];
}

/** Checks that each assignment has the type of its principal and a description. */
export function checkAssignments(resources: readonly Resource[], deployerType: string): Findings {
  return ofType(resources, ASSIGNMENT).flatMap((assignment) => {
    const wanted = whoOf(assignment) === 'deployer' ? deployerType : 'ServicePrincipal';
    const type = at(assignment, 'properties.principalType');
    const why = at(assignment, 'properties.description');
    return [
      ...(type === wanted
        ? []
        : [`${told(assignment)}: its principal is a ${String(type)}, not a ${wanted}`]),
      ...(typeof why === 'string' && why !== ''
        ? []
        : [`${told(assignment)}: has no description of its purpose`]),
    ];
  });
}

/** Returns the actions of our custom role with this prefix. */
export function actionsOf(resources: readonly Resource[], role: string): readonly string[] {
  const definition = ofType(resources, DEFINITION).find((one) =>
    String(at(one, 'properties.roleName')).startsWith(role),
  );
  const permissions = (at(definition, 'properties.permissions') ?? []) as readonly unknown[];
  return permissions.flatMap((one) => at(one, 'actions') as readonly string[]).sort();
}
