import Module from 'node:module';
import {
  type FunctionCallback,
  type FunctionMetadata,
  type ProgrammingModel,
  type RpcLogCategory,
  type RpcLogLevel,
} from './core-types';
import { type Disposable, type HookCallback, type HookRegistry } from './hooks';

const CORE_MODULE = '@azure/functions-core';

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** Registrations of the app while it was loaded. */
export interface AppRegistrations {
  readonly functions: Map<string, RegisteredFunction>;
  programmingModel: ProgrammingModel | undefined;
  /** Functions can only be registered while the app loads. */
  sealed: boolean;
}

export interface CoreModuleOptions {
  readonly registrations: AppRegistrations;
  readonly hooks: HookRegistry;
  readonly hostVersion: string;
  readonly log: (level: RpcLogLevel, category: RpcLogCategory, message: string) => void;
}

/** The module `@azure/functions-core`, which exists only in a Functions worker. */
export function createCoreModule({ registrations, hooks, hostVersion, log }: CoreModuleOptions): object {
  class CoreDisposable {
    readonly #dispose: () => void;
    constructor(dispose: () => void) {
      this.#dispose = dispose;
    }
    dispose(): void {
      this.#dispose();
    }
  }

  return {
    version: process.version,
    hostVersion,
    Disposable: CoreDisposable,
    registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
      if (registrations.sealed)
        throw new Error(`A function can only be registered during app startup ("${metadata.name}").`);
      if (registrations.functions.has(metadata.name))
        throw new Error(`A function named "${metadata.name}" has been registered twice.`);
      registrations.functions.set(metadata.name, { metadata, callback });
      return new CoreDisposable(() => registrations.functions.delete(metadata.name));
    },
    registerHook: (name: string, callback: HookCallback): Disposable => hooks.register(name, callback),
    setProgrammingModel(model: ProgrammingModel): void {
      registrations.programmingModel = model;
    },
    getProgrammingModel: (): ProgrammingModel | undefined => registrations.programmingModel,
    log,
  };
}

/**
 * Provides that module to the app: `@azure/functions` requires it lazily, and without it changes silently to
 * a test mode. `require` is intercepted, which also covers ES module apps, because the library itself is
 * CommonJS. The bundle of an app keeps this `require`.
 */
export function installCoreModule(options: CoreModuleOptions): void {
  const core = createCoreModule(options);
  const { prototype } = Module as unknown as {
    prototype: { require: (this: unknown, id: string) => unknown };
  };
  const original = prototype.require;
  prototype.require = function (id) {
    return id === CORE_MODULE ? core : original.call(this, id);
  };
}
