/*
description: "Orders by day and the campaign of the visit that led to them. An order counts for a visit of its own day; without one its campaign is unknown."
materialise: replace
key: [placed_date, campaign, currency]
partitionBy: placed_date
affected: >
  SELECT placed_date FROM changed.fact_order
  UNION SELECT visit_date FROM changed.fact_session
restrict: { gold.fact_order: placed_date, gold.fact_session: visit_date }
columns:
  placed_date: { type: date, description: "Day on which the orders were placed (UTC); joins dim_date." }
  campaign: { type: string, description: "Marketing campaign of the visit; none for visits without one, unknown for orders without a visit." }
  currency: { type: string, description: "ISO 4217 code that all amounts are in." }
  order_count: { type: long, description: "Orders placed." }
  total_amount: { type: "decimal(18,2)", description: "What customers pay for all orders." }
  kept_amount: { type: "decimal(18,2)", description: "What customers pay for orders that were neither cancelled nor returned." }
expectations:
  - { name: kept_within_total, check: "kept_amount <= total_amount", action: fail }
*/
SELECT
  o.placed_date,
  coalesce(s.campaign, 'unknown') AS campaign,
  o.currency,
  count(*) AS order_count,
  sum(o.total_amount) AS total_amount,
  sum(CASE WHEN o.is_cancelled OR o.is_returned THEN CAST(0 AS DECIMAL(18,2)) ELSE o.total_amount END) AS kept_amount
FROM gold.fact_order AS o
LEFT JOIN gold.fact_session AS s ON s.visit_date = o.placed_date AND s.session_id = o.session_id
GROUP BY o.placed_date, coalesce(s.campaign, 'unknown'), o.currency
