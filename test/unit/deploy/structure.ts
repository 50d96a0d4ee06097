import { type BicepFile, type Decorator, type Parameter } from '../../helpers/bicep';
import {
  asText,
  COMPUTED_KEYS,
  Expression,
  expressionsIn,
  isObject,
  SPREAD,
  type Value,
  walk,
} from '../../helpers/bicep-value';
import { BICEP_FUNCTIONS } from './bicep-functions';
import { type BicepProject, fileAt, resolvePath } from './project';

/** What a rule finds: a sentence each, that begins with the file and the line. */
export type Findings = readonly string[];

/** Every value that stands in a file. */
export function valuesOf(file: BicepFile): readonly Value[] {
  return [
    ...file.parameters.flatMap((parameter) => parameter.default ?? []),
    ...file.variables.map(({ value }) => value),
    ...[...file.resources, ...file.modules].flatMap(({ body, condition, over }) => [
      body,
      ...[condition, over].filter((value) => value !== undefined),
    ]),
    ...file.outputs.map(({ value }) => value),
  ];
}

const expressionsOf = (file: BicepFile): readonly Expression[] => valuesOf(file).flatMap(expressionsIn);

export const LOADS: ReadonlySet<string> = new Set([
  'loadTextContent',
  'loadJsonContent',
  'loadYamlContent',
  'loadFileAsBase64',
]);

/** Paths, from the root, of the files that a file loads. */
export function loadedBy(file: BicepFile): readonly { readonly path: string; readonly line: number }[] {
  return expressionsOf(file)
    .filter(({ kind, name }) => kind === 'call' && LOADS.has(name))
    .map(({ parts, line }) => ({ path: resolvePath(file, asText(parts[0])), line }));
}

/** Modules and loaded files are there; what a module is given is what it takes; outputs that are read are there. */
export function checkModules(project: BicepProject): Findings {
  return project.files.flatMap((file) => {
    const calls = file.modules.flatMap((module) => {
      const where = `${file.path}:${module.line}: module ${module.name}`;
      const target = fileAt(project, resolvePath(file, module.path));
      if (target === undefined) return [`${where}: there is no ${module.path}`];
      const given = Object.keys(module.params);
      const known = target.parameters.map(({ name }) => name);
      const required = target.parameters
        .filter((parameter) => parameter.default === undefined && !parameter.type.endsWith('?'))
        .map(({ name }) => name);
      return [
        ...given
          .filter((name) => !known.includes(name))
          .map((name) => `${where}: takes no parameter ${name}`),
        ...required
          .filter((name) => !given.includes(name))
          .map((name) => `${where}: parameter ${name} is missing`),
        ...target.parameters.flatMap((parameter) =>
          checkShape(file, parameter, module.params[parameter.name]).map((fault) => `${where}: ${fault}`),
        ),
      ];
    });
    const loads = loadedBy(file)
      .filter(({ path }) => !project.exists(path))
      .map(({ path, line }) => `${file.path}:${line}: there is no ${path}`);
    return [...calls, ...loads, ...checkOutputs(project, file)];
  });
}

/** An object that is written out has the properties of its type, and no others. */
function checkShape(file: BicepFile, { name, shape }: Parameter, given: Value | undefined): Findings {
  const value =
    given instanceof Expression && given.kind === 'name'
      ? file.variables.find((variable) => variable.name === given.name)?.value
      : given;
  if (shape === undefined || !isObject(value) || SPREAD in value) return [];
  const properties = Object.keys(value).filter((property) => property !== COMPUTED_KEYS);
  return [
    ...properties
      .filter((property) => !shape.has(property))
      .map((property) => `parameter ${name} has no ${property}`),
    ...[...shape]
      .filter(([property, required]) => required && !properties.includes(property))
      .map(([property]) => `parameter ${name} lacks ${property}`),
  ];
}

function checkOutputs(project: BicepProject, file: BicepFile): Findings {
  return expressionsOf(file).flatMap((expression) => {
    const [outputs] = expression.parts;
    if (expression.kind !== 'member' || !(outputs instanceof Expression)) return [];
    if (outputs.kind !== 'member' || outputs.name !== 'outputs') return [];
    const root = rootName(outputs);
    const module = file.modules.find(({ name }) => name === root);
    const target = module && fileAt(project, resolvePath(file, module.path));
    if (target === undefined) return [];
    return target.outputs.some(({ name }) => name === expression.name)
      ? []
      : [`${file.path}:${expression.line}: ${target.path} has no output ${expression.name}`];
  });
}

function rootName(expression: Expression): string {
  const [inner] = expression.parts;
  return expression.kind !== 'name' && inner instanceof Expression ? rootName(inner) : expression.name;
}

