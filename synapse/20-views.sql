-- Written by `npm run generate` from lakehouse/models/gold. Change the models, not this file.
-- Views over the Delta tables of Gold, for the serverless pool. The first refresh makes the tables.
USE sluice;
GO

IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = 'gold') EXEC('CREATE SCHEMA gold');
GO

-- Every customer in an order or a click, one row per customer. dim_customer takes customers without a profile from it.
CREATE OR ALTER VIEW gold.[customer_mention] AS
SELECT
  r.[customer_id]
FROM OPENROWSET(BULK 'customer_mention', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [customer_id] varchar(8000)
) AS r;
GO

-- Customers, one row per version of a customer (SCD type 2), with the personal columns protected as the contract demands. A customer of an order or a click without a profile has a row with the identity only. 'unknown' means no customer. gold.dim_customer_current has one row per customer.
CREATE OR ALTER VIEW gold.[dim_customer] AS
SELECT
  r.[customer_id],
  r.[customer_key],
  r.[change_id],
  r.[valid_from],
  r.[valid_to],
  r.[is_current],
  r.[is_deleted],
  r.[is_erased],
  r.[is_inferred],
  r.[first_name],
  r.[last_name],
  r.[email_hash],
  r.[phone],
  r.[birth_year],
  r.[city],
  r.[postal_code_prefix],
  r.[country],
  r.[segment],
  r.[consent_marketing],
  r.[consent_profiling],
  r.[ended_in],
  r.[registered_on]
FROM OPENROWSET(BULK 'dim_customer', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [customer_id] varchar(8000),
  [customer_key] varchar(8000),
  [change_id] varchar(8000),
  [valid_from] datetime2(7),
  [valid_to] datetime2(7),
  [is_current] bit,
  [is_deleted] bit,
  [is_erased] bit,
  [is_inferred] bit,
  [first_name] varchar(8000),
  [last_name] varchar(8000),
  [email_hash] varchar(8000),
  [phone] varchar(8000),
  [birth_year] int,
  [city] varchar(8000),
  [postal_code_prefix] varchar(8000),
  [country] varchar(8000),
  [segment] varchar(8000),
  [consent_marketing] bit,
  [consent_profiling] bit,
  [ended_in] date,
  [registered_on] date
) AS r;
GO

-- Calendar, one row per business day: a day in the time zone BUSINESS_TIME_ZONE, UTC by default. It has all days of each year with an event, an order or a planned arrival.
CREATE OR ALTER VIEW gold.[dim_date] AS
SELECT
  r.[calendar_date],
  r.[year],
  r.[quarter],
  r.[month],
  r.[month_name],
  r.[year_month],
  r.[first_of_month],
  r.[iso_week],
  r.[day_of_month],
  r.[day_of_year],
  r.[day_of_week],
  r.[day_name],
  r.[is_weekend]
FROM OPENROWSET(BULK 'dim_date', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [calendar_date] date,
  [year] int,
  [quarter] int,
  [month] int,
  [month_name] varchar(8000),
  [year_month] varchar(8000),
  [first_of_month] date,
  [iso_week] int,
  [day_of_month] int,
  [day_of_year] int,
  [day_of_week] int,
  [day_name] varchar(8000),
  [is_weekend] bit
) AS r;
GO

-- Devices, one row per device with its last report. A tracker of a shipment without a report has a row, too. 'unknown' means no device.
CREATE OR ALTER VIEW gold.[dim_device] AS
SELECT
  r.[device_id],
  r.[device_key],
  r.[device_kind],
  r.[firmware],
  r.[site_code],
  r.[site_key],
  r.[last_status],
  r.[first_reported_at],
  r.[last_reported_at],
  r.[is_inferred]
