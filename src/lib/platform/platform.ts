import { type Clock, systemClock } from './clock';
import { type AnySettings, type Environment, readSettings } from './settings';

/** The base of all features: settings, the clock, and each part of the app once. */
export interface Platform {
  readonly clock: Clock;
  /** @throws SluiceError `config_invalid` that lists every wrong one of these settings */
  settings: <Definitions extends Readonly<Record<string, AnySettings>>>(
    definitions: Definitions,
  ) => ReturnType<typeof readSettings<Definitions>>;
  /** Whether a setting has a value. A trigger is not registered if its schedule has none. */
  isSet(name: string): boolean;
  /**
   * Returns the part that this function opens. It opens the part at the first call and returns the same part later.
   */
  use<Part>(open: (platform: Platform) => Part): Part;
  /** Registers a function that {@link close} calls. */
  onClose(close: () => Promise<unknown>): void;
  /** Closes all open parts. Parts that are used later are opened again. */
  close(): Promise<void>;
}

export interface PlatformOptions {
  /** @default the environment of the process */
  readonly environment?: Environment;
  /** @default the system's */
  readonly clock?: Clock;
}

/**
 * Creates a platform. Nothing is read or connected before its first use, so wrong settings fail only the calls that
 * need them.
 */
export function createPlatform({
  environment = process.env,
  clock = systemClock,
}: PlatformOptions = {}): Platform {
  const parts = new Map<unknown, unknown>();
  const closes: (() => Promise<unknown>)[] = [];
  const platform: Platform = {
    clock,
    settings: (definitions) => readSettings(definitions, environment),
    isSet: (name) => (environment[name] ?? '') !== '',
    use<Part>(open: (platform: Platform) => Part): Part {
      if (!parts.has(open)) parts.set(open, open(platform));
      return parts.get(open) as Part;
    },
    onClose(close) {
      closes.push(close);
    },
    async close() {
      parts.clear();
      await Promise.all(closes.splice(0).map((close) => close()));
    },
  };
  return platform;
}
