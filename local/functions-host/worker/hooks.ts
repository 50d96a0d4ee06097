/** The hook points of the programming model. */
export const HOOK_NAMES = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
export type HookName = (typeof HOOK_NAMES)[number];
export type HookCallback = (context: unknown) => unknown;

export interface Disposable {
  dispose(): void;
}

/** The registered hooks of the app, in order. */
export class HookRegistry {
  readonly #callbacks = new Map<HookName, HookCallback[]>(HOOK_NAMES.map((name) => [name, []]));

  register(name: string, callback: HookCallback): Disposable {
    const callbacks = this.#callbacks.get(name as HookName);
    if (callbacks === undefined) {
      // The library detects a runtime without a hook by this type and this mark.
      throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), {
        isAzureFunctionsSystemError: true,
      });
    }
    callbacks.push(callback);
    return {
      dispose: () => {
        const at = callbacks.indexOf(callback);
        if (at >= 0) callbacks.splice(at, 1);
      },
    };
  }

  /** Runs the hooks one after the other; the first that throws ends it. */
  async run(name: HookName, context: unknown): Promise<void> {
    for (const callback of [...this.#of(name)]) await callback(context);
  }

  /** Log hooks cannot be awaited, because logging is synchronous. */
  runLog(context: unknown): void {
    for (const callback of this.#of('log')) callback(context);
  }

  get hasLogHooks(): boolean {
    return this.#of('log').length > 0;
  }

  #of(name: HookName): HookCallback[] {
    return this.#callbacks.get(name) ?? [];
  }
}
