import { type FunctionDefinition } from '../app/function-definition';
import { parseRouteTemplate, type RouteTemplate } from './route-template';

export type AuthLevel = 'anonymous' | 'function' | 'admin';

export interface HttpRoute {
  readonly definition: FunctionDefinition;
  readonly template: RouteTemplate;
  /** With the prefix, as a caller sees it. */
  readonly path: string;
  /** Upper case. */
  readonly methods: ReadonlySet<string>;
  readonly authLevel: AuthLevel;
}

export type RouteMatch =
  | {
      readonly found: 'route';
      readonly route: HttpRoute;
      readonly parameters: Readonly<Record<string, string>>;
    }
  /** Some route has this path, with other methods. */
  | { readonly found: 'otherMethods'; readonly allowed: readonly string[] }
  | { readonly found: 'nothing' };

/** Finds the HTTP-triggered function of a request. Disabled functions have no route. */
export class Router {
  readonly routes: readonly HttpRoute[];
  readonly #prefix: readonly string[];

  /** @throws StandInError `unsupported` for a route template that is not understood */
  constructor({ functions, routePrefix }: { functions: readonly FunctionDefinition[]; routePrefix: string }) {
    this.#prefix = routePrefix === '' ? [] : routePrefix.split('/');
    this.routes = functions
      .filter(({ triggerType, disabled }) => triggerType === 'httptrigger' && !disabled)
      .map((definition) => toRoute(definition, routePrefix))
      .sort((a, b) => a.template.precedence.localeCompare(b.template.precedence));
  }

  /** @param path percent-encoded, from the leading slash, without the query */
  find(method: string, path: string): RouteMatch {
    const segments = path.replace(/^\/+|\/+$/g, '').split('/');
    if (segments.length === 1 && segments[0] === '') segments.length = 0;
    const hasPrefix = this.#prefix.every(
      (part, index) => segments[index]?.toLowerCase() === part.toLowerCase(),
    );
    if (!hasPrefix) return { found: 'nothing' };
    const rest = segments.slice(this.#prefix.length);
    const allowed = new Set<string>();
    for (const route of this.routes) {
      const parameters = route.template.match(rest);
      if (parameters === undefined) continue;
      if (route.methods.has(method)) return { found: 'route', route, parameters };
      for (const other of route.methods) allowed.add(other);
    }
    return allowed.size === 0
      ? { found: 'nothing' }
      : { found: 'otherMethods', allowed: [...allowed].sort() };
  }
}

function toRoute(definition: FunctionDefinition, routePrefix: string): HttpRoute {
  const { route, methods, authLevel } = definition.trigger;
  const template = typeof route === 'string' ? route : definition.name;
  return {
    definition,
    template: parseRouteTemplate(template, `function "${definition.name}", route`),
    path: `/${[routePrefix, template].filter((part) => part !== '').join('/')}`,
    methods: new Set((methods as readonly string[]).map((method) => method.toUpperCase())),
    authLevel: String(authLevel).toLowerCase() as AuthLevel,
  };
}
