import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type AppRegistrations, createCoreModule } from '../../local/functions-host/worker/core-module';
import {
  type FunctionMetadata,
  type RpcInvocationRequest,
} from '../../local/functions-host/worker/core-types';
import { HookRegistry } from '../../local/functions-host/worker/hooks';
import { type InvocationResult, runInvocation } from '../../local/functions-host/worker/invocation';

/** What the trigger files take from `src/lib/compose`. */
export interface Composition {
  readonly sluice: () => unknown;
  readonly isSet: (name: string) => boolean;
}

/** The functions of the app as a worker holds them. */
export interface LoadedApp {
  readonly functions: readonly FunctionMetadata[];
  /** Runs a function through the Functions library, from what a worker hands to it to what it hands back. */
  run(functionName: string, request: RpcInvocationRequest): Promise<InvocationResult>;
}

/**
 * Loads every file of `src/functions` with the Functions library, which believes to be in a worker, over another
 * composition root.
 */
export async function loadApp(composition: Composition): Promise<LoadedApp> {
  const registrations: AppRegistrations = {
    functions: new Map(),
    programmingModel: undefined,
    sealed: false,
  };
  const hooks = new HookRegistry();
  const log = (): void => undefined;
  const core = createCoreModule({ registrations, hooks, hostVersion: '4.1037.0.0', log });
  const directory = resolve(__dirname, '../../src/functions');
  await jest.isolateModulesAsync(async () => {
    jest.doMock('@azure/functions-core', () => core, { virtual: true });
    jest.doMock('../../src/lib/compose', () => composition);
    for (const file of readdirSync(directory)) await import(join(directory, file));
  });
  return {
    functions: [...registrations.functions.values()].map(({ metadata }) => metadata),
    run: (functionName, request) =>
      runInvocation({ functionName, request, registrations, hooks, appHookData: {}, log }),
  };
}
