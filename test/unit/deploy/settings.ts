import { at, type Findings, ofType, type Resource, told } from '../../testing/fixtures/snapshots';

/** Settings of the app in a shape, by name. */
export function deployedSettings(resources: readonly Resource[]): Readonly<Record<string, string>> {
  const settings = ofType(resources, 'Microsoft.Web/sites/config').filter(({ name }) =>
    name.endsWith('/appsettings'),
  );
  return Object.assign({}, ...settings.map(({ properties }) => properties)) as Record<string, string>;
}

/** Settings that a place omits, with the reason; a name may contain `*`. */
export type LeftOut = Readonly<Record<string, string>>;

/** Settings of the platform that a place has besides those of the app, with the reason; a name may contain `*`. */
export type Besides = Readonly<Record<string, string>>;

const matches = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name);

/** Checks that a place has each setting of the app that it does not omit, and no unknown ones. */
export function compareSettings(options: {
  readonly known: readonly string[];
  readonly given: readonly string[];
  readonly leftOut: LeftOut;
  readonly besides: Besides;
}): Findings {
  const { known, given, leftOut, besides } = options;
  const isGiven = (name: string): boolean => given.includes(name);
  const isOf = (names: LeftOut | Besides, name: string): boolean =>
    Object.keys(names).some((pattern) => matches(pattern, name));
  return [
    ...known.filter((name) => !isGiven(name) && !isOf(leftOut, name)).map((name) => `${name} is missing`),
    ...known
      .filter((name) => isGiven(name) && isOf(leftOut, name))
      .map((name) => `${name} is there, though it is said to be left out`),
    ...given
      .filter((name) => !known.includes(name) && !isOf(besides, name))
      .map((name) => `${name} is read by nobody`),
    ...Object.keys(besides)
      .filter((pattern) => !given.some((name) => matches(pattern, name)))
      .map((pattern) => `${pattern} is said to be there besides, and is not`),
    ...Object.keys(leftOut)
      .filter((pattern) => !known.some((name) => matches(pattern, name)))
      .map((pattern) => `${pattern} is said to be left out, and there is no such setting`),
  ];
}

/** Settings that an app on Flex Consumption must not have (https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan). */
const FORBIDDEN =
  /^(FUNCTIONS_(WORKER_RUNTIME|EXTENSION_VERSION|WORKER_PROCESS_COUNT)|WEBSITE_(RUN_FROM_PACKAGE|CONTENT.*|NODE_DEFAULT_VERSION|TIME_ZONE|VNET_ROUTE_ALL|DNS_SERVER|MAX_DYNAMIC_APPLICATION_SCALE_OUT|USE_PLACEHOLDER.*)|SCM_DO_BUILD_DURING_DEPLOYMENT|ENABLE_ORYX_BUILD|AzureWebJobsDashboard)$/;

/**
 * Members of `siteConfig` that Flex Consumption refuses with 51021 (the same page, "Flex Consumption plan
 * deprecations").
 */
const REFUSED =
  /^(alwaysOn|ftpsState|functionAppScaleLimit|functionsRuntimeScaleMonitoringEnabled|java\w+|(linux|windows)FxVersion|netFrameworkVersion|(node|php|powerShell|python)Version|preWarmedInstanceCount|use32BitWorkerProcess)$/;

/** Checks that the site has its settings in `functionAppConfig`, and none in the form of other plans. */
export function checkFlexSite(resources: readonly Resource[]): Findings {
  return ofType(resources, 'Microsoft.Web/sites').flatMap((site) => [
    ...Object.keys(at(site, 'properties.siteConfig') ?? {})
      .filter((property) => REFUSED.test(property))
      .map((property) => `${told(site)}: siteConfig.${property} is refused`),
    ...(at(site, 'properties.functionAppConfig') === undefined
      ? [`${told(site)}: has no functionAppConfig`]
      : []),
  ]);
}

/** Checks for settings that the plan forbids, and for connection strings beside identities. */
export function checkFlexSettings(given: readonly string[]): Findings {
  return [
    ...given.filter((name) => FORBIDDEN.test(name)).map((name) => `${name} is not for Flex Consumption`),
    ...given
      .filter((name) => /^(AzureWebJobsStorage|EventHubs|Lake|Tables)$/.test(name))
      .map((name) => `${name} would hold a connection string`),
  ];
}
