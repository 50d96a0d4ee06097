/*
description: "Sales by day, channel, country and currency. Amounts of different currencies are never added up."
materialise: replace
key: [placed_date, channel, country, currency]
partitionBy: placed_date
stable: { placed_date: "The day of the fact. affected also has the days that a row may have left." }
affected: >
  SELECT placed_date FROM changed.fact_order
  UNION SELECT CAST(told_date AS DATE) FROM (SELECT explode(split(told_dates, ',')) AS told_date FROM changed.fact_order) AS told
restrict: { gold.fact_order: placed_date }
columns:
  placed_date: { type: date, description: "Business day on which the orders were placed (a day in BUSINESS_TIME_ZONE); joins dim_date." }
  channel: { type: string, description: "Channel in which they were placed." }
  country: { type: string, description: "Country of delivery." }
  currency: { type: string, description: "ISO 4217 code of all amounts." }
  order_count: { type: long, description: "Orders placed." }
  cancelled_count: { type: long, description: "Orders of these that were cancelled." }
  returned_count: { type: long, description: "Orders of these that were returned." }
  delivered_count: { type: long, description: "Orders of these that were delivered and kept." }
  customer_count: { type: long, description: "Distinct customers who ordered." }
  pieces: { type: long, description: "Pieces ordered." }
  subtotal_amount: { type: "decimal(28,2)", description: "Goods before discount, of all orders." }
  discount_amount: { type: "decimal(28,2)", description: "Discounts of all orders." }
  total_amount: { type: "decimal(28,2)", description: "Total of all orders." }
  kept_amount: { type: "decimal(28,2)", description: "Total of orders that were neither cancelled nor returned." }
  average_order_amount: { type: "decimal(18,2)", description: "Total amount divided by orders, with two decimals; half a cent is rounded up." }
expectations:
  - { name: kept_within_total, check: "kept_amount <= total_amount", action: fail }
  - { name: counts_within_orders, check: "cancelled_count + returned_count + delivered_count <= order_count", action: fail }
*/
WITH orders AS (
  SELECT * FROM gold.fact_order
),
days AS (
  SELECT
    placed_date,
    channel,
    ship_to_country AS country,
    currency,
    count(*) AS order_count,
    count(*) FILTER (WHERE is_cancelled) AS cancelled_count,
    count(*) FILTER (WHERE is_returned) AS returned_count,
    count(*) FILTER (WHERE status = 'delivered') AS delivered_count,
    count(DISTINCT customer_id) AS customer_count,
    sum(coalesce(pieces, 0)) AS pieces,
    sum(amount_or_zero(subtotal_amount)) AS subtotal_amount,
    sum(amount_or_zero(discount_amount)) AS discount_amount,
    sum(total_amount) AS total_amount,
    sum(amount_unless(is_cancelled OR is_returned, total_amount)) AS kept_amount,
    -- Twice the total in cents, plus one cent per order: integers, because engines round a quotient of decimals differently.
    2 * sum(CAST(total_amount * 100 AS BIGINT)) + count(*) AS doubled_cents
  FROM orders
  GROUP BY placed_date, channel, ship_to_country, currency
)
SELECT
  placed_date,
  channel,
  country,
  currency,
  order_count,
  cancelled_count,
  returned_count,
  delivered_count,
  customer_count,
  pieces,
  subtotal_amount,
  discount_amount,
  total_amount,
  kept_amount,
  minor_to_amount((doubled_cents - doubled_cents % (2 * order_count)) / (2 * order_count)) AS average_order_amount
FROM days
