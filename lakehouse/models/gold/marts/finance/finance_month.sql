/*
description: "Sales, returns and tax, by month, currency and country."
materialise: view
columns:
  year_month: { type: string, description: "Year and month in which the orders were placed." }
  currency: { type: string, description: "ISO 4217 code of all amounts." }
  country: { type: string, description: "Country of delivery." }
  order_count: { type: long, description: "Orders placed." }
  total_amount: { type: "decimal(28,2)", description: "Total of all orders." }
  cancelled_amount: { type: "decimal(28,2)", description: "Total of cancelled orders." }
  returned_amount: { type: "decimal(28,2)", description: "Total of returned orders." }
  kept_amount: { type: "decimal(28,2)", description: "Total of orders that were neither cancelled nor returned." }
  kept_tax_amount: { type: "decimal(28,2)", description: "Tax of orders that were neither cancelled nor returned." }
*/
SELECT
  d.year_month,
  f.currency,
  f.country,
  sum(f.order_count) AS order_count,
  sum(f.total_amount) AS total_amount,
  sum(f.cancelled_amount) AS cancelled_amount,
  sum(f.returned_amount) AS returned_amount,
  sum(f.kept_amount) AS kept_amount,
  sum(f.kept_tax_amount) AS kept_tax_amount
FROM gold.finance_day AS f
JOIN gold.dim_date AS d ON d.calendar_date = f.placed_date
GROUP BY d.year_month, f.currency, f.country
