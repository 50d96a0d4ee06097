import { defineSettings } from '../platform/settings';
import { wholeNumber } from '../platform/setting-types';

/** Limits of ingestion over HTTP. */
export interface IngestConfig {
  /** Maximum number of records in one HTTP request. */
  readonly maxRecordsPerRequest: number;
}

export const INGEST = defineSettings(
  {
    MAX_RECORDS_PER_REQUEST: wholeNumber(1, 1_000_000)
      .default(50_000)
      .describe('Maximum number of records in one HTTP ingestion request.'),
  },
  (settings): IngestConfig => ({ maxRecordsPerRequest: settings.MAX_RECORDS_PER_REQUEST }),
);
