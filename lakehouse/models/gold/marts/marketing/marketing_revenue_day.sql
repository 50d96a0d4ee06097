/*
description: "Orders by day and the campaign of the visit that led to them, whatever the day of the visit. Without a visit the campaign is unknown."
materialise: replace
key: [placed_date, campaign, currency]
partitionBy: placed_date
stable: { placed_date: "The day of the fact. affected also has the days that a row may have left." }
affected: >
  SELECT placed_date FROM changed.fact_order
  UNION SELECT CAST(told_date AS DATE) FROM (SELECT explode(split(told_dates, ',')) AS told_date FROM changed.fact_order) AS told
  UNION SELECT o.placed_date FROM gold.fact_order AS o JOIN changed.fact_session AS s ON s.session_id = o.session_id
restrict: { gold.fact_order: placed_date }
columns:
  placed_date: { type: date, description: "Business day on which the orders were placed (a day in BUSINESS_TIME_ZONE); joins dim_date." }
  campaign: { type: string, description: "Marketing campaign of the visit; none for visits without one, unknown for orders without a visit." }
  currency: { type: string, description: "ISO 4217 code of all amounts." }
  order_count: { type: long, description: "Orders placed." }
  total_amount: { type: "decimal(28,2)", description: "Total of all orders." }
  kept_amount: { type: "decimal(28,2)", description: "Total of orders that were neither cancelled nor returned." }
expectations:
  - { name: kept_within_total, check: "kept_amount <= total_amount", action: fail }
*/
SELECT
  o.placed_date,
  coalesce(s.campaign, 'unknown') AS campaign,
  o.currency,
  count(*) AS order_count,
  sum(o.total_amount) AS total_amount,
  sum(amount_unless(o.is_cancelled OR o.is_returned, o.total_amount)) AS kept_amount
FROM gold.fact_order AS o
LEFT JOIN gold.fact_session AS s ON s.session_id = o.session_id
GROUP BY o.placed_date, coalesce(s.campaign, 'unknown'), o.currency