FROM OPENROWSET(BULK 'dim_device', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [device_id] varchar(8000),
  [device_key] varchar(8000),
  [device_kind] varchar(8000),
  [firmware] varchar(8000),
  [site_code] varchar(8000),
  [site_key] varchar(8000),
  [last_status] varchar(8000),
  [first_reported_at] datetime2(7),
  [last_reported_at] datetime2(7),
  [is_inferred] bit
) AS r;
GO

-- Places, one row per site: airports of the reference files, and all sites of devices and shipments. 'unknown' means no place.
CREATE OR ALTER VIEW gold.[dim_place] AS
SELECT
  r.[site_code],
  r.[site_key],
  r.[name],
  r.[kind],
  r.[city],
  r.[state],
  r.[country],
  r.[latitude],
  r.[longitude],
  r.[has_devices],
  r.[has_shipments]
FROM OPENROWSET(BULK 'dim_place', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [site_code] varchar(8000),
  [site_key] varchar(8000),
  [name] varchar(8000),
  [kind] varchar(8000),
  [city] varchar(8000),
  [state] varchar(8000),
  [country] varchar(8000),
  [latitude] float,
  [longitude] float,
  [has_devices] bit,
  [has_shipments] bit
) AS r;
GO

-- Products, one row per product, described by the ERP system, else by the newest order line. A product that was only clicked on has a row with the identity only. 'unknown' means no product.
CREATE OR ALTER VIEW gold.[dim_product] AS
SELECT
  r.[product_id],
  r.[product_key],
  r.[name],
  r.[category],
  r.[supplier],
  r.[unit_cost_amount],
  r.[unit_cost_currency],
  r.[ordered_name],
  r.[ordered_category],
  r.[described_at],
  r.[is_inferred]
FROM OPENROWSET(BULK 'dim_product', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [product_id] varchar(8000),
  [product_key] varchar(8000),
  [name] varchar(8000),
  [category] varchar(8000),
  [supplier] varchar(8000),
  [unit_cost_amount] decimal(18,2),
  [unit_cost_currency] varchar(8000),
  [ordered_name] varchar(8000),
  [ordered_category] varchar(8000),
  [described_at] datetime2(7),
  [is_inferred] bit
) AS r;
GO

-- The newest description of each site in the streams, one row per site and kind of event. dim_place combines these rows with the airports.
CREATE OR ALTER VIEW gold.[place_sighting] AS
SELECT
  r.[site_code],
  r.[named_by],
  r.[name],
  r.[city],
  r.[country],
  r.[latitude],
  r.[longitude],
  r.[described_at]
FROM OPENROWSET(BULK 'place_sighting', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [site_code] varchar(8000),
  [named_by] varchar(8000),
  [name] varchar(8000),
  [city] varchar(8000),
  [country] varchar(8000),
  [latitude] float,
  [longitude] float,
  [described_at] datetime2(7)
) AS r;
GO

-- Orders, one row per order in its present state. An order from the shop's database only has a total, without its parts.
CREATE OR ALTER VIEW gold.[fact_order] AS
SELECT
  r.[order_id],
  r.[placed_date],
  r.[placed_at],
  r.[customer_id],
  r.[customer_key],
  r.[session_id],
  r.[status],
  r.[status_at],
  r.[paid_at],
  r.[shipped_at],
  r.[delivered_at],
  r.[cancelled_at],
  r.[returned_at],
  r.[channel],
  r.[payment_method],
  r.[ship_to_city],
  r.[ship_to_postal_code_prefix],
  r.[ship_to_country],
  r.[currency],
  r.[line_count],
  r.[pieces],
  r.[subtotal_amount],
  r.[discount_amount],
  r.[shipping_amount],
  r.[tax_amount],
  r.[total_amount],
  r.[is_cancelled],
  r.[is_returned],
  r.[is_open],
  r.[recorded_in],
  r.[status_event_id],
  r.[first_event_at],
  r.[first_event_id],
  r.[placed_told_at],
  r.[told_dates]
