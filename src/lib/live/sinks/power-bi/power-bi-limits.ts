/** So much in any span of so many seconds. */
export interface RateLimit {
  readonly seconds: number;
  /** @default as many as one likes */
  readonly requests?: number;
  /** @default as many as one likes */
  readonly rows?: number;
}

/** What one dataset of Power BI takes. */
export interface PowerBiLimits {
  readonly rowsPerRequest: number;
  /** Of the body. */
  readonly bytesPerRequest: number;
  /** Requests without an answer yet. */
  readonly pendingRequests: number;
  readonly rates: readonly RateLimit[];
}

/**
 * Of push datasets: https://learn.microsoft.com/power-bi/developer/embedded/push-datasets-limitations, and for bytes
 * https://learn.microsoft.com/power-bi/connect-data/service-real-time-streaming. A table of 250,000 rows or more takes 120
 * requests an hour only; the datasets that this app makes drop their oldest rows before that (basicFIFO).
 */
export const PUSH_DATASET_LIMITS: PowerBiLimits = {
  rowsPerRequest: 10_000,
  bytesPerRequest: 16_000_000,
  pendingRequests: 5,
  rates: [
    { seconds: 60, requests: 120 },
    { seconds: 3600, rows: 1_000_000 },
  ],
};

/**
 * Of a dataset that is reached by its push URL. It may be for streaming tiles, which take 15 KB a request and five requests a
 * second, or hold history besides; both are kept to, because the URL does not tell.
 */
export const PUSH_URL_LIMITS: PowerBiLimits = {
  ...PUSH_DATASET_LIMITS,
  bytesPerRequest: 15_000,
  rates: [{ seconds: 1, requests: 5 }, ...PUSH_DATASET_LIMITS.rates],
};

/** Columns of a table, from the same page. */
export const MAX_COLUMNS = 75;

/** Characters of a text, from the same page. */
export const MAX_STRING_LENGTH = 4000;
