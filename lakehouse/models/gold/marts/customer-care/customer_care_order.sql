/*
description: "Orders for customer care: each order with its customer (personal columns protected) and the state of its shipments."
materialise: view
columns:
  order_id: { type: string, description: "The order." }
  placed_at: { type: timestamp, description: "When it was placed." }
  status: { type: string, description: "Status of the order." }
  status_at: { type: timestamp, description: "When it reached that status." }
  total_amount: { type: "decimal(18,2)", description: "Total that the customer pays." }
  currency: { type: string, description: "ISO 4217 code of the amount." }
  customer_id: { type: string, description: "The customer who ordered." }
  first_name: { type: string, description: "Given name, masked.", personal: mask }
  last_name: { type: string, description: "Family name, masked.", personal: mask }
  segment: { type: string, description: "Commercial segment of the customer." }
  shipment_count: { type: long, description: "Shipments of the order." }
  delivered_shipment_count: { type: long, description: "Shipments of these that were delivered." }
  failed_shipment_count: { type: long, description: "Shipments of these with a failed delivery." }
  largest_delay_minutes: { type: long, description: "Largest delay of its shipments." }
  last_shipment_at: { type: timestamp, description: "When a shipment last moved." }
  needs_attention: { type: boolean, description: "Whether a delivery failed, or the order is open and a shipment is late." }
*/
WITH orders AS (
  SELECT * FROM gold.fact_order
),
customers AS (
  SELECT * FROM gold.dim_customer WHERE valid_to IS NULL
),
shipments AS (
  SELECT * FROM gold.fact_shipment WHERE order_id <> 'unknown'
),
shipped AS (
  SELECT
    order_id,
    count(*) AS shipment_count,
    count(*) FILTER (WHERE is_delivered) AS delivered_shipment_count,
    count(*) FILTER (WHERE has_failed) AS failed_shipment_count,
    count(*) FILTER (WHERE is_late) AS late_shipment_count,
    max(delay_minutes) AS largest_delay_minutes,
    max(status_at) AS last_shipment_at
  FROM shipments
  GROUP BY order_id
)
SELECT
  o.order_id,
  o.placed_at,
  o.status,
  o.status_at,
  o.total_amount,
  o.currency,
  o.customer_id,
  c.first_name,
  c.last_name,
  coalesce(c.segment, 'unknown') AS segment,
  coalesce(s.shipment_count, 0) AS shipment_count,
  coalesce(s.delivered_shipment_count, 0) AS delivered_shipment_count,
  coalesce(s.failed_shipment_count, 0) AS failed_shipment_count,
  s.largest_delay_minutes,
  s.last_shipment_at,
  coalesce(s.failed_shipment_count > s.delivered_shipment_count, false)
    OR (o.is_open AND coalesce(s.late_shipment_count > 0, false)) AS needs_attention
FROM orders AS o
LEFT JOIN customers AS c ON c.customer_id = o.customer_id
LEFT JOIN shipped AS s ON s.order_id = o.order_id
