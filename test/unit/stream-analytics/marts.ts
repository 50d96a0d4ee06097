/** The relation of Gold that is compared with an output, and the differences between their columns. */
export interface Mart {
  /** A table of Gold, or a query over Gold. */
  readonly gold: string;
  /** The column with the time. */
  readonly when: string;
  /** Gold's expression for an output column that Gold does not have by that name. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Gold's columns that the output lacks, each with the reason. */
  readonly leftOut?: Readonly<Record<string, string>>;
}

export const MARTS: Readonly<Record<string, Mart>> = {
  sales_day: { gold: 'gold.sales_day', when: 'placed_date' },
  sales_product_day: {
    gold: 'gold.sales_product_day',
    when: 'placed_date',
    leftOut: { product_key: 'the language has no hash' },
  },
  finance_day: { gold: 'gold.finance_day', when: 'placed_date' },
  marketing_campaign_day: { gold: 'gold.marketing_campaign_day', when: 'visit_date' },
  marketing_revenue_day: { gold: 'gold.marketing_revenue_day', when: 'placed_date' },
  marketing_audience_hour: {
    gold: `(
      SELECT date_trunc('hour', valid_from) AS hour_start, segment, country, count(DISTINCT customer_id) AS customer_count,
        count(DISTINCT customer_id) FILTER (WHERE consent_marketing) AS mailable_count,
        count(DISTINCT customer_id) FILTER (WHERE consent_profiling) AS profilable_count
      FROM gold.dim_customer WHERE NOT is_inferred AND NOT is_deleted GROUP BY ALL)`,
    when: 'hour_start',
  },
  operations_site_hour: {
    gold: 'gold.operations_site_hour',
    when: 'hour_start',
    columns: { power_microwatts_sum: 'CAST(power_watts_sum * 1000000 AS BIGINT)' },
    leftOut: {
      event_date: 'the hour has it',
      site_key: 'the language has no hash',
      power_watts_sum: 'compared as power_microwatts_sum',
    },
  },
  operations_device_day: {
    gold: 'gold.operations_device_day',
    when: 'event_date',
    leftOut: { device_key: 'the language has no hash' },
  },
  operations_delivery_day: {
    gold: 'gold.operations_delivery_day',
    when: 'event_date',
    columns: {
      departed_metres: 'CAST(departed_kilometres * 1000 AS BIGINT)',
      delivered_grams: 'CAST(delivered_kilograms * 1000 AS BIGINT)',
    },
    leftOut: {
      departed_kilometres: 'compared as departed_metres',
      delivered_kilograms: 'compared as delivered_grams',
    },
  },
  customer_care_day: { gold: 'gold.customer_care_day', when: 'event_date' },
  customer_care_profile_hour: {
    gold: `(
      SELECT date_trunc('hour', window_start) AS hour_start, sum(events) AS events, sum(deletions) AS deletions
      FROM gold.window_customers_profile GROUP BY ALL)`,
    when: 'hour_start',
  },
};

/** Gold's expression for a column of an output. */
export function goldColumn({ columns = {} }: Mart, column: string): string {
  const minor = /^(.*)_minor$/.exec(column);
  return columns[column] ?? (minor === null ? column : `CAST(${minor[1] ?? ''}_amount * 100 AS BIGINT)`);
}
