import { type BicepFile, type Resource } from '../../helpers/bicep';
import { asText, Expression, isObject, type Value } from '../../helpers/bicep-value';
import { type BicepProject, resolvePath } from './project';
import { type Findings } from './structure';

interface Limit {
  readonly shortest: number;
  readonly longest: number;
  readonly pattern?: RegExp;
}

const limit = (shortest: number, longest: number, pattern?: RegExp): Limit => ({
  shortest,
  longest,
  ...(pattern !== undefined && { pattern }),
});

const WORDS = /^[a-z0-9]([\w-]*[a-z0-9])?$/i;
const HYPHENS = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;
const GUID = limit(36, 36, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);

/**
 * What a name of each type may be like
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules, and lengths and patterns of
 * https://learn.microsoft.com/azure/templates).
 */
const LIMITS: Readonly<Record<string, Limit>> = {
  'Microsoft.Authorization/roleAssignments': GUID,
  'Microsoft.Authorization/roleDefinitions': GUID,
  'Microsoft.DataFactory/factories': limit(3, 63, HYPHENS),
  'Microsoft.DataFactory/factories/datasets': limit(1, 260, /^[\w][^<>*#.%&:\\+?/-]*$/),
  'Microsoft.DataFactory/factories/integrationRuntimes': limit(3, 63, /^[a-z0-9]+(-[a-z0-9]+)*$/i),
  'Microsoft.DataFactory/factories/linkedservices': limit(1, 260, /^[\w][^<>*#.%&:\\+?/-]*$/),
  'Microsoft.DataFactory/factories/managedVirtualNetworks': limit(1, 127, /^\w([\w-]*\w)?$/),
  'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints': limit(
    1,
    127,
    /^\w([\w-]*\w)?$/,
  ),
  'Microsoft.DataFactory/factories/pipelines': limit(1, 260, /^[\w][^<>*#.%&:\\+?/]*$/),
  'Microsoft.Databricks/accessConnectors': limit(3, 64, WORDS),
  'Microsoft.Databricks/workspaces': limit(3, 64, WORDS),
  'Microsoft.Devices/IotHubs': limit(3, 50, HYPHENS),
  'Microsoft.EventHub/namespaces': limit(6, 50, /^[a-z][a-z0-9-]*[a-z0-9]$/i),
  'Microsoft.EventHub/namespaces/eventhubs': limit(1, 256, /^[a-z0-9]([\w.-]*[a-z0-9])?$/i),
  'Microsoft.EventHub/namespaces/eventhubs/consumergroups': limit(1, 50, /^[a-z0-9]([\w.-]*[a-z0-9])?$/i),
  'Microsoft.EventHub/namespaces/networkRuleSets': limit(7, 7, /^default$/),
  'Microsoft.Insights/actionGroups': limit(1, 260, /^[^:<>+/&%\\?|]*[^:<>+/&%\\?| .]$/),
  'Microsoft.Insights/components': limit(1, 260, /^[^%&\\?/]*[^%&\\?/ .]$/),
  'Microsoft.Insights/diagnosticSettings': limit(1, 260, WORDS),
  'Microsoft.Insights/metricAlerts': limit(1, 260, /^[^*#&+:<>?@%{}\\/]*[^*#&+:<>?@%{}\\/ .]$/),
  'Microsoft.Insights/scheduledQueryRules': limit(1, 260, /^[^*<>%{}&:\\?/#]*[^*<>%{}&:\\?/# .]$/),
  'Microsoft.Insights/workbooks': GUID,
  'Microsoft.Portal/dashboards': GUID,
  'Microsoft.KeyVault/vaults': limit(3, 24, /^[a-z](-?[a-z0-9])*$/i),
  'Microsoft.ManagedIdentity/userAssignedIdentities': limit(3, 128, WORDS),
  'Microsoft.Network/natGateways': limit(1, 80, /^[a-z0-9]([\w.-]*\w)?$/i),
  'Microsoft.Network/networkSecurityGroups': limit(1, 80, /^[a-z0-9]([\w.-]*\w)?$/i),
  'Microsoft.Network/publicIPAddresses': limit(1, 80, /^[a-z0-9]([\w.-]*\w)?$/i),
  'Microsoft.Network/virtualNetworks': limit(2, 64, /^[a-z0-9][\w.-]*\w$/i),
  'Microsoft.OperationalInsights/workspaces': limit(4, 63, HYPHENS),
  'Microsoft.Resources/resourceGroups': limit(1, 90, /^[\w().-]*[\w()-]$/),
  'Microsoft.Storage/storageAccounts': limit(3, 24, /^[a-z0-9]+$/),
  'Microsoft.Storage/storageAccounts/blobServices/containers': limit(3, 63, /^[a-z0-9](-?[a-z0-9])*$/),
  'Microsoft.Storage/storageAccounts/tableServices/tables': limit(3, 63, /^[a-z][a-z0-9]*$/i),
  'Microsoft.StreamAnalytics/streamingjobs': limit(3, 63, WORDS),
  'Microsoft.Synapse/workspaces': limit(1, 50, /^[a-z0-9](-?[a-z0-9])*$/),
  'Microsoft.Synapse/workspaces/sqlPools': limit(1, 60, /^[^<>*%&:\\/?@-]*[^<>*%&:\\/?@. -]$/),
  'Microsoft.Web/serverfarms': limit(1, 60, HYPHENS),
  'Microsoft.Web/sites': limit(2, 60, HYPHENS),
};

/** A module is a deployment of its name. */
const DEPLOYMENT = limit(1, 64, /^[\w.()-]+$/);

/** Types with one name, of which the compiler knows it. */
const SINGLES =
  /\/((blob|queue|table)Services|managementPolicies|transparentDataEncryption|config|dedicatedSQL\w+|basicPublishingCredentialsPolicies)$/;

/** Types that are named after a resource that exists elsewhere, or by a person. */
const ELSEWHERE = /\/(privateDnsZones|privateEndpoints|firewallRules)(\/\w+)?$/;

/** Texts that a value may be; undefined where that cannot be told from the files. */
type Texts = readonly string[] | undefined;

/** A value, in the file whose names it is written with. */
interface Placed {
  readonly file: BicepFile;
  readonly value: Value;
}

type Items = Readonly<Record<string, Placed>>;

/**
 * Names that are too long, too short or have a character that does not belong there, for what parameters allow. `samples` are texts
 * of the main file's parameters, the worst that they let pass; `untold` are the resources whose names come out of a computation.
 */
export function checkResourceNames(
  project: BicepProject,
  samples: Readonly<Record<string, readonly string[]>>,
  untold: readonly string[] = [],
): Findings {
  const reader = new Names(project, samples);
  return project.files.flatMap((file) => [
    ...file.resources
      .filter(
        ({ existing, type, name }) =>
          !existing && !SINGLES.test(type) && !ELSEWHERE.test(type) && !untold.includes(name),
      )
      .flatMap((resource) => {
        const told = `${file.path}:${resource.line}: ${resource.name}`;
        const allowed = LIMITS[resource.type];
        if (allowed === undefined) return [`${told}: nobody knows what a ${resource.type} may be called`];
        return judge(told, allowed, reader.namesOf(file, resource));
      }),
    ...file.modules.flatMap(({ name, line, body }) =>
      judge(
        `${file.path}:${line}: ${name}`,
        DEPLOYMENT,
        reader.textsOf({ file, value: body['name'] ?? null }),
      ),
    ),
  ]);
}

function judge(told: string, { shortest, longest, pattern }: Limit, names: Texts): Findings {
  if (names === undefined || names.length === 0) return [`${told}: its name cannot be told`];
  return names.flatMap((name) => [
    ...(name.length < shortest ? [`${told}: "${name}" is shorter than ${shortest}`] : []),
    ...(name.length > longest ? [`${told}: "${name}" is longer than ${longest}`] : []),
    ...(pattern?.test(name) === false
      ? [`${told}: "${name}" has a character that does not belong there`]
      : []),
  ]);
}

/** Reads names through variables, parameters of modules, loops and JSON files. */
class Names {
  constructor(
    private readonly project: BicepProject,
    private readonly samples: Readonly<Record<string, readonly string[]>>,
  ) {}

  namesOf(file: BicepFile, { body, over, item }: Resource): Texts {
    const value = body['name'] ?? null;
    if (over === undefined) return this.textsOf({ file, value });
    const items = this.itemsOf({ file, value: over });
    // A GUID is one, whatever it is made of.
    if (items === undefined || item === undefined) return this.textsOf({ file, value });
    return all(items.map((each) => this.textsOf({ file, value }, { [item]: each })));
  }

  textsOf({ file, value }: Placed, items: Items = {}): Texts {
    const texts = (part: Value | undefined): Texts => this.textsOf({ file, value: part ?? null }, items);
    if (value === null) return [];
    if (!(value instanceof Expression)) return typeof value === 'object' ? undefined : [String(value)];
    const { kind, name, parts, text } = value;
    if (kind === 'template') return fill(text, parts.map(texts));
    if (kind === 'ternary') return all([texts(parts[1]), texts(parts[2])]);
    if (kind === 'operator' && name === '??') return all([texts(parts[0]), texts(parts[1])]);
    if (kind === 'call' && name === 'toLower') return texts(parts[0])?.map((one) => one.toLowerCase());
    if (kind === 'call' && name === 'uniqueString') return ['abcdefghijk27'];
    if (kind === 'call' && name === 'guid') return ['01234567-89ab-cdef-0123-456789abcdef'];
    if (kind === 'name' && isSampled(file, name)) {
      const sample = this.samples[name];
      if (sample !== undefined) return sample;
    }
    const found = this.lookUp({ file, value }, items);
    return found && all(found.map((each) => this.textsOf(each)));
  }

  /** What a name or a property stands for; of a parameter, what each module is given. */
  private lookUp({ file, value }: Placed, items: Items): readonly Placed[] | undefined {
    if (!(value instanceof Expression)) return [{ file, value }];
    const { kind, name, parts } = value;
    if (kind === 'name') return this.lookUpName(file, name, items);
    if (kind === 'call' && name === 'loadJsonContent') {
      const text = this.project.read?.(resolvePath(file, asText(parts[0])));
      return text === undefined ? undefined : [{ file, value: JSON.parse(text) as Value }];
    }
    if (kind !== 'member') return undefined;
    const owners = this.lookUp({ file, value: parts[0] ?? null }, items);
    const members = owners?.map((owner) =>
      owner.value instanceof Expression ? this.lookUp(owner, {}) : [owner],
    );
    return (members && lists(members))?.flatMap((owner) =>
      isObject(owner.value) ? [{ file: owner.file, value: owner.value[name] ?? null }] : [],
    );
  }

  private lookUpName(file: BicepFile, name: string, items: Items): readonly Placed[] | undefined {
    const item = items[name];
    if (item !== undefined) return [item];
    const variable = file.variables.find((one) => one.name === name);
    if (variable !== undefined) return [{ file, value: variable.value }];
    const parameter = file.parameters.find((one) => one.name === name);
    if (parameter === undefined) return undefined;
    const given = this.callersOf(file).flatMap(([caller, params]) => {
      const value = params[name] ?? parameter.default;
      return value === undefined ? [] : [{ file: params[name] === undefined ? file : caller, value }];
    });
    if (given.length > 0) return given;
    return parameter.default === undefined ? undefined : [{ file, value: parameter.default }];
  }

  private callersOf(file: BicepFile): (readonly [BicepFile, Readonly<Record<string, Value>>])[] {
    return this.project.files.flatMap((caller) =>
      caller.modules
        .filter(({ path }) => resolvePath(caller, path) === file.path)
        .map(({ params }) => [caller, params] as const),
    );
  }

  /** What a loop runs over, item by item. */
  private itemsOf({ file, value }: Placed): readonly Placed[] | undefined {
    if (Array.isArray(value)) return value.map((item: Value) => ({ file, value: item }));
    if (!(value instanceof Expression)) return undefined;
    const { kind, name, parts } = value;
    if (kind === 'ternary') return lists(parts.slice(1).map((part) => this.itemsOf({ file, value: part })));
    if (kind === 'call' && name === 'concat')
      return lists(parts.map((part) => this.itemsOf({ file, value: part })));
    if (kind === 'call' && name === 'map' && isValues(parts)) return this.valuesOf(file, parts[0]);
    const found = this.lookUp({ file, value }, {});
    return found && lists(found.map((each) => this.itemsOf(each)));
  }

  /** Of `map(items(object), item => item.value)`. */
  private valuesOf(file: BicepFile, items: Value | undefined): readonly Placed[] | undefined {
    const object = items instanceof Expression ? items.parts[0] : undefined;
    const found = this.lookUp({ file, value: object ?? null }, {});
    return found?.flatMap((each) =>
      isObject(each.value) ? Object.values(each.value).map((value) => ({ file: each.file, value })) : [],
    );
  }
}

const isSampled = (file: BicepFile, name: string): boolean =>
  file.targetScope === 'subscription' && file.parameters.some((parameter) => parameter.name === name);

/** Of `map(items(object), item => item.value)`. */
function isValues([items, lambda]: readonly Value[]): boolean {
  if (!(items instanceof Expression) || items.name !== 'items' || !(lambda instanceof Expression))
    return false;
  const last = lambda.parts.at(-1);
  return last instanceof Expression && last.kind === 'member' && last.name === 'value';
}

function all(texts: readonly Texts[]): Texts {
  if (texts.includes(undefined)) return undefined;
  return [...new Set(texts.flatMap((some) => some ?? []))];
}

function lists(items: readonly (readonly Placed[] | undefined)[]): readonly Placed[] | undefined {
  return items.includes(undefined) ? undefined : items.flatMap((some) => some ?? []);
}

/** A text with each of its braces filled with each text that may stand there. */
function fill(text: string, parts: readonly Texts[]): Texts {
  const between = text.slice(1, -1).split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/);
  return parts.reduce<Texts>(
    (made, part, index) =>
      made &&
      part?.flatMap((filling) => made.map((begin) => `${begin}${filling}${between[index + 1] ?? ''}`)),
    [between[0] ?? ''],
  );
}
