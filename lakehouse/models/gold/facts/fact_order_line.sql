/*
description: "Lines of the orders, one row per line, in the order's present state."
materialise: merge
key: [order_id, line_number]
partitionBy: placed_date
stable: { placed_date: "The day of the order in fact_order; order_id finds a row that moves.", line_number: "A position in the newest event's list; all lines of an order are replaced together." }
affected: SELECT order_id FROM changed.fact_order
columns:
  order_id: { type: string, description: "The order; joins fact_order." }
  line_number: { type: integer, description: "Number of the line in the order, from 1." }
  placed_date: { type: date, description: "Business day on which the order was placed (in BUSINESS_TIME_ZONE); joins dim_date." }
  customer_id: { type: string, description: "The customer who ordered." }
  customer_key: { type: string, keyOf: customer_id, description: "Key of the customer; joins dim_customer_current." }
  product_id: { type: string, description: "The product that was ordered." }
  product_key: { type: string, keyOf: product_id, description: "Key of the product; joins dim_product." }
  sku: { type: string, description: "Stock keeping unit of the product." }
  category: { type: string, description: "Category of the product when it was ordered." }
  quantity: { type: long, description: "Pieces ordered." }
  currency: { type: string, description: "ISO 4217 code of all amounts." }
  unit_price_amount: { type: "decimal(18,2)", description: "Price of one piece before discount." }
  gross_amount: { type: "decimal(18,2)", description: "Quantity times unit price." }
  discount_amount: { type: "decimal(18,2)", description: "Discount on the line." }
  net_amount: { type: "decimal(18,2)", description: "Gross amount without the discount." }
  status: { type: string, description: "Status of the order." }
  status_at: { type: timestamp, description: "When the order reached that status." }
  status_event_id: { type: string, description: "Identity of the event that gave the status." }
expectations:
  - { name: line_present, check: "order_id IS NOT NULL AND line_number IS NOT NULL", action: fail }
  - { name: quantity_positive, check: "quantity >= 1", action: warn }
  - { name: discount_below_price, check: "net_amount >= 0", action: warn }
*/
WITH orders AS (
  SELECT * FROM changed.fact_order
),
order_lines AS (
  SELECT * FROM changed.ecommerce_order_line
),
known_lines AS (
  SELECT * FROM existing.fact_order_line
),
lines AS (
  SELECT
    event_time AS status_at,
    event_id AS status_event_id,
    line_number,
    product_id,
    sku,
    coalesce(category, 'unknown') AS category,
    quantity,
    minor_to_amount(unit_price_minor) AS unit_price_amount,
    minor_to_amount(quantity * unit_price_minor) AS gross_amount,
    minor_to_amount(coalesce(discount_minor, 0)) AS discount_amount
  FROM order_lines
  UNION ALL
  SELECT
    status_at, status_event_id, line_number, product_id, sku, category, quantity,
    unit_price_amount, gross_amount, discount_amount
  FROM known_lines
)
-- An order has the lines of the event that gave its status: the event is new, or the table already has its lines.
SELECT
  o.order_id,
  l.line_number,
  o.placed_date,
  o.customer_id,
  o.customer_key,
  l.product_id,
  surrogate_key(l.product_id) AS product_key,
  l.sku,
  l.category,
  l.quantity,
  o.currency,
  l.unit_price_amount,
  l.gross_amount,
  l.discount_amount,
  l.gross_amount - l.discount_amount AS net_amount,
  o.status,
  o.status_at,
  o.status_event_id
FROM orders AS o
JOIN lines AS l ON l.status_at = o.status_at AND l.status_event_id = o.status_event_id