FROM OPENROWSET(BULK 'fact_order', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [order_id] varchar(8000),
  [placed_date] date,
  [placed_at] datetime2(7),
  [customer_id] varchar(8000),
  [customer_key] varchar(8000),
  [session_id] varchar(8000),
  [status] varchar(8000),
  [status_at] datetime2(7),
  [paid_at] datetime2(7),
  [shipped_at] datetime2(7),
  [delivered_at] datetime2(7),
  [cancelled_at] datetime2(7),
  [returned_at] datetime2(7),
  [channel] varchar(8000),
  [payment_method] varchar(8000),
  [ship_to_city] varchar(8000),
  [ship_to_postal_code_prefix] varchar(8000),
  [ship_to_country] varchar(8000),
  [currency] varchar(8000),
  [line_count] bigint,
  [pieces] bigint,
  [subtotal_amount] decimal(18,2),
  [discount_amount] decimal(18,2),
  [shipping_amount] decimal(18,2),
  [tax_amount] decimal(18,2),
  [total_amount] decimal(18,2),
  [is_cancelled] bit,
  [is_returned] bit,
  [is_open] bit,
  [recorded_in] varchar(8000),
  [status_event_id] varchar(8000),
  [first_event_at] datetime2(7),
  [first_event_id] varchar(8000),
  [placed_told_at] datetime2(7),
  [told_dates] varchar(8000)
) AS r;
GO

-- Lines of the orders, one row per line, in the order's present state.
CREATE OR ALTER VIEW gold.[fact_order_line] AS
SELECT
  r.[order_id],
  r.[line_number],
  r.[placed_date],
  r.[customer_id],
  r.[customer_key],
  r.[product_id],
  r.[product_key],
  r.[sku],
  r.[category],
  r.[quantity],
  r.[currency],
  r.[unit_price_amount],
  r.[gross_amount],
  r.[discount_amount],
  r.[net_amount],
  r.[status],
  r.[status_at],
  r.[status_event_id]
FROM OPENROWSET(BULK 'fact_order_line', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [order_id] varchar(8000),
  [line_number] int,
  [placed_date] date,
  [customer_id] varchar(8000),
  [customer_key] varchar(8000),
  [product_id] varchar(8000),
  [product_key] varchar(8000),
  [sku] varchar(8000),
  [category] varchar(8000),
  [quantity] bigint,
  [currency] varchar(8000),
  [unit_price_amount] decimal(18,2),
  [gross_amount] decimal(18,2),
  [discount_amount] decimal(18,2),
  [net_amount] decimal(18,2),
  [status] varchar(8000),
  [status_at] datetime2(7),
  [status_event_id] varchar(8000)
) AS r;
GO

-- Visits of the shop, one row per visit. A visit beyond midnight belongs to the day of its first click.
CREATE OR ALTER VIEW gold.[fact_session] AS
SELECT
  r.[visit_date],
  r.[session_id],
  r.[customer_id],
  r.[customer_key],
  r.[started_at],
  r.[ended_at],
  r.[campaign],
  r.[referrer],
  r.[device_class],
  r.[browser],
  r.[country],
  r.[landing_page],
  r.[click_count],
  r.[product_view_count],
  r.[search_count],
  r.[add_to_cart_count],
  r.[remove_from_cart_count],
  r.[checkout_count],
  r.[purchase_count],
  r.[dwell_milliseconds],
  r.[first_click_id],
  r.[told_dates]
FROM OPENROWSET(BULK 'fact_session', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [visit_date] date,
  [session_id] varchar(8000),
  [customer_id] varchar(8000),
  [customer_key] varchar(8000),
  [started_at] datetime2(7),
  [ended_at] datetime2(7),
  [campaign] varchar(8000),
  [referrer] varchar(8000),
  [device_class] varchar(8000),
  [browser] varchar(8000),
  [country] varchar(8000),
  [landing_page] varchar(8000),
  [click_count] bigint,
  [product_view_count] bigint,
  [search_count] bigint,
  [add_to_cart_count] bigint,
  [remove_from_cart_count] bigint,
  [checkout_count] bigint,
  [purchase_count] bigint,
  [dwell_milliseconds] bigint,
  [first_click_id] varchar(8000),
  [told_dates] varchar(8000)
) AS r;
GO

