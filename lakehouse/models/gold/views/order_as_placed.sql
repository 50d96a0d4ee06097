/*
description: "Orders with the customer's version at the time when the order was placed."
materialise: view
columns:
  order_id: { type: string, description: "The order." }
  placed_date: { type: date, description: "Day on which it was placed (UTC)." }
  placed_at: { type: timestamp, description: "When it was placed." }
  customer_id: { type: string, description: "The customer who ordered." }
  segment: { type: string, description: "Commercial segment at that time; unknown if no profile is that old." }
  country: { type: string, description: "Country of the customer at that time." }
  consent_marketing: { type: boolean, description: "Whether the customer agreed to advertising at that time." }
  status: { type: string, description: "Present status of the order." }
  currency: { type: string, description: "ISO 4217 code of the amount." }
  total_amount: { type: "decimal(18,2)", description: "Total that the customer pays." }
*/
SELECT
  o.order_id,
  o.placed_date,
  o.placed_at,
  o.customer_id,
  coalesce(c.segment, 'unknown') AS segment,
  coalesce(c.country, 'unknown') AS country,
  coalesce(c.consent_marketing, false) AS consent_marketing,
  o.status,
  o.currency,
  o.total_amount
FROM gold.fact_order AS o
LEFT JOIN gold.dim_customer AS c
  ON c.customer_id = o.customer_id
  AND o.placed_at >= c.valid_from
  AND (c.valid_to IS NULL OR o.placed_at < c.valid_to)
