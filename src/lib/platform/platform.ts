import { type Clock, systemClock } from './clock';
import { type AnySettings, type Environment, readSettings } from './settings';

/** What features are made from: settings, the clock, and each part of the app once. */
export interface Platform {
  readonly clock: Clock;
  /** @throws SluiceError `config_invalid` that lists every wrong one of these settings */
  settings: <Definitions extends Readonly<Record<string, AnySettings>>>(
    definitions: Definitions,
  ) => ReturnType<typeof readSettings<Definitions>>;
  /** Whether a setting is there at all: a trigger whose schedule is not set is not registered. */
  isSet(name: string): boolean;
  /** What this function makes of the platform: made at the first call, and the same at every further one. */
  use<Part>(open: (platform: Platform) => Part): Part;
  /** Names what {@link close} has to close. */
  onClose(close: () => Promise<unknown>): void;
  /** Closes what was opened. Whatever is used after that is opened again. */
  close(): Promise<void>;
}

export interface PlatformOptions {
  /** @default the environment of the process */
  readonly environment?: Environment;
  /** @default the system's */
  readonly clock?: Clock;
}

/** Nothing is read or connected before its first use, so wrong settings fail the call that needs them, with a message. */
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