-- Shipments, one row per shipment in its present state, with the time of each status.
CREATE OR ALTER VIEW gold.[fact_shipment] AS
SELECT
  r.[shipment_id],
  r.[order_id],
  r.[device_id],
  r.[device_key],
  r.[carrier_code],
  r.[mode],
  r.[origin_site_code],
  r.[origin_site_key],
  r.[destination_site_code],
  r.[destination_site_key],
  r.[status],
  r.[status_at],
  r.[first_event_date],
  r.[first_event_at],
  r.[created_at],
  r.[departed_at],
  r.[arrived_at],
  r.[delivered_at],
  r.[failed_at],
  r.[returned_at],
  r.[scheduled_departure_at],
  r.[scheduled_arrival_at],
  r.[actual_departure_at],
  r.[actual_arrival_at],
  r.[delay_minutes],
  r.[distance_kilometres],
  r.[weight_kilograms],
  r.[parcels],
  r.[is_delivered],
  r.[is_late],
  r.[has_failed],
  r.[event_count],
  r.[status_event_id],
  r.[arrival_delay_minutes],
  r.[arrival_event_id],
  r.[told_dates]
FROM OPENROWSET(BULK 'fact_shipment', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [shipment_id] varchar(8000),
  [order_id] varchar(8000),
  [device_id] varchar(8000),
  [device_key] varchar(8000),
  [carrier_code] varchar(8000),
  [mode] varchar(8000),
  [origin_site_code] varchar(8000),
  [origin_site_key] varchar(8000),
  [destination_site_code] varchar(8000),
  [destination_site_key] varchar(8000),
  [status] varchar(8000),
  [status_at] datetime2(7),
  [first_event_date] date,
  [first_event_at] datetime2(7),
  [created_at] datetime2(7),
  [departed_at] datetime2(7),
  [arrived_at] datetime2(7),
  [delivered_at] datetime2(7),
  [failed_at] datetime2(7),
  [returned_at] datetime2(7),
  [scheduled_departure_at] datetime2(7),
  [scheduled_arrival_at] datetime2(7),
  [actual_departure_at] datetime2(7),
  [actual_arrival_at] datetime2(7),
  [delay_minutes] bigint,
  [distance_kilometres] float,
  [weight_kilograms] float,
  [parcels] bigint,
  [is_delivered] bit,
  [is_late] bit,
  [has_failed] bit,
  [event_count] bigint,
  [status_event_id] varchar(8000),
  [arrival_delay_minutes] bigint,
  [arrival_event_id] varchar(8000),
  [told_dates] varchar(8000)
) AS r;
GO

-- Telemetry, one row per device, site and hour.
CREATE OR ALTER VIEW gold.[fact_telemetry_hour] AS
SELECT
  r.[event_date],
  r.[hour_start],
  r.[device_id],
  r.[device_key],
  r.[site_code],
  r.[site_key],
  r.[reading_count],
  r.[degraded_count],
  r.[fault_count],
  r.[maintenance_count],
  r.[temperature_count],
  r.[temperature_celsius_sum],
  r.[temperature_celsius_average],
  r.[temperature_celsius_minimum],
  r.[temperature_celsius_maximum],
  r.[humidity_count],
  r.[humidity_percent_sum],
  r.[humidity_percent_average],
  r.[pressure_count],
  r.[pressure_hectopascal_sum],
  r.[pressure_hectopascal_average],
  r.[wind_speed_count],
  r.[wind_speed_metres_per_second_sum],
  r.[wind_speed_metres_per_second_average],
  r.[wind_speed_metres_per_second_maximum],
  r.[precipitation_millimetres_sum],
  r.[vibration_count],
  r.[vibration_millimetres_per_second_sum],
  r.[vibration_millimetres_per_second_average],
  r.[vibration_millimetres_per_second_maximum],
  r.[power_count],
  r.[power_watts_sum],
  r.[power_watts_average],
  r.[power_watts_maximum],
  r.[battery_percent_minimum],
  r.[signal_decibel_milliwatts_minimum]
