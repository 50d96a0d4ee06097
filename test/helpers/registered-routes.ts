import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FunctionDefinition } from '../../local/functions-host/app/function-definition';
import { Router } from '../../local/functions-host/http/router';

export interface RegisteredRoute {
  readonly name: string;
  readonly route: string;
  /** Upper case. */
  readonly methods: readonly string[];
}

interface HttpOptions {
  readonly route?: string;
  readonly methods?: readonly string[];
}

/** Routes of every function that the files of `src/functions` register, as the library hands them to the host. */
export async function registeredRoutes(): Promise<readonly RegisteredRoute[]> {
  const routes: RegisteredRoute[] = [];
  const add = (name: string, { route = name, methods = ['GET', 'POST'] }: HttpOptions): void => {
    routes.push({ name, route, methods: methods.map((method) => method.toUpperCase()) });
  };
  const { app } = await import('@azure/functions');
  const original = app.http;
  // The files register as they are loaded; durable clients go through the same function.
  app.http = (name, options) => {
    add(name, options as HttpOptions);
  };
  try {
    const directory = resolve(__dirname, '../../src/functions');
    for (const file of readdirSync(directory)) await import(join(directory, file));
  } finally {
    app.http = original;
  }
  return routes;
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
    ...{ name, trigger, triggerName: 'request', triggerType: 'httptrigger' },
    ...{ disabled: false, retryPolicy: undefined, clientInputs: [], metadata: { name, bindings: {} } },
  };
}
