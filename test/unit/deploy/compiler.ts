import { type BicepFile, type Resource } from '../../helpers/bicep';
import { asText, Expression, expressionsIn, type Value } from '../../helpers/bicep-value';
import {
  type Deployed,
  deployedOf,
  isModule,
  reach,
  type Reading,
  readingAt,
  symbolOf,
  where,
} from './deployed';
import { type BicepProject } from './project';
import { type Findings, valuesOf } from './structure';

// What the Bicep compiler or Azure Resource Manager refuses, and what can be told from the files alone:
// https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-core-diagnostics

/** Of a resource, besides its name: Resource Manager puts the request together of these before it sends any. */
const KNOWN_AT_START = ['name', 'location', 'kind', 'sku', 'identity', 'tags', 'zones', 'plan', 'managedBy'];

/**
 * Names, conditions and what loops run over are known when the deployment starts: they read no output of a module and nothing that
 * a service answers (BCP120, BCP177, BCP178, BCP182).
 */
export function checkStart(project: BicepProject): Findings {
  return project.files.flatMap((file) => {
    const told = (place: string, value: Value | undefined): Findings =>
      value === undefined
        ? []
        : [...reach(file, value)]
            .filter(
              (part) =>
                readingAt(file, part) !== undefined ||
                (part.kind === 'call' && /^(reference|list[A-Z]\w*)$/.test(part.name)),
            )
            .map(({ text }) => `${place} reads ${text}, which is not known at the start`);
    const bodies = deployedOf(file).flatMap((deployed) => {
      const places = isModule(deployed) ? ['name', 'scope'] : deployed.existing ? [] : KNOWN_AT_START;
      return [
        ...places.flatMap((place) => told(`${where(file, deployed)}: ${place}`, deployed.body[place])),
        ...told(`${where(file, deployed)}: condition`, deployed.condition),
        ...told(`${where(file, deployed)}: loop`, deployed.over),
      ];
    });
    const loops = valuesOf(file)
      .flatMap(expressionsIn)
      .filter(({ kind }) => kind === 'for')
      .flatMap(({ line, parts }) => told(`${file.path}:${line}: loop`, parts[0]));
    return [...bodies, ...loops];
  });
}

type Facts = ReadonlySet<string>;

const NONE: Facts = new Set();

const join = (...facts: readonly Facts[]): Facts => new Set(facts.flatMap((some) => [...some]));

const spaceless = (text: string): string => text.replaceAll(/\s+/g, '');

/** What is certain where a condition holds, or where it does not. */
function factsOf(condition: Value | undefined, holds = true): Facts {
  if (condition === undefined) return NONE;
  if (!(condition instanceof Expression)) return new Set([`${holds ? '' : '!'}${asText(condition)}`]);
  const { kind, name, parts, text } = condition;
  const [left = null, right = null] = parts;
  if (kind === 'operator' && name === '!') return factsOf(left, !holds);
  if (kind === 'operator' && name === (holds ? '&&' : '||'))
    return join(factsOf(left, holds), factsOf(right, holds));
  if (kind === 'operator' && (name === '==' || name === '!='))
    return new Set([spaceless(`${holds === (name === '==') ? '' : '!'}${asText(left)}==${asText(right)}`)]);
  return new Set([spaceless(`${holds ? '' : '!'}${text}`)]);
}

const missing = (facts: Facts, wanted: Facts): boolean => [...wanted].some((fact) => !facts.has(fact));

/**
 * What a condition may leave out is read where the condition holds, and with `!` or `.?`, which is how the compiler is told so
 * (BCP318). Nothing lies under what may be missing.
 */
export function checkConditions(project: BicepProject): Findings {
  return project.files.flatMap((file) => [
    ...file.variables.flatMap(({ value }) => readUnsafely(file, value, NONE)),
    ...file.outputs.flatMap(({ value }) => readUnsafely(file, value, NONE)),
    ...deployedOf(file).flatMap((deployed) => {
      const facts = factsOf(deployed.condition);
      const under = isModule(deployed)
        ? []
        : [deployed.body['parent'], deployed.body['scope']].flatMap((value) => symbolOf(file, value) ?? []);
      return [
        ...readUnsafely(file, deployed.body, facts),
        ...under
          .filter((of) => !isExisting(of) && missing(facts, factsOf(of.condition)))
          .map(({ name }) => `${where(file, deployed)} is there without ${name}`),
      ];
    }),
  ]);
}

const isExisting = (deployed: Deployed): boolean => !isModule(deployed) && deployed.existing;

function readUnsafely(file: BicepFile, value: Value, facts: Facts): Findings {
  const inner = (part: Value | undefined, more: Facts = NONE): Findings =>
    part === undefined ? [] : readUnsafely(file, part, join(facts, more));
  if (!(value instanceof Expression)) {
    const parts = typeof value === 'object' && value !== null ? Object.values(value as object) : [];
    return parts.flatMap((part: Value) => inner(part));
  }
  const { kind, name, parts } = value;
  const [first, second, third] = parts;
  if (kind === 'ternary')
    return [inner(first), inner(second, factsOf(first)), inner(third, factsOf(first, false))].flat();
  if (kind === 'operator' && (name === '&&' || name === '||'))
    return [inner(first), inner(second, factsOf(first, name === '&&'))].flat();
  const reading = readingAt(file, value);
  return [
    ...(reading === undefined ? [] : judge(file, reading, facts)),
    ...parts.flatMap((part) => inner(part)),
  ];
}