FROM OPENROWSET(BULK 'fact_telemetry_hour', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [event_date] date,
  [hour_start] datetime2(7),
  [device_id] varchar(8000),
  [device_key] varchar(8000),
  [site_code] varchar(8000),
  [site_key] varchar(8000),
  [reading_count] bigint,
  [degraded_count] bigint,
  [fault_count] bigint,
  [maintenance_count] bigint,
  [temperature_count] bigint,
  [temperature_celsius_sum] decimal(28,6),
  [temperature_celsius_average] float,
  [temperature_celsius_minimum] float,
  [temperature_celsius_maximum] float,
  [humidity_count] bigint,
  [humidity_percent_sum] decimal(28,6),
  [humidity_percent_average] float,
  [pressure_count] bigint,
  [pressure_hectopascal_sum] decimal(28,6),
  [pressure_hectopascal_average] float,
  [wind_speed_count] bigint,
  [wind_speed_metres_per_second_sum] decimal(28,6),
  [wind_speed_metres_per_second_average] float,
  [wind_speed_metres_per_second_maximum] float,
  [precipitation_millimetres_sum] decimal(28,6),
  [vibration_count] bigint,
  [vibration_millimetres_per_second_sum] decimal(28,6),
  [vibration_millimetres_per_second_average] float,
  [vibration_millimetres_per_second_maximum] float,
  [power_count] bigint,
  [power_watts_sum] decimal(28,6),
  [power_watts_average] float,
  [power_watts_maximum] float,
  [battery_percent_minimum] float,
  [signal_decibel_milliwatts_minimum] float
) AS r;
GO

-- Reasons for calls of customers, by day. Each order counts once per status, on the day on which it first reached the status. The arrival of a shipment counts the same way.
CREATE OR ALTER VIEW gold.[customer_care_day] AS
SELECT
  r.[event_date],
  r.[placed_count],
  r.[delivered_count],
  r.[cancelled_count],
  r.[returned_count],
  r.[arrived_count],
  r.[late_arrival_count],
  r.[failed_delivery_count],
  r.[issue_count]
FROM OPENROWSET(BULK 'customer_care_day', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [event_date] date,
  [placed_count] bigint,
  [delivered_count] bigint,
  [cancelled_count] bigint,
  [returned_count] bigint,
  [arrived_count] bigint,
  [late_arrival_count] bigint,
  [failed_delivery_count] bigint,
  [issue_count] bigint
) AS r;
GO

-- Sales, returns and tax, by day of the order, currency, country and payment method.
CREATE OR ALTER VIEW gold.[finance_day] AS
SELECT
  r.[placed_date],
  r.[currency],
  r.[country],
  r.[payment_method],
  r.[order_count],
  r.[subtotal_amount],
  r.[discount_amount],
  r.[shipping_amount],
  r.[tax_amount],
  r.[total_amount],
  r.[cancelled_amount],
  r.[returned_amount],
  r.[kept_amount],
  r.[kept_tax_amount],
  r.[open_amount]
FROM OPENROWSET(BULK 'finance_day', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [placed_date] date,
  [currency] varchar(8000),
  [country] varchar(8000),
  [payment_method] varchar(8000),
  [order_count] bigint,
  [subtotal_amount] decimal(28,2),
  [discount_amount] decimal(28,2),
  [shipping_amount] decimal(28,2),
  [tax_amount] decimal(28,2),
  [total_amount] decimal(28,2),
  [cancelled_amount] decimal(28,2),
  [returned_amount] decimal(28,2),
  [kept_amount] decimal(28,2),
  [kept_tax_amount] decimal(28,2),
  [open_amount] decimal(28,2)
) AS r;
GO