/** Names that are used are declared, declared ones are used, and functions are Bicep's. */
export function checkNames(project: BicepProject): Findings {
  return project.files.flatMap((file) => {
    const declared = [...file.parameters, ...file.variables, ...file.resources, ...file.modules];
    const known = new Set([...declared.map(({ name }) => name), ...file.otherNames, 'az', 'sys']);
    const expressions = expressionsOf(file);
    const names = expressions.filter(({ kind }) => kind === 'name');
    const used = new Set(names.map(({ name }) => name));
    const twice = declared.filter(
      ({ name }, index) => declared.findIndex((other) => other.name === name) < index,
    );
    return [
      ...names
        .filter(({ name }) => !known.has(name))
        .map(({ name, line }) => `${file.path}:${line}: ${name} is declared nowhere`),
      ...twice.map(({ name, line }) => `${file.path}:${line}: ${name} is declared twice`),
      ...[...file.parameters, ...file.variables]
        .filter(({ name }) => !used.has(name))
        .map(({ name, line }) => `${file.path}:${line}: ${name} is not used`),
      ...expressions
        .filter(({ kind, name }) => kind === 'call' && !isKnownFunction(name, file))
        .map(({ name, line }) => `${file.path}:${line}: there is no function ${name}`),
    ];
  });
}

/** Functions that read secrets have a rule of their own. */
const isKnownFunction = (name: string, file: BicepFile): boolean =>
  BICEP_FUNCTIONS.has(name) || /^list[A-Z]/.test(name) || file.otherNames.has(name);

const isMain = ({ targetScope }: BicepFile): boolean => targetScope === 'subscription';

const has = (decorators: readonly Decorator[], name: string): boolean =>
  decorators.some((decorator) => decorator.name === name);

/** Parameters say what they are, and outputs where their names do not; whole numbers of the deployment have limits. */
export function checkDescriptions(project: BicepProject): Findings {
  return project.files.flatMap((file) => [
    ...[...file.parameters, ...file.outputs.filter(({ decorators }) => has(decorators, 'description'))]
      .filter(({ decorators }) => {
        const text = decorators.find(({ name }) => name === 'description')?.args[0];
        return typeof text !== 'string' || !/^[A-Z`'].*[.)]$/s.test(text.trim());
      })
      .map(({ name, line }) => `${file.path}:${line}: ${name} has no description that is a sentence`),
    ...file.parameters
      .filter(({ type, decorators }) => {
        const limited = has(decorators, 'minValue') && has(decorators, 'maxValue');
        return isMain(file) && type === 'int' && !limited && !has(decorators, 'allowed');
      })
      .map(({ name, line }) => `${file.path}:${line}: ${name} has no smallest and largest value`),
    ...file.parameters
      .filter((parameter) => {
        const allowed = parameter.decorators.find(({ name }) => name === 'allowed')?.args[0];
        return (
          Array.isArray(allowed) &&
          parameter.default !== undefined &&
          !(allowed as Value[]).includes(parameter.default)
        );
      })
      .map(({ name, line }) => `${file.path}:${line}: the default of ${name} is not allowed`),
  ]);
}

/** Types that have had no other version for years, each with why. */
export const PREVIEW_VERSIONS: Readonly<Record<string, string>> = {
  'Microsoft.Insights/diagnosticSettings@2021-05-01-preview': 'the only version with category groups',
  'Microsoft.Portal/dashboards@2025-04-01-preview': 'no version is stable',
  'Microsoft.StreamAnalytics/streamingjobs@2021-10-01-preview':
    'the only version with user-assigned identities',
};

export function checkVersions(project: BicepProject): Findings {
  return project.files.flatMap((file) => {
    const versions = new Map<string, string>();
    return file.resources.flatMap(({ type, version, line, parent }) => {
      // A nested resource may leave its version to its parent.
      if (version === '' && parent !== undefined) return [];
      const where = `${file.path}:${line}: ${type}@${version}`;
      const known = versions.get(type);
      versions.set(type, version);
      if (!/^20\d\d-\d\d-\d\d(-preview)?$/.test(version)) return [`${where}: is no version`];
      if (version.endsWith('-preview') && !(`${type}@${version}` in PREVIEW_VERSIONS))
        return [`${where}: is a preview`];
      return known !== undefined && known !== version ? [`${where}: also used as ${known}`] : [];
    });
  });
}

/**
 * Hosts that differ between clouds; `environment()` knows them (the linter's no-hardcoded-env-urls,
 * https://learn.microsoft.com/azure/azure-resource-manager/bicep/linter-rule-no-hardcoded-environment-urls).
 */
const CLOUD_HOSTS =
  /(^|[./@])((management|gallery)\.azure\.com|(core|database|graph|asazure)\.windows\.net|vault\.azure\.net|login\.microsoftonline\.com|azuredatalakestore\.net)/;

/** No address of one cloud, and no region, stands in a file. */
export function checkPlaces(project: BicepProject): Findings {
  return project.files.flatMap((file) => [
    ...valuesOf(file)
      .flatMap((value) => [...walk(value)])
      .map((value) => (value instanceof Expression && value.kind === 'template' ? value.text : value))
      .filter((value) => typeof value === 'string' && CLOUD_HOSTS.test(value))
      .map((text) => `${file.path}: ${asText(text)} is of one cloud`),
    ...file.resources
      .filter(({ body }) => typeof body['location'] === 'string' && body['location'] !== 'global')
      .map(({ name, line }) => `${file.path}:${line}: ${name} is in a region of its own`),
  ]);
}

/** Every definition under `adf/` is loaded by one file. */
export function checkLoaded(project: BicepProject, definitions: readonly string[]): Findings {
  const loaded = new Set(project.files.flatMap(loadedBy).map(({ path }) => path));
  return definitions.filter((path) => !loaded.has(path)).map((path) => `${path} is deployed by no module`);
}
