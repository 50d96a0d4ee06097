import { readFlags, type FlagTable } from './flags';
import { type ServiceSupport } from './support';

/** A stand-in that runs. */
export interface Running {
  /** Stops listening and makes everything durable. */
  close(): Promise<void>;
}

/** A stand-in: what it does and refuses, what it is told, and how it starts. */
export interface ServiceDefinition<Options, Handle extends Running> {
  /** Its folder below `local/`, by which the command line calls it. */
  readonly name: string;
  readonly support: ServiceSupport;
  /** The command line. */
  readonly flags: FlagTable<Options>;
  /** @throws StandInError */
  readonly start: (options: Options) => Promise<Handle>;
  /** What a parent needs to reach the service; printed as JSON. */
  readonly ready: (handle: Handle) => Readonly<Record<string, unknown>>;
}

/** A stand-in as programs see it: whatever its options are, it starts from a command line. */
export interface Service {
  readonly name: string;
  readonly support: ServiceSupport;
  /** @throws StandInError */
  startFrom(
    args: readonly string[],
  ): Promise<Running & { readonly ready: Readonly<Record<string, unknown>> }>;
}

export function defineService<Options, Handle extends Running>(
  definition: ServiceDefinition<Options, Handle>,
): Service {
  const { name, support, flags, start, ready } = definition;
  return {
    name,
    support,
    startFrom: async (args) => {
      const handle = await start(readFlags<Options>(`main.js ${name}`, flags, args));
      return { ready: ready(handle), close: () => handle.close() };
    },
  };
}
