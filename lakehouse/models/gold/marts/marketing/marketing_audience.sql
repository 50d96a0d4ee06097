/*
description: "Present customers by segment and country, and how many of them may receive advertising."
materialise: view
columns:
  segment: { type: string, description: "Commercial segment." }
  country: { type: string, description: "Country of the postal address." }
  customer_count: { type: long, description: "Customers." }
  mailable_count: { type: long, description: "Customers who agreed to advertising." }
  profilable_count: { type: long, description: "Customers who agreed to profiling." }
*/
SELECT
  segment,
  country,
  count(*) AS customer_count,
  count(*) FILTER (WHERE consent_marketing) AS mailable_count,
  count(*) FILTER (WHERE consent_profiling) AS profilable_count
FROM gold.dim_customer
WHERE is_current AND NOT is_inferred
GROUP BY segment, country
