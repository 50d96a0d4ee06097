/*
description: "Lines of the orders, one row a line, as the order stands now."
materialise: merge
key: [placed_date, order_id, line_number]
partitionBy: placed_date
affected: SELECT DISTINCT CAST(placed_at AS DATE) AS placed_date, order_id FROM changed.ecommerce_order
columns:
  order_id: { type: string, description: "The order; joins fact_order." }
  line_number: { type: integer, description: "Counts the lines of the order from 1." }
  placed_date: { type: date, description: "Day on which the order was placed (UTC); joins dim_date." }
  customer_id: { type: string, description: "Who ordered; joins dim_customer_current." }
  product_id: { type: string, description: "What was ordered; joins dim_product." }
  sku: { type: string, description: "Stock keeping unit of the product." }
  category: { type: string, description: "Category of the product when it was ordered." }
  quantity: { type: long, description: "Pieces ordered." }
  currency: { type: string, description: "ISO 4217 code that all amounts are in." }
  unit_price_amount: { type: "decimal(18,2)", description: "Price of one piece before discount." }
  gross_amount: { type: "decimal(18,2)", description: "Quantity times unit price." }
  discount_amount: { type: "decimal(18,2)", description: "Discount on the line." }
  net_amount: { type: "decimal(18,2)", description: "Gross amount without the discount." }
  status: { type: string, description: "Status of the order." }
  status_at: { type: timestamp, description: "When the order reached it." }
  status_event_id: { type: string, description: "Identity of the event that gave the status." }
expectations:
  - { name: line_present, check: "order_id IS NOT NULL AND line_number IS NOT NULL", action: fail }
  - { name: quantity_positive, check: "quantity >= 1", action: warn }
  - { name: discount_below_price, check: "net_amount >= 0", action: warn }
*/
WITH lines AS (
  SELECT
    o.order_id,
    l.line_number,
    CAST(o.placed_at AS DATE) AS placed_date,
    o.customer_id,
    l.product_id,
    l.sku,
    coalesce(l.category, 'unknown') AS category,
    l.quantity,
    o.currency,
    CAST(CAST(l.unit_price_minor AS DECIMAL(16,0)) * 0.01 AS DECIMAL(18,2)) AS unit_price_amount,
    CAST(CAST(l.quantity * l.unit_price_minor AS DECIMAL(16,0)) * 0.01 AS DECIMAL(18,2)) AS gross_amount,
    CAST(CAST(coalesce(l.discount_minor, 0) AS DECIMAL(16,0)) * 0.01 AS DECIMAL(18,2)) AS discount_amount,
    o.status,
    o.event_time AS status_at,
    o.event_id AS status_event_id
  FROM changed.ecommerce_order AS o
  JOIN changed.ecommerce_order_line AS l ON l.event_time = o.event_time AND l.event_id = o.event_id
  UNION ALL
  SELECT
    order_id, line_number, placed_date, customer_id, product_id, sku, category, quantity, currency,
    unit_price_amount, gross_amount, discount_amount, status, status_at, status_event_id
  FROM existing.fact_order_line
)
SELECT
  order_id,
  line_number,
  placed_date,
  customer_id,
  product_id,
  sku,
  category,
  quantity,
  currency,
  unit_price_amount,
  gross_amount,
  discount_amount,
  gross_amount - discount_amount AS net_amount,
  status,
  status_at,
  status_event_id
FROM (
  SELECT
    lines.*,
    rank() OVER (
      PARTITION BY placed_date, order_id
      ORDER BY
        status_at DESC,
        CASE status
          WHEN 'placed' THEN 1 WHEN 'paid' THEN 2 WHEN 'shipped' THEN 3
          WHEN 'delivered' THEN 4 WHEN 'returned' THEN 5 ELSE 6
        END DESC,
        status_event_id DESC
    ) AS recency
  FROM lines
) AS ranked
WHERE recency = 1
