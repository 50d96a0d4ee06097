-- Written by `npm run generate` from lakehouse/models/gold/marts. Change the models, not this file.
-- Optional. Run it in the dedicated pool: sqlcmd with the LakeEndpoint and the ExportFolder of the export.
-- Each mart is loaded into a staging table and copied to a new table with a column store, which then replaces the present one.

IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = 'gold') EXEC('CREATE SCHEMA gold');
GO

IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = 'staging') EXEC('CREATE SCHEMA staging');
GO

IF OBJECT_ID('staging.[customer_care_day]') IS NOT NULL DROP TABLE staging.[customer_care_day];
GO
CREATE TABLE staging.[customer_care_day] (
  [event_date] date NULL,
  [placed_count] bigint NULL,
  [delivered_count] bigint NULL,
  [cancelled_count] bigint NULL,
  [returned_count] bigint NULL,
  [arrived_count] bigint NULL,
  [late_arrival_count] bigint NULL,
  [failed_delivery_count] bigint NULL,
  [issue_count] bigint NULL
)
WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);
GO
COPY INTO staging.[customer_care_day]
FROM '$(LakeEndpoint)/export/$(ExportFolder)/customer_care_day/*.parquet'
WITH (FILE_TYPE = 'PARQUET', CREDENTIAL = (IDENTITY = 'Managed Identity'));
GO
IF OBJECT_ID('gold.[customer_care_day_new]') IS NOT NULL DROP TABLE gold.[customer_care_day_new];
GO
CREATE TABLE gold.[customer_care_day_new]
WITH (DISTRIBUTION = ROUND_ROBIN, CLUSTERED COLUMNSTORE INDEX)
AS SELECT * FROM staging.[customer_care_day];
GO
IF OBJECT_ID('gold.[customer_care_day]') IS NOT NULL DROP TABLE gold.[customer_care_day];
GO
RENAME OBJECT gold.[customer_care_day_new] TO [customer_care_day];
GO
DROP TABLE staging.[customer_care_day];
GO

IF OBJECT_ID('staging.[finance_day]') IS NOT NULL DROP TABLE staging.[finance_day];
GO
CREATE TABLE staging.[finance_day] (
  [placed_date] date NULL,
  [currency] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [country] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [payment_method] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [order_count] bigint NULL,
  [subtotal_amount] decimal(28,2) NULL,
  [discount_amount] decimal(28,2) NULL,
  [shipping_amount] decimal(28,2) NULL,
  [tax_amount] decimal(28,2) NULL,
  [total_amount] decimal(28,2) NULL,
  [cancelled_amount] decimal(28,2) NULL,
  [returned_amount] decimal(28,2) NULL,
  [kept_amount] decimal(28,2) NULL,
  [kept_tax_amount] decimal(28,2) NULL,
  [open_amount] decimal(28,2) NULL
)
WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);
GO
COPY INTO staging.[finance_day]
FROM '$(LakeEndpoint)/export/$(ExportFolder)/finance_day/*.parquet'
WITH (FILE_TYPE = 'PARQUET', CREDENTIAL = (IDENTITY = 'Managed Identity'));
GO
IF OBJECT_ID('gold.[finance_day_new]') IS NOT NULL DROP TABLE gold.[finance_day_new];
GO
CREATE TABLE gold.[finance_day_new]
WITH (DISTRIBUTION = ROUND_ROBIN, CLUSTERED COLUMNSTORE INDEX)
AS SELECT * FROM staging.[finance_day];
GO
IF OBJECT_ID('gold.[finance_day]') IS NOT NULL DROP TABLE gold.[finance_day];
GO
RENAME OBJECT gold.[finance_day_new] TO [finance_day];
GO
DROP TABLE staging.[finance_day];
GO

IF OBJECT_ID('staging.[marketing_campaign_day]') IS NOT NULL DROP TABLE staging.[marketing_campaign_day];
GO
CREATE TABLE staging.[marketing_campaign_day] (
  [visit_date] date NULL,
  [campaign] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [device_class] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [country] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [visit_count] bigint NULL,
  [signed_in_count] bigint NULL,
  [looked_count] bigint NULL,
  [searched_count] bigint NULL,
  [cart_count] bigint NULL,
  [checkout_count] bigint NULL,
  [purchase_count] bigint NULL,
  [click_count] bigint NULL,
  [dwell_seconds] float NULL,
  [conversion_rate] float NULL
)
WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);
GO
COPY INTO staging.[marketing_campaign_day]
FROM '$(LakeEndpoint)/export/$(ExportFolder)/marketing_campaign_day/*.parquet'
WITH (FILE_TYPE = 'PARQUET', CREDENTIAL = (IDENTITY = 'Managed Identity'));
GO
IF OBJECT_ID('gold.[marketing_campaign_day_new]') IS NOT NULL DROP TABLE gold.[marketing_campaign_day_new];
GO
CREATE TABLE gold.[marketing_campaign_day_new]
WITH (DISTRIBUTION = ROUND_ROBIN, CLUSTERED COLUMNSTORE INDEX)
AS SELECT * FROM staging.[marketing_campaign_day];
GO
IF OBJECT_ID('gold.[marketing_campaign_day]') IS NOT NULL DROP TABLE gold.[marketing_campaign_day];
GO
RENAME OBJECT gold.[marketing_campaign_day_new] TO [marketing_campaign_day];
GO
DROP TABLE staging.[marketing_campaign_day];
GO

