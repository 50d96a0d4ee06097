-- The models of Gold that are views, in T-SQL. FILTER becomes CASE, a condition in a column becomes CASE with bit, and sums have
-- the type of the model. Every column of the model is here, in the same order. Run it after 20-views.sql.
--
-- Left out: finance_order_difference: reads Silver, and the workspace may only read Gold.
-- Left out: finance_stock: reads Silver, and the workspace may only read Gold.
USE sluice;
GO

CREATE OR ALTER VIEW gold.[dim_customer_current] AS
SELECT
  customer_id,
  customer_key,
  is_deleted,
  is_inferred,
  first_name,
  last_name,
  email_hash,
  phone,
  birth_year,
  city,
  postal_code_prefix,
  country,
  segment,
  consent_marketing,
  consent_profiling,
  registered_on,
  valid_from
FROM gold.dim_customer
WHERE valid_to IS NULL;
GO

CREATE OR ALTER VIEW gold.[order_as_placed] AS
SELECT
  o.order_id,
  o.placed_date,
  o.placed_at,
  o.customer_id,
  COALESCE(c.segment, 'unknown') AS segment,
  COALESCE(c.country, 'unknown') AS country,
  COALESCE(c.consent_marketing, CAST(0 AS bit)) AS consent_marketing,
  o.status,
  o.currency,
  o.total_amount
FROM gold.fact_order AS o
LEFT JOIN gold.dim_customer AS c
  ON c.customer_id = o.customer_id
  AND o.placed_at >= c.valid_from
  AND (c.valid_to IS NULL OR o.placed_at < c.valid_to);
GO

CREATE OR ALTER VIEW gold.[customer_care_order] AS
WITH shipments AS (
  SELECT
    order_id,
    COUNT_BIG(*) AS shipment_count,
    SUM(CASE WHEN is_delivered = 1 THEN CAST(1 AS bigint) ELSE CAST(0 AS bigint) END) AS delivered_shipment_count,
    SUM(CASE WHEN has_failed = 1 THEN CAST(1 AS bigint) ELSE CAST(0 AS bigint) END) AS failed_shipment_count,
    SUM(CASE WHEN is_late = 1 THEN CAST(1 AS bigint) ELSE CAST(0 AS bigint) END) AS late_shipment_count,
    MAX(delay_minutes) AS largest_delay_minutes,
    MAX(status_at) AS last_shipment_at
  FROM gold.fact_shipment
  WHERE order_id <> 'unknown'
  GROUP BY order_id
)
SELECT
  o.order_id,
  o.placed_at,
  o.status,
  o.status_at,
  o.total_amount,
  o.currency,
  o.customer_id,
  c.first_name,
  c.last_name,
  COALESCE(c.segment, 'unknown') AS segment,
  COALESCE(s.shipment_count, 0) AS shipment_count,
  COALESCE(s.delivered_shipment_count, 0) AS delivered_shipment_count,
  COALESCE(s.failed_shipment_count, 0) AS failed_shipment_count,
  s.largest_delay_minutes,
  s.last_shipment_at,
  CASE
    WHEN s.failed_shipment_count > s.delivered_shipment_count THEN CAST(1 AS bit)
    WHEN o.is_open = 1 AND s.late_shipment_count > 0 THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
  END AS needs_attention
FROM gold.fact_order AS o
LEFT JOIN gold.dim_customer AS c ON c.customer_id = o.customer_id AND c.valid_to IS NULL
LEFT JOIN shipments AS s ON s.order_id = o.order_id;
GO

CREATE OR ALTER VIEW gold.[finance_month] AS
SELECT
  d.year_month,
  f.currency,
  f.country,
  SUM(f.order_count) AS order_count,
  CAST(SUM(f.total_amount) AS decimal(18,2)) AS total_amount,
  CAST(SUM(f.cancelled_amount) AS decimal(18,2)) AS cancelled_amount,
  CAST(SUM(f.returned_amount) AS decimal(18,2)) AS returned_amount,
  CAST(SUM(f.kept_amount) AS decimal(18,2)) AS kept_amount,
  CAST(SUM(f.kept_tax_amount) AS decimal(18,2)) AS kept_tax_amount
FROM gold.finance_day AS f
JOIN gold.dim_date AS d ON d.calendar_date = f.placed_date
GROUP BY d.year_month, f.currency, f.country;
GO

CREATE OR ALTER VIEW gold.[marketing_audience] AS
SELECT
  segment,
  country,
  COUNT_BIG(*) AS customer_count,
  SUM(CASE WHEN consent_marketing = 1 THEN CAST(1 AS bigint) ELSE CAST(0 AS bigint) END) AS mailable_count,
  SUM(CASE WHEN consent_profiling = 1 THEN CAST(1 AS bigint) ELSE CAST(0 AS bigint) END) AS profilable_count
FROM gold.dim_customer
WHERE is_current = 1 AND is_inferred = 0
GROUP BY segment, country;
GO

CREATE OR ALTER VIEW gold.[operations_device] AS
SELECT
  d.device_id,
  d.device_kind,
  d.firmware,
  d.site_code,
  p.name AS site_name,
  p.country,
  d.last_status,
  d.last_reported_at
FROM gold.dim_device AS d
JOIN gold.dim_place AS p ON p.site_code = d.site_code
WHERE d.is_inferred = 0;
GO

CREATE OR ALTER VIEW gold.[sales_month] AS
SELECT
  d.year_month,
  s.country,
  s.currency,
  SUM(s.order_count) AS order_count,
  SUM(s.cancelled_count) AS cancelled_count,
  SUM(s.returned_count) AS returned_count,
  CAST(SUM(s.total_amount) AS decimal(18,2)) AS total_amount,
  CAST(SUM(s.kept_amount) AS decimal(18,2)) AS kept_amount
FROM gold.sales_day AS s
JOIN gold.dim_date AS d ON d.calendar_date = s.placed_date
GROUP BY d.year_month, s.country, s.currency;
GO

CREATE OR ALTER VIEW gold.[sales_product] AS
SELECT
  s.product_id,
  p.name,
  p.category,
  s.currency,
  SUM(s.pieces) AS pieces,
  SUM(s.returned_pieces) AS returned_pieces,
  CAST(SUM(s.net_amount) AS decimal(18,2)) AS net_amount,
  CAST(SUM(s.kept_amount) AS decimal(18,2)) AS kept_amount
FROM gold.sales_product_day AS s
JOIN gold.dim_product AS p ON p.product_id = s.product_id
GROUP BY s.product_id, p.name, p.category, s.currency;
GO
