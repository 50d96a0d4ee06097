/*
description: "Sales by day, product and currency."
materialise: replace
key: [placed_date, product_id, currency]
partitionBy: placed_date
stable: { placed_date: "The day of the fact. affected also has the days that a row may have left." }
affected: >
  SELECT placed_date FROM changed.fact_order_line
  UNION SELECT CAST(told_date AS DATE) FROM (SELECT explode(split(told_dates, ',')) AS told_date FROM changed.fact_order) AS told
restrict: { gold.fact_order_line: placed_date }
columns:
  placed_date: { type: date, description: "Business day on which the orders were placed (a day in BUSINESS_TIME_ZONE); joins dim_date." }
  product_id: { type: string, description: "The product." }
  product_key: { type: string, keyOf: product_id, description: "Key of the product; joins dim_product." }
  currency: { type: string, description: "ISO 4217 code of all amounts." }
  order_count: { type: long, description: "Orders with the product." }
  pieces: { type: long, description: "Pieces ordered." }
  returned_pieces: { type: long, description: "Pieces of orders that were returned." }
  cancelled_pieces: { type: long, description: "Pieces of orders that were cancelled." }
  gross_amount: { type: "decimal(28,2)", description: "Quantity times unit price." }
  discount_amount: { type: "decimal(28,2)", description: "Discounts on the lines." }
  net_amount: { type: "decimal(28,2)", description: "Gross amount without discounts." }
  kept_amount: { type: "decimal(28,2)", description: "Net amount of orders that were neither cancelled nor returned." }
expectations:
  - { name: net_adds_up, check: "net_amount = gross_amount - discount_amount", action: fail }
  - { name: kept_within_net, check: "kept_amount <= net_amount", action: warn }
*/
SELECT
  placed_date,
  product_id,
  surrogate_key(product_id) AS product_key,
  currency,
  count(DISTINCT order_id) AS order_count,
  sum(quantity) AS pieces,
  sum(CASE WHEN status = 'returned' THEN quantity ELSE 0 END) AS returned_pieces,
  sum(CASE WHEN status = 'cancelled' THEN quantity ELSE 0 END) AS cancelled_pieces,
  sum(gross_amount) AS gross_amount,
  sum(discount_amount) AS discount_amount,
  sum(net_amount) AS net_amount,
  sum(amount_unless(status IN ('cancelled', 'returned'), net_amount)) AS kept_amount
FROM gold.fact_order_line
GROUP BY placed_date, product_id, currency