IF OBJECT_ID('staging.[marketing_revenue_day]') IS NOT NULL DROP TABLE staging.[marketing_revenue_day];
GO
CREATE TABLE staging.[marketing_revenue_day] (
  [placed_date] date NULL,
  [campaign] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [currency] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [order_count] bigint NULL,
  [total_amount] decimal(28,2) NULL,
  [kept_amount] decimal(28,2) NULL
)
WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);
GO
COPY INTO staging.[marketing_revenue_day]
FROM '$(LakeEndpoint)/export/$(ExportFolder)/marketing_revenue_day/*.parquet'
WITH (FILE_TYPE = 'PARQUET', CREDENTIAL = (IDENTITY = 'Managed Identity'));
GO
IF OBJECT_ID('gold.[marketing_revenue_day_new]') IS NOT NULL DROP TABLE gold.[marketing_revenue_day_new];
GO
CREATE TABLE gold.[marketing_revenue_day_new]
WITH (DISTRIBUTION = ROUND_ROBIN, CLUSTERED COLUMNSTORE INDEX)
AS SELECT * FROM staging.[marketing_revenue_day];
GO
IF OBJECT_ID('gold.[marketing_revenue_day]') IS NOT NULL DROP TABLE gold.[marketing_revenue_day];
GO
RENAME OBJECT gold.[marketing_revenue_day_new] TO [marketing_revenue_day];
GO
DROP TABLE staging.[marketing_revenue_day];
GO

IF OBJECT_ID('staging.[operations_delivery_day]') IS NOT NULL DROP TABLE staging.[operations_delivery_day];
GO
CREATE TABLE staging.[operations_delivery_day] (
  [event_date] date NULL,
  [carrier_code] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [mode] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [shipment_count] bigint NULL,
  [created_count] bigint NULL,
  [departed_count] bigint NULL,
  [arrived_count] bigint NULL,
  [delivered_count] bigint NULL,
  [failed_count] bigint NULL,
  [returned_count] bigint NULL,
  [late_arrival_count] bigint NULL,
  [arrival_delay_minutes] bigint NULL,
  [departed_kilometres] decimal(28,3) NULL,
  [delivered_kilograms] decimal(28,3) NULL
)
WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);
GO
COPY INTO staging.[operations_delivery_day]
FROM '$(LakeEndpoint)/export/$(ExportFolder)/operations_delivery_day/*.parquet'
WITH (FILE_TYPE = 'PARQUET', CREDENTIAL = (IDENTITY = 'Managed Identity'));
GO
IF OBJECT_ID('gold.[operations_delivery_day_new]') IS NOT NULL DROP TABLE gold.[operations_delivery_day_new];
GO
CREATE TABLE gold.[operations_delivery_day_new]
WITH (DISTRIBUTION = ROUND_ROBIN, CLUSTERED COLUMNSTORE INDEX)
AS SELECT * FROM staging.[operations_delivery_day];
GO
IF OBJECT_ID('gold.[operations_delivery_day]') IS NOT NULL DROP TABLE gold.[operations_delivery_day];
GO
RENAME OBJECT gold.[operations_delivery_day_new] TO [operations_delivery_day];
GO
DROP TABLE staging.[operations_delivery_day];
GO

IF OBJECT_ID('staging.[operations_device_day]') IS NOT NULL DROP TABLE staging.[operations_device_day];
GO
CREATE TABLE staging.[operations_device_day] (
  [event_date] date NULL,
  [device_id] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [device_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [site_count] bigint NULL,
  [hour_count] bigint NULL,
  [reading_count] bigint NULL,
  [degraded_count] bigint NULL,
  [fault_count] bigint NULL,
  [fault_rate] float NULL,
  [temperature_celsius_average] float NULL,
  [temperature_celsius_maximum] float NULL,
  [vibration_millimetres_per_second_maximum] float NULL,
  [power_watts_average] float NULL,
  [battery_percent_minimum] float NULL,
  [signal_decibel_milliwatts_minimum] float NULL
)
WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);
GO
COPY INTO staging.[operations_device_day]
FROM '$(LakeEndpoint)/export/$(ExportFolder)/operations_device_day/*.parquet'
WITH (FILE_TYPE = 'PARQUET', CREDENTIAL = (IDENTITY = 'Managed Identity'));
GO
IF OBJECT_ID('gold.[operations_device_day_new]') IS NOT NULL DROP TABLE gold.[operations_device_day_new];
GO
CREATE TABLE gold.[operations_device_day_new]
WITH (DISTRIBUTION = ROUND_ROBIN, CLUSTERED COLUMNSTORE INDEX)
AS SELECT * FROM staging.[operations_device_day];
GO
IF OBJECT_ID('gold.[operations_device_day]') IS NOT NULL DROP TABLE gold.[operations_device_day];
GO
RENAME OBJECT gold.[operations_device_day_new] TO [operations_device_day];
GO
DROP TABLE staging.[operations_device_day];
GO

