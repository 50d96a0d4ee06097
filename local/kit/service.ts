import { readFlags, type FlagTable } from './flags';
import { type ServiceSupport } from './support';

/** A running stand-in. */
export interface Running {
  /** Stops listening and writes all data to the disk. */
  close(): Promise<void>;
}

/** Definition of a stand-in: its supported operations, its options and its start. */
export interface ServiceDefinition<Options, Handle extends Running> {
  /** Name of its folder below `local/`; the command line uses the same name. */
  readonly name: string;
  readonly support: ServiceSupport;
  /** Flags of the command line. */
  readonly flags: FlagTable<Options>;
  /** @throws StandInError */
  readonly start: (options: Options) => Promise<Handle>;
  /** Addresses with which a parent reaches the service; printed as JSON. */
  readonly ready: (handle: Handle) => Readonly<Record<string, unknown>>;
}

/** A stand-in without the type of its options, which starts from a command line. */
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
