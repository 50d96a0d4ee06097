/*
description: "Products of the ERP system, one row per product."
materialise: full
key: [product_id]
bronze:
  batch: erp
  file: products.ndjson
  format: ndjson
  columns: { product_id: string, name: string, category: string, supplier: string, unit_cost_minor: integer, currency: string }
columns:
  product_id: { type: string, description: "Identity of the product; order lines and clicks have the same value." }
  name: { type: string, description: "Name of the product." }
  category: { type: string, description: "Category of the product." }
  supplier: { type: string, description: "Supplier of the product." }
  unit_cost_minor: { type: long, description: "Cost of one piece for the company, in minor units." }
  currency: { type: string, description: "ISO 4217 code of the cost." }
expectations:
  - { name: key_present, check: "product_id IS NOT NULL AND product_id <> ''", action: drop }
  - { name: cost_not_negative, check: "unit_cost_minor IS NULL OR unit_cost_minor >= 0", action: warn }
*/
SELECT
  product_id,
  name,
  category,
  supplier,
  unit_cost_minor,
  currency
FROM (
  SELECT
    p.*,
    row_number() OVER (
      PARTITION BY product_id
      ORDER BY name NULLS LAST, category NULLS LAST, supplier NULLS LAST, unit_cost_minor NULLS LAST, currency NULLS LAST
    ) AS place
  FROM bronze.products AS p
) AS numbered
WHERE place = 1
