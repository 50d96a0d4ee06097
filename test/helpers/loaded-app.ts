import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type AppRegistrations, createCoreModule } from '../../local/functions-host/worker/core-module';
import {
  type FunctionMetadata,
  type RpcInvocationRequest,
} from '../../local/functions-host/worker/core-types';
import { type Clock } from '../../src/lib/platform/clock';
import { HookRegistry } from '../../local/functions-host/worker/hooks';
import { type InvocationResult, runInvocation } from '../../local/functions-host/worker/invocation';

/** What the trigger files take from `src/platform`. */
export interface AppPlatform {
  readonly clock: Clock;
  readonly isSet: (name: string) => boolean;
  readonly settings: (definitions: object) => unknown;
  /** @param open a function that opens a feature, as `openLanding` */
  readonly use: (open: (platform: never) => unknown) => unknown;
}

/** The functions of the app as a worker holds them. */
export interface LoadedApp {
  readonly functions: readonly FunctionMetadata[];
  /** Runs a function through the Functions library, from what a worker hands to it to what it hands back. */
  run(functionName: string, request: RpcInvocationRequest): Promise<InvocationResult>;
}

/**
 * Loads every file of `src/functions` with the Functions library, which believes to be in a worker, over another
 * platform.
 */
export async function loadApp(platform: AppPlatform): Promise<LoadedApp> {
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
    jest.doMock('../../src/platform', () => ({ platform }));
    for (const file of readdirSync(directory)) await import(join(directory, file));
  });
  return {
    functions: [...registrations.functions.values()].map(({ metadata }) => metadata),
    run: (functionName, request) =>
      runInvocation({ functionName, request, registrations, hooks, appHookData: {}, log }),
  };
}
