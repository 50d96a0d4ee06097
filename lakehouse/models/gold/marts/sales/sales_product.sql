/*
description: "Total sales of each product, with its name."
materialise: view
columns:
  product_id: { type: string, description: "The product." }
  name: { type: string, description: "Name of the product." }
  category: { type: string, description: "Category of the product." }
  currency: { type: string, description: "ISO 4217 code of all amounts." }
  pieces: { type: long, description: "Pieces ordered." }
  returned_pieces: { type: long, description: "Pieces of orders that were returned." }
  net_amount: { type: "decimal(28,2)", description: "Sales after discounts." }
  kept_amount: { type: "decimal(28,2)", description: "Sales of orders that were neither cancelled nor returned." }
*/
SELECT
  s.product_id,
  p.name,
  p.category,
  s.currency,
  sum(s.pieces) AS pieces,
  sum(s.returned_pieces) AS returned_pieces,
  sum(s.net_amount) AS net_amount,
  sum(s.kept_amount) AS kept_amount
FROM gold.sales_product_day AS s
JOIN gold.dim_product AS p ON p.product_id = s.product_id
GROUP BY s.product_id, p.name, p.category, s.currency
