import { type FunctionDefinition } from '../../local/functions-host/app/function-definition';
import { Router } from '../../local/functions-host/http/router';
import { type FunctionMetadata, type RpcBinding } from '../../local/functions-host/worker/core-types';

export interface RegisteredRoute {
  readonly name: string;
  readonly route: string;
  /** Upper case. */
  readonly methods: readonly string[];
}

/** Routes of the functions that a request triggers. */
export function toRoutes(functions: readonly FunctionMetadata[]): readonly RegisteredRoute[] {
  return functions.flatMap(({ name, bindings }) => {
    const trigger = Object.values(bindings).find(({ type }) => type === 'httpTrigger');
    return trigger === undefined ? [] : [toRoute(name, trigger)];
  });
}

function toRoute(name: string, { route, methods }: RpcBinding): RegisteredRoute {
  const path = typeof route === 'string' && route !== '' ? route : name;
  return { name, route: path, methods: (methods as readonly string[]).map((method) => method.toUpperCase()) };
}

/**
 * What cannot be reached on the platform: for a path of each route and method, the function that answers is asked for.
 *
 * @param samples a value of each parameter, by its name
 */
export function hiddenRoutes(
  routes: readonly RegisteredRoute[],
  samples: Readonly<Record<string, string>>,
): readonly string[] {
  const router = new Router({ functions: routes.map(toDefinition), routePrefix: 'api' });
  return routes.flatMap(({ name, route, methods }) =>
    methods.flatMap((method) => {
      const path = route.replace(/\{\**(\w+)[^{}]*\}/g, (_whole, parameter: string) => {
        const sample = samples[parameter];
        if (sample === undefined) throw new Error(`${name}: no sample for the parameter "${parameter}"`);
        return sample;
      });
      const found = router.find(method, `/api/${path}`)?.route.definition.name ?? 'nobody';
      return found === name ? [] : [`${method} ${path} of ${name} is answered by ${found}`];
    }),
  );
}

function toDefinition({ name, route, methods }: RegisteredRoute): FunctionDefinition {
  const trigger = { type: 'httpTrigger', direction: 'in', route, methods, authLevel: 'anonymous' } as const;
  return {
    name,
    trigger,
    triggerName: 'request',
    triggerType: 'httptrigger',
    disabled: false,
    retryPolicy: undefined,
    clientInputs: [],
    metadata: { name, bindings: {} },
  };
}