-- Visits by day of their start, campaign, kind of device and country, with the number of visits at each step up to the order.
CREATE OR ALTER VIEW gold.[marketing_campaign_day] AS
SELECT
  r.[visit_date],
  r.[campaign],
  r.[device_class],
  r.[country],
  r.[visit_count],
  r.[signed_in_count],
  r.[looked_count],
  r.[searched_count],
  r.[cart_count],
  r.[checkout_count],
  r.[purchase_count],
  r.[click_count],
  r.[dwell_seconds],
  r.[conversion_rate]
FROM OPENROWSET(BULK 'marketing_campaign_day', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [visit_date] date,
  [campaign] varchar(8000),
  [device_class] varchar(8000),
  [country] varchar(8000),
  [visit_count] bigint,
  [signed_in_count] bigint,
  [looked_count] bigint,
  [searched_count] bigint,
  [cart_count] bigint,
  [checkout_count] bigint,
  [purchase_count] bigint,
  [click_count] bigint,
  [dwell_seconds] float,
  [conversion_rate] float
) AS r;
GO

-- Orders by day and the campaign of the visit that led to them, whatever the day of the visit. Without a visit the campaign is unknown.
CREATE OR ALTER VIEW gold.[marketing_revenue_day] AS
SELECT
  r.[placed_date],
  r.[campaign],
  r.[currency],
  r.[order_count],
  r.[total_amount],
  r.[kept_amount]
FROM OPENROWSET(BULK 'marketing_revenue_day', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [placed_date] date,
  [campaign] varchar(8000),
  [currency] varchar(8000),
  [order_count] bigint,
  [total_amount] decimal(28,2),
  [kept_amount] decimal(28,2)
) AS r;
GO

-- Steps of shipments by day, carrier and mode of transport. A step counts on the day on which it happened.
CREATE OR ALTER VIEW gold.[operations_delivery_day] AS
SELECT
  r.[event_date],
  r.[carrier_code],
  r.[mode],
  r.[shipment_count],
  r.[created_count],
  r.[departed_count],
  r.[arrived_count],
  r.[delivered_count],
  r.[failed_count],
  r.[returned_count],
  r.[late_arrival_count],
  r.[arrival_delay_minutes],
  r.[departed_kilometres],
  r.[delivered_kilograms]
FROM OPENROWSET(BULK 'operations_delivery_day', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [event_date] date,
  [carrier_code] varchar(8000),
  [mode] varchar(8000),
  [shipment_count] bigint,
  [created_count] bigint,
  [departed_count] bigint,
  [arrived_count] bigint,
  [delivered_count] bigint,
  [failed_count] bigint,
  [returned_count] bigint,
  [late_arrival_count] bigint,
  [arrival_delay_minutes] bigint,
  [departed_kilometres] decimal(28,3),
  [delivered_kilograms] decimal(28,3)
) AS r;
GO

-- Readings and faults of each device by day.
CREATE OR ALTER VIEW gold.[operations_device_day] AS
SELECT
  r.[event_date],
  r.[device_id],
  r.[device_key],
  r.[site_count],
  r.[hour_count],
  r.[reading_count],
  r.[degraded_count],
  r.[fault_count],
  r.[fault_rate],
  r.[temperature_celsius_average],
  r.[temperature_celsius_maximum],
  r.[vibration_millimetres_per_second_maximum],
  r.[power_watts_average],
  r.[battery_percent_minimum],
  r.[signal_decibel_milliwatts_minimum]
