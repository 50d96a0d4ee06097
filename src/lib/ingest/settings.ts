import { defineSettings } from '../platform/settings';
import { wholeNumber } from '../platform/setting-types';

/** What comes over HTTP. */
export interface IngestConfig {
  /** Records in one HTTP request. */
  readonly maxRecordsPerRequest: number;
}

export const INGEST = defineSettings(
  {
    MAX_RECORDS_PER_REQUEST: wholeNumber(1, 1_000_000)
      .default(50_000)
      .describe('Most records in one HTTP ingestion request.'),
  },
  (settings): IngestConfig => ({ maxRecordsPerRequest: settings.MAX_RECORDS_PER_REQUEST }),
);
