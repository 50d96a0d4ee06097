import { type BicepFile } from '../../helpers/bicep';
import { at, COMPUTED_KEYS, Expression, isObject, SPREAD, type Value } from '../../helpers/bicep-value';
import { type BicepProject } from './project';
import { type Findings } from './structure';

/** Functions whose result has the names of their arguments. */
const MERGING = new Set([
  'union',
  'shallowMerge',
  'reduce',
  'map',
  'filter',
  'concat',
  'items',
  'toObject',
  'flatten',
]);

/**
 * Names of the app settings in the files. A name that is computed stands with `*` for what is computed, as
 * `SIMULATE_*_SCHEDULE`.
 */
export function deployedSettings(project: BicepProject): readonly string[] {
  return project.files.flatMap((file) =>
    file.resources
      .filter(({ type, body }) => type === 'Microsoft.Web/sites/config' && body['name'] === 'appsettings')
      .flatMap(({ body }) => namesIn(file, body['properties'])),
  );
}

function namesIn(file: BicepFile, value: Value | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Value) => namesIn(file, item));
  if (isObject(value)) {
    const own = Object.keys(value).filter((name) => name !== SPREAD && name !== COMPUTED_KEYS);
    const names = own.map((name) =>
      /^'.*'$/s.test(name) ? name.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, '*') : name,
    );
    return [...names, ...namesIn(file, value[SPREAD])];
  }
  if (!(value instanceof Expression)) return [];
  const { kind, name, parts } = value;
  if (kind === 'name') return namesIn(file, file.variables.find((variable) => variable.name === name)?.value);
  if (kind === 'ternary') return parts.slice(1).flatMap((part) => namesIn(file, part));
  if (kind === 'call' && MERGING.has(name)) return [...new Set(mergedIn(file, name, parts))];
  // The body of a lambda.
  if (kind === 'other') return namesIn(file, parts.at(-1));
  return [];
}

/** `map(list, lambda)` gives what the lambda gives, and `reduce` what is in the list. */
function mergedIn(file: BicepFile, name: string, parts: readonly Value[]): readonly string[] {
  const given = name === 'map' ? parts.slice(1) : name === 'reduce' ? parts.slice(0, 1) : parts;
  return given.flatMap((part) => namesIn(file, part));
}

/** Settings that a place leaves out, by why; a name may hold `*`. */
export type LeftOut = Readonly<Record<string, string>>;

/** Settings of the platform that a place may have beside those of the app, by why. */
export type Besides = Readonly<Record<string, string>>;

const matches = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name);

/** A place has each setting of the app that it does not leave out, and none that nobody reads. */
export function compareSettings(options: {
  readonly known: readonly string[];
  readonly given: readonly string[];
  readonly leftOut: LeftOut;
  readonly besides: Besides;
}): Findings {
  const { known, given, leftOut, besides } = options;
  const isGiven = (name: string): boolean => given.some((pattern) => matches(pattern, name));
  const isLeftOut = (name: string): boolean => Object.keys(leftOut).some((pattern) => matches(pattern, name));
  return [
    ...known.filter((name) => !isGiven(name) && !isLeftOut(name)).map((name) => `${name} is missing`),
    ...known
      .filter((name) => isGiven(name) && isLeftOut(name))
      .map((name) => `${name} is there, though it is said to be left out`),
    ...given
      .filter(
        (pattern) =>
          ![...known, ...Object.keys(besides)].some((name) => name === pattern || matches(pattern, name)),
      )
      .map((pattern) => `${pattern} is read by nobody`),
    ...Object.keys(leftOut)
      .filter((pattern) => !known.some((name) => matches(pattern, name)))
      .map((pattern) => `${pattern} is said to be left out, and there is no such setting`),
  ];
}

/** Settings that an app on Flex Consumption must not have (https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan). */
const FORBIDDEN =
  /^(FUNCTIONS_(WORKER_RUNTIME|EXTENSION_VERSION|WORKER_PROCESS_COUNT)|WEBSITE_(RUN_FROM_PACKAGE|CONTENT.*|NODE_DEFAULT_VERSION|TIME_ZONE|VNET_ROUTE_ALL|DNS_SERVER|MAX_DYNAMIC_APPLICATION_SCALE_OUT|USE_PLACEHOLDER.*)|SCM_DO_BUILD_DURING_DEPLOYMENT|ENABLE_ORYX_BUILD|AzureWebJobsDashboard)$/;

/** Of `siteConfig`, what Flex Consumption refuses with 51021 (the same page, "Flex Consumption plan deprecations"). */
const REFUSED =
  /^(alwaysOn|ftpsState|functionAppScaleLimit|functionsRuntimeScaleMonitoringEnabled|java\w+|(linux|windows)FxVersion|netFrameworkVersion|(node|php|powerShell|python)Version|preWarmedInstanceCount|use32BitWorkerProcess)$/;

/** The site says how it runs in `functionAppConfig`, and nothing of it the way that other plans do. */
export function checkFlexSite(project: BicepProject): Findings {
  return project.files.flatMap((file) =>
    file.resources
      .filter(({ type, existing }) => type === 'Microsoft.Web/sites' && !existing)
      .flatMap(({ name, line, body }) => {
        const config = at(body, 'properties.siteConfig');
        const given = isObject(config) ? Object.keys(config) : [];
        return [
          ...given
            .filter((property) => REFUSED.test(property))
            .map((property) => `${file.path}:${line}: ${name}: siteConfig.${property} is refused`),
          ...(at(body, 'properties.functionAppConfig') === undefined
            ? [`${file.path}:${line}: ${name} has no functionAppConfig`]
            : []),
        ];
      }),
  );
}

/** Neither what the plan forbids, nor a connection string where there are identities. */
export function checkFlexSettings(given: readonly string[]): Findings {
  return [
    ...given.filter((name) => FORBIDDEN.test(name)).map((name) => `${name} is not for Flex Consumption`),
    ...given
      .filter((name) => /^(AzureWebJobsStorage|EventHubs|Lake|Tables)$/.test(name))
      .map((name) => `${name} would hold a connection string`),
  ];
}
