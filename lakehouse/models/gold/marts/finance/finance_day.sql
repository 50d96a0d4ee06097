/*
description: "Sales, returns and tax, by day of the order, currency, country and payment method."
materialise: replace
key: [placed_date, currency, country, payment_method]
partitionBy: placed_date
stable: { placed_date: "The day of the fact. affected also has the days that a row may have left." }
affected: >
  SELECT placed_date FROM changed.fact_order
  UNION SELECT CAST(told_date AS DATE) FROM (SELECT explode(split(told_dates, ',')) AS told_date FROM changed.fact_order) AS told
restrict: { gold.fact_order: placed_date }
columns:
  placed_date: { type: date, description: "Business day on which the orders were placed (a day in BUSINESS_TIME_ZONE); joins dim_date." }
  currency: { type: string, description: "ISO 4217 code of all amounts." }
  country: { type: string, description: "Country of delivery; its tax applies." }
  payment_method: { type: string, description: "Payment method." }
  order_count: { type: long, description: "Orders placed." }
  subtotal_amount: { type: "decimal(28,2)", description: "Goods before discount." }
  discount_amount: { type: "decimal(28,2)", description: "Discounts." }
  shipping_amount: { type: "decimal(28,2)", description: "Charges for shipping." }
  tax_amount: { type: "decimal(28,2)", description: "Tax of all orders." }
  total_amount: { type: "decimal(28,2)", description: "Total of all orders." }
  cancelled_amount: { type: "decimal(28,2)", description: "Total of cancelled orders." }
  returned_amount: { type: "decimal(28,2)", description: "Total of returned orders." }
  kept_amount: { type: "decimal(28,2)", description: "Total of orders that were neither cancelled nor returned." }
  kept_tax_amount: { type: "decimal(28,2)", description: "Tax of orders that were neither cancelled nor returned." }
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
  sum(amount_or_zero(subtotal_amount)) AS subtotal_amount,
  sum(amount_or_zero(discount_amount)) AS discount_amount,
  sum(amount_or_zero(shipping_amount)) AS shipping_amount,
  sum(amount_or_zero(tax_amount)) AS tax_amount,
  sum(total_amount) AS total_amount,
  sum(amount_if(is_cancelled, total_amount)) AS cancelled_amount,
  sum(amount_if(is_returned, total_amount)) AS returned_amount,
  sum(amount_unless(is_cancelled OR is_returned, total_amount)) AS kept_amount,
  sum(amount_unless(is_cancelled OR is_returned, amount_or_zero(tax_amount))) AS kept_tax_amount,
  sum(amount_if(status = 'placed', total_amount)) AS open_amount
FROM gold.fact_order
GROUP BY placed_date, currency, ship_to_country, payment_method