FROM OPENROWSET(BULK 'operations_device_day', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [event_date] date,
  [device_id] varchar(8000),
  [device_key] varchar(8000),
  [site_count] bigint,
  [hour_count] bigint,
  [reading_count] bigint,
  [degraded_count] bigint,
  [fault_count] bigint,
  [fault_rate] float,
  [temperature_celsius_average] float,
  [temperature_celsius_maximum] float,
  [vibration_millimetres_per_second_maximum] float,
  [power_watts_average] float,
  [battery_percent_minimum] float,
  [signal_decibel_milliwatts_minimum] float
) AS r;
GO

-- Measurements of the devices of a place by hour.
CREATE OR ALTER VIEW gold.[operations_site_hour] AS
SELECT
  r.[event_date],
  r.[hour_start],
  r.[site_code],
  r.[site_key],
  r.[device_count],
  r.[reading_count],
  r.[fault_count],
  r.[temperature_celsius_average],
  r.[temperature_celsius_minimum],
  r.[temperature_celsius_maximum],
  r.[humidity_percent_average],
  r.[power_watts_sum]
FROM OPENROWSET(BULK 'operations_site_hour', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [event_date] date,
  [hour_start] datetime2(7),
  [site_code] varchar(8000),
  [site_key] varchar(8000),
  [device_count] bigint,
  [reading_count] bigint,
  [fault_count] bigint,
  [temperature_celsius_average] float,
  [temperature_celsius_minimum] float,
  [temperature_celsius_maximum] float,
  [humidity_percent_average] float,
  [power_watts_sum] decimal(28,6)
) AS r;
GO

-- Sales by day, channel, country and currency. Amounts of different currencies are never added up.
CREATE OR ALTER VIEW gold.[sales_day] AS
SELECT
  r.[placed_date],
  r.[channel],
  r.[country],
  r.[currency],
  r.[order_count],
  r.[cancelled_count],
  r.[returned_count],
  r.[delivered_count],
  r.[customer_count],
  r.[pieces],
  r.[subtotal_amount],
  r.[discount_amount],
  r.[total_amount],
  r.[kept_amount],
  r.[average_order_amount]
FROM OPENROWSET(BULK 'sales_day', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [placed_date] date,
  [channel] varchar(8000),
  [country] varchar(8000),
  [currency] varchar(8000),
  [order_count] bigint,
  [cancelled_count] bigint,
  [returned_count] bigint,
  [delivered_count] bigint,
  [customer_count] bigint,
  [pieces] bigint,
  [subtotal_amount] decimal(28,2),
  [discount_amount] decimal(28,2),
  [total_amount] decimal(28,2),
  [kept_amount] decimal(28,2),
  [average_order_amount] decimal(18,2)
) AS r;
GO

-- Sales by day, product and currency.
CREATE OR ALTER VIEW gold.[sales_product_day] AS
SELECT
  r.[placed_date],
  r.[product_id],
  r.[product_key],
  r.[currency],
  r.[order_count],
  r.[pieces],
  r.[returned_pieces],
  r.[cancelled_pieces],
  r.[gross_amount],
  r.[discount_amount],
  r.[net_amount],
  r.[kept_amount]
FROM OPENROWSET(BULK 'sales_product_day', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [placed_date] date,
  [product_id] varchar(8000),
  [product_key] varchar(8000),
  [currency] varchar(8000),
  [order_count] bigint,
  [pieces] bigint,
  [returned_pieces] bigint,
  [cancelled_pieces] bigint,
  [gross_amount] decimal(28,2),
  [discount_amount] decimal(28,2),
  [net_amount] decimal(28,2),
  [kept_amount] decimal(28,2)
) AS r;
GO

-- Customer profile change, by the minute: the batch view of the live windows.
CREATE OR ALTER VIEW gold.[window_customers_profile] AS
SELECT
  r.[window_date],
  r.[window_start],
  r.[events],
  r.[deletions]
FROM OPENROWSET(BULK 'window_customers_profile', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [window_date] date,
  [window_start] datetime2(7),
  [events] bigint,
  [deletions] bigint
) AS r;
GO

