import { defineSettings } from '../platform/settings';
import { wholeNumber } from '../platform/setting-types';

/** Limits of validation. */
export interface ContractsConfig {
  /** HTTP ingestion refuses larger events, and landing quarantines them. */
  readonly maxEventBytes: number;
}

export const CONTRACTS = defineSettings(
  {
    MAX_EVENT_BYTES: wholeNumber(1024, 1_000_000)
      .default(262_144)
      .describe(
        'Largest event, in bytes. HTTP ingestion refuses larger events, and landing quarantines them.',
      ),
  },
  (settings): ContractsConfig => ({ maxEventBytes: settings.MAX_EVENT_BYTES }),
);
