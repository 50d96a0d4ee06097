/** The most that any span of `seconds` may hold. */
export interface RateLimit {
  readonly seconds: number;
  /** @default no limit */
  readonly requests?: number;
  /** @default no limit */
  readonly rows?: number;
}

/** Limits of one Power BI dataset. */
export interface PowerBiLimits {
  readonly rowsPerRequest: number;
  /** Of the body. */
  readonly bytesPerRequest: number;
  /** Requests without an answer yet. */
  readonly pendingRequests: number;
  readonly rates: readonly RateLimit[];
}

/**
 * Limits of push datasets, from
 * https://learn.microsoft.com/power-bi/developer/embedded/push-datasets-limitations; the bytes are from
 * https://learn.microsoft.com/power-bi/connect-data/service-real-time-streaming.
 *
 * A table of 250,000 rows or more takes only 120 requests an hour. Datasets that this app creates use
 * basicFIFO, which drops the oldest rows before that.
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
 * Limits of a dataset that is reached by its push URL. A dataset for streaming tiles takes 15 KB a request
 * and five requests a second; another kind also keeps history. The URL does not show the kind, so both limits
 * apply.
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
