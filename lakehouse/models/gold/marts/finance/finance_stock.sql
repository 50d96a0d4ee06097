/*
description: "Cost of the stock of each warehouse, by product."
materialise: view
columns:
  site_code: { type: string, description: "The warehouse; joins dim_place." }
  product_id: { type: string, description: "The product; joins dim_product." }
  name: { type: string, description: "Name of the product." }
  on_hand: { type: long, description: "Pieces in the warehouse." }
  available: { type: long, description: "Pieces that can be sold." }
  is_low: { type: boolean, description: "Whether the stock is so low that more must be ordered." }
  currency: { type: string, description: "ISO 4217 code of the cost." }
  stock_amount: { type: "decimal(28,2)", description: "Cost of the pieces for the company." }
*/
SELECT
  s.site_code,
  s.product_id,
  coalesce(p.name, s.product_id) AS name,
  s.on_hand,
  s.available,
  coalesce(s.available <= s.reorder_level, false) AS is_low,
  p.currency,
  CAST(CAST(s.on_hand * p.unit_cost_minor AS DECIMAL(18,0)) * 0.01 AS DECIMAL(18,2)) AS stock_amount
FROM silver.product_stock AS s
LEFT JOIN silver.product AS p ON p.product_id = s.product_id
