import { type BicepFile } from '../../helpers/bicep';
import {
  asText,
  at,
  Expression,
  expressionsIn,
  isObject,
  type ObjectValue,
  walk,
} from '../../helpers/bicep-value';
import { type BicepProject } from './project';
import { type Findings } from './structure';

/** Who may do what on what. */
export interface Right {
  readonly who: string;
  readonly role: string;
  /** Kind of resource, as `container`. */
  readonly on: string;
  /** Which of its kind; `*` for each of them; empty where there is one. */
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

/** The rows of a table of roles, wherever in its variables they stand. */
export function rightsIn(file: BicepFile): readonly Right[] {
  return file.variables
    .flatMap(({ value }) => [...walk(value)])
    .filter((value): value is ObjectValue => isObject(value) && 'who' in value && 'role' in value)
    .map(({ who, role, on, name }) => ({
      ...{ who: asText(who), role: asText(role), on: asText(on) },
      name: name instanceof Expression ? toName(name) : asText(name),
    }));
}

/** `containers.bronze` is `bronze`, `iotHubName` is `iot`, and the variable of a loop is each. */
function toName({ kind, name }: Expression): string {
  if (kind === 'member') return name;
  return /^(\w+)HubName$/.exec(name)?.[1] ?? '*';
}

export const wordsOf = ({ who, role, on, name }: Right): string =>
  `${who}: ${role} on ${on}${name === '' ? '' : ` ${name}`}`;

/** Nothing that is needed is missing, and nothing is given besides. */
export function compareRights(needed: readonly Right[], given: readonly Right[]): Findings {
  const need = new Set(needed.map(wordsOf));
  const give = given.map(wordsOf);
  return [
    ...[...need].filter((words) => !give.includes(words)).map((words) => `${words}: is missing`),
    ...give.filter((words) => !need.has(words)).map((words) => `${words}: nothing needs it`),
    ...give.filter((words, index) => give.indexOf(words) < index).map((words) => `${words}: is given twice`),
  ];
}

/** Ids are those of the roles, each kind of resource has its assignments, and each assignment is well made. */
export function checkAssignments(project: BicepProject): Findings {
  return project.files.flatMap((file) => {
    const assignments = file.resources.filter(
      ({ type }) => type === 'Microsoft.Authorization/roleAssignments',
    );
    if (assignments.length === 0) return [];
    const rows = rightsIn(file);
    if (rows.length === 0) return [`${file.path}: assigns roles that are in no table`];
    const ids = file.variables.find(({ name }) => name === 'roleIds')?.value;
    const roles = isObject(ids) ? ids : {};
    const custom = file.resources
      .filter(({ type }) => type === 'Microsoft.Authorization/roleDefinitions')
      .map(({ body }) => asText(at(body, 'properties.roleName')));
    const used = new Set(rows.map(({ role }) => role));
    const kinds = new Set(
      file.variables
        .flatMap(({ value }) => expressionsIn(value))
        .filter(
          ({ kind, name, parts }) => kind === 'operator' && name === '==' && asText(parts[0]).endsWith('.on'),
        )
        .map(({ parts }) => asText(parts[1])),
    );
    return [
      ...Object.entries(roles)
        .filter(([name, id]) => ROLE_IDS[name] !== id)
        .map(([name]) => `${file.path}: ${name} has another id`),
      ...Object.keys(roles)
        .filter((name) => !used.has(name))
        .map((name) => `${file.path}: ${name} is given to nobody`),
      ...[...used]
        .filter((name) => !(name in roles) && !custom.some((text) => text.includes(name)))
        .map((name) => `${file.path}: ${name} has no id`),
      ...[...new Set(rows.map(({ on }) => on))]
        .filter((kind) => !kinds.has(kind))
        .map((kind) => `${file.path}: rows on ${kind} are assigned nowhere`),
      ...assignments.flatMap(({ name, line, body }) => {
        const made = asText(body['name']);
        const good =
          /^guid\(.+\.id, .+, .+\)$/s.test(made) && at(body, 'properties.principalType') !== undefined;
        return good && body['scope'] !== undefined
          ? []
          : [
              `${file.path}:${line}: ${name} must have a scope, a principal type, and a name guid(scope, principal, role)`,
            ];
      }),
    ];
  });
}

/** Actions of the role of a name, of our own. */
export function actionsOf(file: BicepFile, role: string): readonly string[] {
  const definition = file.resources.find(
    ({ type, body }) =>
      type === 'Microsoft.Authorization/roleDefinitions' &&
      asText(at(body, 'properties.roleName')).includes(role),
  );
  const permissions = at(definition?.body, 'properties.permissions');
  return [...walk(permissions ?? null)].filter((value) => typeof value === 'string').sort();
}