-- Click, by the minute: the batch view of the live windows.
CREATE OR ALTER VIEW gold.[window_ecommerce_clickstream] AS
SELECT
  r.[window_date],
  r.[window_start],
  r.[device_class],
  r.[events],
  r.[page_views],
  r.[product_views],
  r.[searches],
  r.[cart_additions],
  r.[checkouts],
  r.[purchases],
  r.[dwell_milliseconds_average_sum],
  r.[dwell_milliseconds_average_count]
FROM OPENROWSET(BULK 'window_ecommerce_clickstream', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [window_date] date,
  [window_start] datetime2(7),
  [device_class] varchar(8000),
  [events] bigint,
  [page_views] bigint,
  [product_views] bigint,
  [searches] bigint,
  [cart_additions] bigint,
  [checkouts] bigint,
  [purchases] bigint,
  [dwell_milliseconds_average_sum] decimal(28,6),
  [dwell_milliseconds_average_count] bigint
) AS r;
GO

-- Order, by the minute: the batch view of the live windows.
CREATE OR ALTER VIEW gold.[window_ecommerce_order] AS
SELECT
  r.[window_date],
  r.[window_start],
  r.[country],
  r.[currency],
  r.[events],
  r.[orders_placed],
  r.[revenue_minor],
  r.[order_total_minor_maximum],
  r.[orders_delivered],
  r.[orders_cancelled],
  r.[cancelled_minor],
  r.[orders_returned]
FROM OPENROWSET(BULK 'window_ecommerce_order', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [window_date] date,
  [window_start] datetime2(7),
  [country] varchar(8000),
  [currency] varchar(8000),
  [events] bigint,
  [orders_placed] bigint,
  [revenue_minor] decimal(28,6),
  [order_total_minor_maximum] float,
  [orders_delivered] bigint,
  [orders_cancelled] bigint,
  [cancelled_minor] decimal(28,6),
  [orders_returned] bigint
) AS r;
GO

-- Device telemetry, by the minute: the batch view of the live windows.
CREATE OR ALTER VIEW gold.[window_iot_telemetry] AS
SELECT
  r.[window_date],
  r.[window_start],
  r.[site_code],
  r.[events],
  r.[faults],
  r.[degraded],
  r.[temperature_celsius_average_sum],
  r.[temperature_celsius_average_count],
  r.[temperature_celsius_minimum],
  r.[temperature_celsius_maximum],
  r.[power_watts_average_sum],
  r.[power_watts_average_count],
  r.[battery_percent_minimum]
FROM OPENROWSET(BULK 'window_iot_telemetry', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [window_date] date,
  [window_start] datetime2(7),
  [site_code] varchar(8000),
  [events] bigint,
  [faults] bigint,
  [degraded] bigint,
  [temperature_celsius_average_sum] decimal(28,6),
  [temperature_celsius_average_count] bigint,
  [temperature_celsius_minimum] float,
  [temperature_celsius_maximum] float,
  [power_watts_average_sum] decimal(28,6),
  [power_watts_average_count] bigint,
  [battery_percent_minimum] float
) AS r;
GO

-- Shipment event, by the minute: the batch view of the live windows.
CREATE OR ALTER VIEW gold.[window_logistics_shipment] AS
SELECT
  r.[window_date],
  r.[window_start],
  r.[carrier_code],
  r.[events],
  r.[departures],
  r.[deliveries],
  r.[failures],
  r.[returns],
  r.[delay_minutes_average_sum],
  r.[delay_minutes_average_count],
  r.[delay_minutes_maximum]
FROM OPENROWSET(BULK 'window_logistics_shipment', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
  [window_date] date,
  [window_start] datetime2(7),
  [carrier_code] varchar(8000),
  [events] bigint,
  [departures] bigint,
  [deliveries] bigint,
  [failures] bigint,
  [returns] bigint,
  [delay_minutes_average_sum] decimal(28,6),
  [delay_minutes_average_count] bigint,
  [delay_minutes_maximum] float
) AS r;
GO
