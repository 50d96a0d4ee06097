/*
description: "Orders of the shop's database, one row per order. Gold takes orders from before the stream began from it, and finance compares it with the stream."
materialise: merge
key: [order_id]
affected: SELECT DISTINCT order_id FROM bronze.orders WHERE order_id IS NOT NULL
bronze:
  batch: shop_database
  file: orders.ndjson
  format: ndjson
  columns: { order_id: string, customer_id: string, status: string, currency: string, total_minor: long, placed_at: timestamp, changed_at: timestamp }
columns:
  order_id: { type: string, description: "Identity of the order." }
  placed_at: { type: timestamp, description: "When the order was placed." }
  customer_id: { type: string, description: "The customer who ordered." }
  status: { type: string, description: "The newest status in the database." }
  changed_at: { type: timestamp, description: "When the order reached that status." }
  currency: { type: string, description: "ISO 4217 code of the total." }
  total_minor: { type: long, description: "Total that the customer pays, in minor units." }
expectations:
  - { name: key_present, check: "order_id IS NOT NULL AND placed_at IS NOT NULL", action: drop }
  - { name: status_known, check: "status IN ('placed', 'paid', 'shipped', 'delivered', 'cancelled', 'returned')", action: drop }
  - { name: total_not_negative, check: "total_minor >= 0", action: warn }
*/
SELECT
  order_id,
  placed_at,
  customer_id,
  status,
  changed_at,
  currency,
  total_minor
FROM (
  SELECT
    known.*,
    row_number() OVER (
      PARTITION BY order_id
      ORDER BY changed_at DESC NULLS LAST, placed_at NULLS LAST, status NULLS LAST, total_minor NULLS LAST, currency NULLS LAST, customer_id NULLS LAST
    ) AS place
  FROM (
    SELECT order_id, placed_at, customer_id, status, changed_at, currency, total_minor FROM existing.shop_order
    UNION ALL
    SELECT order_id, placed_at, customer_id, status, coalesce(changed_at, placed_at), currency, total_minor FROM bronze.orders
    WHERE order_id IS NOT NULL
  ) AS known
) AS numbered
WHERE place = 1