function judge(file: BicepFile, { expression, of }: Reading, facts: Facts): Findings {
  const wanted = factsOf(of.condition);
  const told = `${file.path}:${expression.line}: ${expression.text}`;
  const [mark = ''] = new RegExp(`[!?.]+(?=${expression.name}$)`).exec(spaceless(expression.text)) ?? [];
  if (wanted.size === 0 || mark === '.?') return [];
  return [
    ...(mark === '!.' ? [] : [`${told}: ${of.name} may be missing, so "!" belongs before the dot`]),
    ...(missing(facts, wanted) ? [`${told}: is read where ${of.name} may be missing`] : []),
  ];
}

/** Types whose resources may be scoped to another one. */
const EXTENSIONS = new Set([
  'Microsoft.Authorization/locks',
  'Microsoft.Authorization/roleAssignments',
  'Microsoft.Insights/diagnosticSettings',
]);

/** Types that a subscription holds itself. */
const OF_SUBSCRIPTIONS =
  /^Microsoft\.(Authorization\/(roleDefinitions|roleAssignments|policy\w+)|Resources\/(resourceGroups|tags)|Consumption\/budgets|Insights\/diagnosticSettings)$/;

/**
 * Everything lies where its file deploys to: resources of a group come out of modules of that group, what extends a resource names
 * it, and nobody asks for the group where there is none (BCP134, BCP135, BCP139).
 */
export function checkScopes(project: BicepProject): Findings {
  return project.files.flatMap((file) => {
    const inSubscription = file.targetScope === 'subscription';
    const resources = file.resources.filter(({ existing }) => !existing);
    return [
      ...resources.flatMap((resource) => {
        const { scope } = resource.body;
        const told = where(file, resource);
        if (OF_SUBSCRIPTIONS.test(resource.type) !== inSubscription && !extendsResource(resource))
          return [`${told}: ${resource.type} is not of a ${file.targetScope}`];
        if (!EXTENSIONS.has(resource.type))
          return scope === undefined ? [] : [`${told}: ${resource.type} extends nothing and has a scope`];
        const target = symbolOf(file, scope);
        return target === undefined || isModule(target)
          ? [`${told}: its scope is no resource of this file`]
          : [];
      }),
      ...file.modules
        .filter(({ body }) => inSubscription && !isGroup(file, body['scope']))
        .map((module) => `${where(file, module)}: its scope is no resource group`),
      ...(inSubscription
        ? valuesOf(file)
            .flatMap(expressionsIn)
            .filter(
              ({ kind, name, parts }) => kind === 'call' && name === 'resourceGroup' && parts.length === 0,
            )
            .map(({ line }) => `${file.path}:${line}: a subscription has no resourceGroup()`)
        : []),
    ];
  });
}

const extendsResource = ({ type }: Resource): boolean =>
  EXTENSIONS.has(type) || type === 'Microsoft.Authorization/roleDefinitions';

function isGroup(file: BicepFile, scope: Value | undefined): boolean {
  const target = symbolOf(file, scope);
  if (target !== undefined) return !isModule(target) && target.type === 'Microsoft.Resources/resourceGroups';
  return scope instanceof Expression && scope.kind === 'call' && scope.name === 'resourceGroup';
}

/** A child names its parent, whose type is the rest of its own, and only itself in its name (BCP036, BCP169, BCP170). */
export function checkParents(project: BicepProject): Findings {
  return project.files.flatMap((file) =>
    file.resources.flatMap((resource) => {
      const told = where(file, resource);
      const wanted = resource.type.split('/').slice(0, -1).join('/');
      if (!wanted.includes('/'))
        return resource.parent === undefined ? [] : [`${told}: ${resource.type} has no parent`];
      const given = resource.body['parent'];
      const parent =
        given === undefined
          ? file.resources.find(({ name }) => name === resource.parent)
          : symbolOf(file, given);
      if (parent === undefined || isModule(parent)) return [`${told}: names no parent of this file`];
      return [
        ...(parent.type === wanted ? [] : [`${told}: its parent is a ${parent.type}, not a ${wanted}`]),
        ...(hasSlash(resource.body['name']) ? [`${told}: its name has its parent's in it`] : []),
      ];
    }),
  );
}

/** In the text itself, without what stands in braces. */
const hasSlash = (name: Value | undefined): boolean =>
  name instanceof Expression
    ? name.kind === 'template' && name.text.replaceAll(/\$\{[^}]*\}/g, '').includes('/')
    : asText(name).includes('/');

/** Modules are deployments, and two of one name would be in each other's way (DeploymentActive). */
export function checkDeployments(project: BicepProject): Findings {
  const names = project.files.flatMap((file) =>
    file.modules.map((module) => [asText(module.body['name']), where(file, module)] as const),
  );
  return names
    .filter(([name], index) => names.findIndex(([other]) => other === name) < index)
    .map(([name, told]) => `${told}: another module is named ${name}`);
}

/** `dependsOn` names what the body does not name already (no-unnecessary-dependson), and nothing but modules and resources. */
export function checkDependencies(project: BicepProject): Findings {
  return project.files.flatMap((file) =>
    deployedOf(file).flatMap((deployed) => {
      const { dependsOn, ...rest } = deployed.body;
      if (dependsOn === undefined) return [];
      const told = where(file, deployed);
      if (!Array.isArray(dependsOn)) return [`${told}: dependsOn is no list`];
      const named = new Set(
        [...reach(file, rest), ...reach(file, deployed.over ?? null)].flatMap(
          (part) => symbolOf(file, part) ?? [],
        ),
      );
      return dependsOn.flatMap((item: Value) => {
        const target = symbolOf(file, item);
        if (target === undefined || isExisting(target))
          return [`${told}: depends on ${asText(item)}, which is not deployed`];
        const isLoop = target.over !== undefined;
        return named.has(target) && !isLoop
          ? [`${told}: names ${target.name}, and depends on it besides`]
          : [];
      });
    }),
  );
}
