/*
description: "Sales by month, country and currency."
materialise: view
columns:
  year_month: { type: string, description: "Year and month in which the orders were placed." }
  country: { type: string, description: "Country of delivery." }
  currency: { type: string, description: "ISO 4217 code of all amounts." }
  order_count: { type: long, description: "Orders placed." }
  cancelled_count: { type: long, description: "Orders of these that were cancelled." }
  returned_count: { type: long, description: "Orders of these that were returned." }
  total_amount: { type: "decimal(28,2)", description: "Total of all orders." }
  kept_amount: { type: "decimal(28,2)", description: "Total of orders that were neither cancelled nor returned." }
*/
SELECT
  d.year_month,
  s.country,
  s.currency,
  sum(s.order_count) AS order_count,
  sum(s.cancelled_count) AS cancelled_count,
  sum(s.returned_count) AS returned_count,
  sum(s.total_amount) AS total_amount,
  sum(s.kept_amount) AS kept_amount
FROM gold.sales_day AS s
JOIN gold.dim_date AS d ON d.calendar_date = s.placed_date
GROUP BY d.year_month, s.country, s.currency
