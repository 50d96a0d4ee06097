/*
description: "Products, one row per product, described by the ERP system, else by the newest order line. A product that was only clicked on has a row with the identity only. 'unknown' means no product."
materialise: merge
key: [product_id]
affected: >
  SELECT product_id FROM changed.ecommerce_order_line
  UNION SELECT product_id FROM changed.ecommerce_clickstream WHERE product_id IS NOT NULL
  UNION SELECT product_id FROM changed.product
  UNION SELECT 'unknown'
columns:
  product_id: { type: string, description: "Identity of the product." }
  product_key: { type: string, keyOf: product_id, description: "Key of the product, for programs that compare texts without case." }
  name: { type: string, description: "Name of the product." }
  category: { type: string, description: "Category of the product." }
  supplier: { type: string, description: "Supplier of the product." }
  unit_cost_amount: { type: "decimal(18,2)", description: "Cost of one piece for the company." }
  unit_cost_currency: { type: string, description: "ISO 4217 code of the cost." }
  ordered_name: { type: string, description: "Name on the newest order line that has one." }
  ordered_category: { type: string, description: "Category on that order line." }
  described_at: { type: timestamp, description: "Time of that order line." }
  is_inferred: { type: boolean, description: "Whether only the identity of the product is known." }
expectations:
  - { name: described, check: "NOT is_inferred OR product_id = 'unknown'", action: warn }
*/
WITH order_lines AS (
  SELECT * FROM changed.ecommerce_order_line
),
clicks AS (
  SELECT * FROM changed.ecommerce_clickstream
),
new_products AS (
  SELECT * FROM changed.product
),
products AS (
  SELECT * FROM silver.product
),
known_products AS (
  SELECT * FROM existing.dim_product
),
mentioned AS (
  SELECT product_id FROM order_lines
  UNION SELECT product_id FROM clicks WHERE product_id IS NOT NULL
  UNION SELECT product_id FROM new_products
  UNION SELECT 'unknown'
),
named AS (
  SELECT product_id, ordered_name, ordered_category, described_at
  FROM known_products
  UNION ALL
  SELECT product_id, product_name, category, max(event_time)
  FROM order_lines
  WHERE product_name IS NOT NULL
  GROUP BY product_id, product_name, category
  UNION ALL
  SELECT product_id, CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS TIMESTAMP)
  FROM mentioned
),
newest AS (
  SELECT *
  FROM (
    SELECT
      named.*,
      row_number() OVER (
        PARTITION BY product_id
        ORDER BY described_at DESC NULLS LAST, ordered_name DESC NULLS LAST, ordered_category DESC NULLS LAST
      ) AS recency
    FROM named
  ) AS ranked
  WHERE recency = 1
)
SELECT
  n.product_id,
  surrogate_key(n.product_id) AS product_key,
  coalesce(p.name, n.ordered_name, n.product_id) AS name,
  coalesce(p.category, n.ordered_category, 'unknown') AS category,
  coalesce(p.supplier, 'unknown') AS supplier,
  minor_to_amount(p.unit_cost_minor) AS unit_cost_amount,
  p.currency AS unit_cost_currency,
  n.ordered_name,
  n.ordered_category,
  n.described_at,
  p.product_id IS NULL AND n.ordered_name IS NULL AS is_inferred
FROM newest AS n
LEFT JOIN products AS p ON p.product_id = n.product_id
