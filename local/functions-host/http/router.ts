import { type FunctionDefinition } from '../app/function-definition';
import { parseRouteTemplate, type RouteTemplate } from './route-template';

export type AuthLevel = 'anonymous' | 'function' | 'admin';

export interface HttpRoute {
  readonly definition: FunctionDefinition;
  readonly template: RouteTemplate;
  /** Route with the prefix, as in requests. */
  readonly path: string;
  /** Upper case. */
  readonly methods: ReadonlySet<string>;
  readonly authLevel: AuthLevel;
}

export interface RouteMatch {
  readonly route: HttpRoute;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the function of an HTTP request: as on the platform, the first one by name whose route and methods
 * match. So a route with a parameter hides a fixed route of a function whose name is later in the alphabet.
 * Disabled functions have no route. Source: Azure/azure-functions-host, FunctionMetadataManager (order of
 * functions) and WebScriptHostHttpRoutesManager.
 */
export class Router {
  readonly routes: readonly HttpRoute[];
  readonly #prefix: readonly string[];

  /** @throws StandInError `unsupported` for an unsupported route template */
  constructor({ functions, routePrefix }: { functions: readonly FunctionDefinition[]; routePrefix: string }) {
    this.#prefix = routePrefix === '' ? [] : routePrefix.split('/');
    this.routes = functions
      .filter(({ triggerType, disabled }) => triggerType === 'httptrigger' && !disabled)
      .map((definition) => toRoute(definition, routePrefix))
      .sort((a, b) => compareNames(a.definition.name, b.definition.name));
  }

  /**
   * @param path with the leading slash, decoded except for `%2F`, without the query
   * @returns undefined, also if routes have the path only with other methods: then the platform also returns
   *   404
   */
  find(method: string, path: string): RouteMatch | undefined {
    const segments = path.replace(/^\/+|\/+$/g, '').split('/');
    if (segments.length === 1 && segments[0] === '') segments.length = 0;
    const hasPrefix = this.#prefix.every(
      (part, index) => segments[index]?.toLowerCase() === part.toLowerCase(),
    );
    if (!hasPrefix) return undefined;
    const rest = segments.slice(this.#prefix.length);
    for (const route of this.routes) {
      if (!route.methods.has(method)) continue;
      const parameters = route.template.match(rest);
      if (parameters !== undefined) return { route, parameters };
    }
    return undefined;
  }
}

/** Compares code units without case, as .NET's `OrdinalIgnoreCase`. */
function compareNames(a: string, b: string): number {
  const [first, second] = [a.toUpperCase(), b.toUpperCase()];
  return first < second ? -1 : first > second ? 1 : 0;
}

function toRoute(definition: FunctionDefinition, routePrefix: string): HttpRoute {
  const { route, methods, authLevel } = definition.trigger;
  const template = typeof route === 'string' && route !== '' ? route : definition.name;
  return {
    definition,
    template: parseRouteTemplate(template, `function "${definition.name}", route`),
    path: `/${[routePrefix, template.replace(/^\//, '')].filter((part) => part !== '').join('/')}`,
    methods: new Set((methods as readonly string[]).map((method) => method.toUpperCase())),
    authLevel: String(authLevel).toLowerCase() as AuthLevel,
  };
}
