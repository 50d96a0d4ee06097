import { z } from 'zod';
import { CHECKPOINT } from '../../src/lib/checkpoint/settings';
import { CONTRACTS } from '../../src/lib/contracts/settings';
import { EVENT_LOG } from '../../src/lib/event-log/settings';
import { INGEST } from '../../src/lib/ingest/settings';
import { LANDING } from '../../src/lib/landing/settings';
import { LIVE } from '../../src/lib/live/settings';
import { SINKS } from '../../src/lib/live/sinks/settings';
import { EVENT_HUBS, LAKE, TABLES } from '../../src/lib/platform/azure/connections';
import { type AnySettings, type Environment, readSettings } from '../../src/lib/platform/settings';
import { TELEMETRY } from '../../src/lib/platform/telemetry/settings';
import { QUARANTINE } from '../../src/lib/quarantine/settings';
import { REFRESH, SEMANTIC_MODEL } from '../../src/lib/refresh/settings';
import { SIMULATION } from '../../src/lib/simulate/settings';

/** The settings of every feature, in the order in which the documentation lists them. */
export const ALL_SETTINGS = {
  eventHubs: EVENT_HUBS,
  lake: LAKE,
  tables: TABLES,
  landing: LANDING,
  contracts: CONTRACTS,
  ingest: INGEST,
  eventLog: EVENT_LOG,
  simulation: SIMULATION,
  refresh: REFRESH,
  live: LIVE,
  sinks: SINKS,
  semanticModel: SEMANTIC_MODEL,
  quarantine: QUARANTINE,
  telemetry: TELEMETRY,
  checkpoint: CHECKPOINT,
} as const;

/** One setting, for the documentation and for tests that compare it with what is deployed. */
export interface SettingDescription {
  readonly name: string;
  readonly description: string;
  readonly default?: string;
}

/** Reads the settings of every feature. @throws SluiceError `config_invalid` that lists every wrong setting */
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
