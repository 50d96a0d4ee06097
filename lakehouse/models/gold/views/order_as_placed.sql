/*
description: "Orders with the customer as the customer was when the order was placed, not as today."
materialise: view
columns:
  order_id: { type: string, description: "The order." }
  placed_date: { type: date, description: "Day on which it was placed (UTC)." }
  placed_at: { type: timestamp, description: "When it was placed." }
  customer_id: { type: string, description: "Who ordered." }
  segment: { type: string, description: "Commercial segment at that time; unknown where no profile is that old." }
  country: { type: string, description: "Country of the customer at that time." }
  consent_marketing: { type: boolean, description: "Whether advertising was agreed to at that time." }
  status: { type: string, description: "Status of the order now." }
  currency: { type: string, description: "ISO 4217 code of the amount." }
  total_amount: { type: "decimal(18,2)", description: "What the customer pays." }
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
