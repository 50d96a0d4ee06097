-- Written by `npm run generate` from lakehouse/models/gold/marts. Change the models, not this file.
-- Optional. Run it in the serverless pool: sqlcmd -v LakeEndpoint=<LAKE_DFS_ENDPOINT> ExportFolder=<name>
-- Writes each mart as Parquet below that folder of the container export. Use a new folder each time, such as the number of the
-- refresh, because files are not overwritten. For the rights that the workspace needs, see docs/synapse.md.
USE sluice;
GO

IF NOT EXISTS (SELECT 1 FROM sys.external_data_sources WHERE name = 'export_lake')
  CREATE EXTERNAL DATA SOURCE export_lake WITH (LOCATION = '$(LakeEndpoint)/export', CREDENTIAL = lake_identity);
GO

IF NOT EXISTS (SELECT 1 FROM sys.external_file_formats WHERE name = 'parquet_snappy')
  CREATE EXTERNAL FILE FORMAT parquet_snappy WITH (
    FORMAT_TYPE = PARQUET,
    DATA_COMPRESSION = 'org.apache.hadoop.io.compress.SnappyCodec'
  );
GO

IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = 'export') EXEC('CREATE SCHEMA export');
GO

IF OBJECT_ID('export.[customer_care_day]') IS NOT NULL DROP EXTERNAL TABLE export.[customer_care_day];
GO
CREATE EXTERNAL TABLE export.[customer_care_day]
WITH (LOCATION = '$(ExportFolder)/customer_care_day', DATA_SOURCE = export_lake, FILE_FORMAT = parquet_snappy)
AS SELECT [event_date], [placed_count], [delivered_count], [cancelled_count], [returned_count], [arrived_count], [late_arrival_count], [failed_delivery_count], [issue_count]
FROM gold.[customer_care_day];
GO

IF OBJECT_ID('export.[finance_day]') IS NOT NULL DROP EXTERNAL TABLE export.[finance_day];
GO
CREATE EXTERNAL TABLE export.[finance_day]
WITH (LOCATION = '$(ExportFolder)/finance_day', DATA_SOURCE = export_lake, FILE_FORMAT = parquet_snappy)
AS SELECT [placed_date], [currency], [country], [payment_method], [order_count], [subtotal_amount], [discount_amount], [shipping_amount], [tax_amount], [total_amount], [cancelled_amount], [returned_amount], [kept_amount], [kept_tax_amount], [open_amount]
FROM gold.[finance_day];
GO

IF OBJECT_ID('export.[marketing_campaign_day]') IS NOT NULL DROP EXTERNAL TABLE export.[marketing_campaign_day];
GO
CREATE EXTERNAL TABLE export.[marketing_campaign_day]
WITH (LOCATION = '$(ExportFolder)/marketing_campaign_day', DATA_SOURCE = export_lake, FILE_FORMAT = parquet_snappy)
AS SELECT [visit_date], [campaign], [device_class], [country], [visit_count], [signed_in_count], [looked_count], [searched_count], [cart_count], [checkout_count], [purchase_count], [click_count], [dwell_seconds], [conversion_rate]
FROM gold.[marketing_campaign_day];
GO

IF OBJECT_ID('export.[marketing_revenue_day]') IS NOT NULL DROP EXTERNAL TABLE export.[marketing_revenue_day];
GO
CREATE EXTERNAL TABLE export.[marketing_revenue_day]
WITH (LOCATION = '$(ExportFolder)/marketing_revenue_day', DATA_SOURCE = export_lake, FILE_FORMAT = parquet_snappy)
AS SELECT [placed_date], [campaign], [currency], [order_count], [total_amount], [kept_amount]
FROM gold.[marketing_revenue_day];
GO

IF OBJECT_ID('export.[operations_delivery_day]') IS NOT NULL DROP EXTERNAL TABLE export.[operations_delivery_day];
GO
CREATE EXTERNAL TABLE export.[operations_delivery_day]
WITH (LOCATION = '$(ExportFolder)/operations_delivery_day', DATA_SOURCE = export_lake, FILE_FORMAT = parquet_snappy)
AS SELECT [event_date], [carrier_code], [mode], [shipment_count], [created_count], [departed_count], [arrived_count], [delivered_count], [failed_count], [returned_count], [late_arrival_count], [arrival_delay_minutes], [departed_kilometres], [delivered_kilograms]
FROM gold.[operations_delivery_day];
GO

IF OBJECT_ID('export.[operations_device_day]') IS NOT NULL DROP EXTERNAL TABLE export.[operations_device_day];
GO
CREATE EXTERNAL TABLE export.[operations_device_day]
WITH (LOCATION = '$(ExportFolder)/operations_device_day', DATA_SOURCE = export_lake, FILE_FORMAT = parquet_snappy)
AS SELECT [event_date], [device_id], [device_key], [site_count], [hour_count], [reading_count], [degraded_count], [fault_count], [fault_rate], [temperature_celsius_average], [temperature_celsius_maximum], [vibration_millimetres_per_second_maximum], [power_watts_average], [battery_percent_minimum], [signal_decibel_milliwatts_minimum]
FROM gold.[operations_device_day];
GO

IF OBJECT_ID('export.[operations_site_hour]') IS NOT NULL DROP EXTERNAL TABLE export.[operations_site_hour];
GO
CREATE EXTERNAL TABLE export.[operations_site_hour]
WITH (LOCATION = '$(ExportFolder)/operations_site_hour', DATA_SOURCE = export_lake, FILE_FORMAT = parquet_snappy)
AS SELECT [event_date], [hour_start], [site_code], [site_key], [device_count], [reading_count], [fault_count], [temperature_celsius_average], [temperature_celsius_minimum], [temperature_celsius_maximum], [humidity_percent_average], [power_watts_sum]
FROM gold.[operations_site_hour];
GO

IF OBJECT_ID('export.[sales_day]') IS NOT NULL DROP EXTERNAL TABLE export.[sales_day];
GO
CREATE EXTERNAL TABLE export.[sales_day]
WITH (LOCATION = '$(ExportFolder)/sales_day', DATA_SOURCE = export_lake, FILE_FORMAT = parquet_snappy)
AS SELECT [placed_date], [channel], [country], [currency], [order_count], [cancelled_count], [returned_count], [delivered_count], [customer_count], [pieces], [subtotal_amount], [discount_amount], [total_amount], [kept_amount], [average_order_amount]
FROM gold.[sales_day];
GO

IF OBJECT_ID('export.[sales_product_day]') IS NOT NULL DROP EXTERNAL TABLE export.[sales_product_day];
GO
CREATE EXTERNAL TABLE export.[sales_product_day]
WITH (LOCATION = '$(ExportFolder)/sales_product_day', DATA_SOURCE = export_lake, FILE_FORMAT = parquet_snappy)
AS SELECT [placed_date], [product_id], [product_key], [currency], [order_count], [pieces], [returned_pieces], [cancelled_pieces], [gross_amount], [discount_amount], [net_amount], [kept_amount]
FROM gold.[sales_product_day];
GO