IF OBJECT_ID('staging.[operations_site_hour]') IS NOT NULL DROP TABLE staging.[operations_site_hour];
GO
CREATE TABLE staging.[operations_site_hour] (
  [event_date] date NULL,
  [hour_start] datetime2(7) NULL,
  [site_code] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [site_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [device_count] bigint NULL,
  [reading_count] bigint NULL,
  [fault_count] bigint NULL,
  [temperature_celsius_average] float NULL,
  [temperature_celsius_minimum] float NULL,
  [temperature_celsius_maximum] float NULL,
  [humidity_percent_average] float NULL,
  [power_watts_sum] decimal(28,6) NULL
)
WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);
GO
COPY INTO staging.[operations_site_hour]
FROM '$(LakeEndpoint)/export/$(ExportFolder)/operations_site_hour/*.parquet'
WITH (FILE_TYPE = 'PARQUET', CREDENTIAL = (IDENTITY = 'Managed Identity'));
GO
IF OBJECT_ID('gold.[operations_site_hour_new]') IS NOT NULL DROP TABLE gold.[operations_site_hour_new];
GO
CREATE TABLE gold.[operations_site_hour_new]
WITH (DISTRIBUTION = ROUND_ROBIN, CLUSTERED COLUMNSTORE INDEX)
AS SELECT * FROM staging.[operations_site_hour];
GO
IF OBJECT_ID('gold.[operations_site_hour]') IS NOT NULL DROP TABLE gold.[operations_site_hour];
GO
RENAME OBJECT gold.[operations_site_hour_new] TO [operations_site_hour];
GO
DROP TABLE staging.[operations_site_hour];
GO

IF OBJECT_ID('staging.[sales_day]') IS NOT NULL DROP TABLE staging.[sales_day];
GO
CREATE TABLE staging.[sales_day] (
  [placed_date] date NULL,
  [channel] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [country] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [currency] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [order_count] bigint NULL,
  [cancelled_count] bigint NULL,
  [returned_count] bigint NULL,
  [delivered_count] bigint NULL,
  [customer_count] bigint NULL,
  [pieces] bigint NULL,
  [subtotal_amount] decimal(28,2) NULL,
  [discount_amount] decimal(28,2) NULL,
  [total_amount] decimal(28,2) NULL,
  [kept_amount] decimal(28,2) NULL,
  [average_order_amount] decimal(18,2) NULL
)
WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);
GO
COPY INTO staging.[sales_day]
FROM '$(LakeEndpoint)/export/$(ExportFolder)/sales_day/*.parquet'
WITH (FILE_TYPE = 'PARQUET', CREDENTIAL = (IDENTITY = 'Managed Identity'));
GO
IF OBJECT_ID('gold.[sales_day_new]') IS NOT NULL DROP TABLE gold.[sales_day_new];
GO
CREATE TABLE gold.[sales_day_new]
WITH (DISTRIBUTION = ROUND_ROBIN, CLUSTERED COLUMNSTORE INDEX)
AS SELECT * FROM staging.[sales_day];
GO
IF OBJECT_ID('gold.[sales_day]') IS NOT NULL DROP TABLE gold.[sales_day];
GO
RENAME OBJECT gold.[sales_day_new] TO [sales_day];
GO
DROP TABLE staging.[sales_day];
GO

IF OBJECT_ID('staging.[sales_product_day]') IS NOT NULL DROP TABLE staging.[sales_product_day];
GO
CREATE TABLE staging.[sales_product_day] (
  [placed_date] date NULL,
  [product_id] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [product_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [currency] nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
  [order_count] bigint NULL,
  [pieces] bigint NULL,
  [returned_pieces] bigint NULL,
  [cancelled_pieces] bigint NULL,
  [gross_amount] decimal(28,2) NULL,
  [discount_amount] decimal(28,2) NULL,
  [net_amount] decimal(28,2) NULL,
  [kept_amount] decimal(28,2) NULL
)
WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);
GO
COPY INTO staging.[sales_product_day]
FROM '$(LakeEndpoint)/export/$(ExportFolder)/sales_product_day/*.parquet'
WITH (FILE_TYPE = 'PARQUET', CREDENTIAL = (IDENTITY = 'Managed Identity'));
GO
IF OBJECT_ID('gold.[sales_product_day_new]') IS NOT NULL DROP TABLE gold.[sales_product_day_new];
GO
CREATE TABLE gold.[sales_product_day_new]
WITH (DISTRIBUTION = ROUND_ROBIN, CLUSTERED COLUMNSTORE INDEX)
AS SELECT * FROM staging.[sales_product_day];
GO
IF OBJECT_ID('gold.[sales_product_day]') IS NOT NULL DROP TABLE gold.[sales_product_day];
GO
RENAME OBJECT gold.[sales_product_day_new] TO [sales_product_day];
GO
DROP TABLE staging.[sales_product_day];
GO
