import { defineSettings } from '../platform/settings';
import { wholeNumber } from '../platform/setting-types';

/** What is validated. */
export interface ContractsConfig {
  /** Larger events are refused at HTTP ingestion and quarantined at landing. */
  readonly maxEventBytes: number;
}

export const CONTRACTS = defineSettings(
  {
    MAX_EVENT_BYTES: wholeNumber(1024, 1_000_000)
      .default(262_144)
      .describe('Largest event, in bytes; larger ones are refused over HTTP and quarantined at landing.'),
  },
  (settings): ContractsConfig => ({ maxEventBytes: settings.MAX_EVENT_BYTES }),
);
