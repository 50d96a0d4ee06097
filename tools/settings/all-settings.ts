import { z } from 'zod';
import { type AnySettings, type Environment, readSettings } from '../../src/lib/platform/settings';
import { ALL_SETTINGS } from '../../src/lib/status/all-settings';

/** One setting, for the documentation and for tests that compare it with the deployment. */
export interface SettingDescription {
  readonly name: string;
  readonly description: string;
  readonly default?: string;
}

/** Reads the settings of every feature. @throws SluiceError `config_invalid` with every wrong setting */
export function readAllSettings(environment: Environment) {
  return readSettings(ALL_SETTINGS, environment);
}

/** Every setting that the app reads, once, in order. */
export function describeSettings(): readonly SettingDescription[] {
  const found = new Map<string, SettingDescription>();
  for (const { shape } of Object.values<AnySettings>(ALL_SETTINGS)) {
    for (const [name, type] of Object.entries(shape as Readonly<Record<string, z.ZodType>>)) {
      if (found.has(name)) continue;
      const description = type.description ?? '';
      found.set(
        name,
        type instanceof z.ZodDefault
          ? { name, description, default: String(type.def.defaultValue) }
          : { name, description },
      );
    }
  }
  return [...found.values()];
}
