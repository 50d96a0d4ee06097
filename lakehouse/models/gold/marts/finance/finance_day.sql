/*
description: "What was sold, taken back and owed in tax, by day of the order, currency, country and way of paying."
materialise: replace
key: [placed_date, currency, country, payment_method]
partitionBy: placed_date
stable: { placed_date: "The fact's; affected has also the days that a row may have left." }
affected: >
  SELECT placed_date FROM changed.fact_order
  UNION SELECT CAST(told_date AS DATE) FROM (SELECT explode(split(told_dates, ',')) AS told_date FROM changed.fact_order) AS told
restrict: { gold.fact_order: placed_date }
columns:
  placed_date: { type: date, description: "Business day on which the orders were placed (a day in BUSINESS_TIME_ZONE); joins dim_date." }
  currency: { type: string, description: "ISO 4217 code that all amounts are in." }
  country: { type: string, description: "Country that the orders go to; its tax applies." }
  payment_method: { type: string, description: "How customers pay." }
  order_count: { type: long, description: "Orders placed." }
  subtotal_amount: { type: "decimal(28,2)", description: "Goods before discount." }
  discount_amount: { type: "decimal(28,2)", description: "Discounts." }
  shipping_amount: { type: "decimal(28,2)", description: "Charges for shipping." }
  tax_amount: { type: "decimal(28,2)", description: "Tax of all orders." }
  total_amount: { type: "decimal(28,2)", description: "What customers pay, all orders." }
  cancelled_amount: { type: "decimal(28,2)", description: "Total of orders that were cancelled." }
  returned_amount: { type: "decimal(28,2)", description: "Total of orders that came back." }
  kept_amount: { type: "decimal(28,2)", description: "Total that stays: neither cancelled nor returned." }
  kept_tax_amount: { type: "decimal(28,2)", description: "Tax of what stays." }
  open_amount: { type: "decimal(28,2)", description: "Total of orders placed and not yet paid." }
expectations:
  - { name: total_splits, check: "total_amount = cancelled_amount + returned_amount + kept_amount", action: fail }
  - { name: open_within_kept, check: "open_amount <= kept_amount", action: fail }
*/
SELECT
  placed_date,
  currency,
  ship_to_country AS country,
  payment_method,
  count(*) AS order_count,
  sum(coalesce(subtotal_amount, CAST(0 AS DECIMAL(18,2)))) AS subtotal_amount,
  sum(coalesce(discount_amount, CAST(0 AS DECIMAL(18,2)))) AS discount_amount,
  sum(coalesce(shipping_amount, CAST(0 AS DECIMAL(18,2)))) AS shipping_amount,
  sum(coalesce(tax_amount, CAST(0 AS DECIMAL(18,2)))) AS tax_amount,
  sum(total_amount) AS total_amount,
  sum(CASE WHEN is_cancelled THEN total_amount ELSE CAST(0 AS DECIMAL(18,2)) END) AS cancelled_amount,
  sum(CASE WHEN is_returned THEN total_amount ELSE CAST(0 AS DECIMAL(18,2)) END) AS returned_amount,
  sum(CASE WHEN is_cancelled OR is_returned THEN CAST(0 AS DECIMAL(18,2)) ELSE total_amount END) AS kept_amount,
  sum(CASE WHEN is_cancelled OR is_returned THEN CAST(0 AS DECIMAL(18,2)) ELSE coalesce(tax_amount, CAST(0 AS DECIMAL(18,2))) END) AS kept_tax_amount,
  sum(CASE WHEN status = 'placed' THEN total_amount ELSE CAST(0 AS DECIMAL(18,2)) END) AS open_amount
FROM gold.fact_order
GROUP BY placed_date, currency, ship_to_country, payment_method
