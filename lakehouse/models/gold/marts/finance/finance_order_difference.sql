/*
description: "Orders that differ between the stream and the shop's database, or that the stream lacks."
materialise: view
columns:
  order_id: { type: string, description: "The order." }
  difference: { type: string, description: "total, currency, status or not-in-stream." }
  database_status: { type: string, description: "Status in the database." }
  stream_status: { type: string, description: "Status in the stream." }
  database_total_amount: { type: "decimal(18,2)", description: "Total in the database." }
  stream_total_amount: { type: "decimal(18,2)", description: "Total in the stream." }
  currency: { type: string, description: "Currency in the database." }
*/
SELECT
  s.order_id,
  CASE
    WHEN o.recorded_in = 'shop-database' THEN 'not-in-stream'
    WHEN o.currency <> s.currency THEN 'currency'
    WHEN o.total_amount <> minor_to_amount(s.total_minor) THEN 'total'
    ELSE 'status'
  END AS difference,
  s.status AS database_status,
  CASE WHEN o.recorded_in = 'stream' THEN o.status END AS stream_status,
  minor_to_amount(s.total_minor) AS database_total_amount,
  CASE WHEN o.recorded_in = 'stream' THEN o.total_amount END AS stream_total_amount,
  s.currency
FROM silver.shop_order AS s
JOIN gold.fact_order AS o ON o.order_id = s.order_id
WHERE o.recorded_in = 'shop-database'
  OR o.currency <> s.currency
  OR o.status <> s.status
  OR o.total_amount <> minor_to_amount(s.total_minor)
