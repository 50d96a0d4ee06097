/*
description: "Calendar, one row per business day: a day in the time zone BUSINESS_TIME_ZONE, UTC by default. It has all days of each year with an event, an order or a planned arrival."
materialise: merge
key: [calendar_date]
affected: >
  SELECT DISTINCT CAST(year(business_date(event_time)) AS INTEGER) AS year FROM changed.iot_telemetry
  UNION SELECT DISTINCT CAST(year(business_date(event_time)) AS INTEGER) FROM changed.ecommerce_clickstream
  UNION SELECT DISTINCT CAST(year(business_date(event_time)) AS INTEGER) FROM changed.ecommerce_order
  UNION SELECT DISTINCT CAST(year(business_date(placed_at)) AS INTEGER) FROM changed.ecommerce_order
  UNION SELECT DISTINCT CAST(year(business_date(placed_at)) AS INTEGER) FROM changed.shop_order
  UNION SELECT DISTINCT CAST(year(business_date(event_time)) AS INTEGER) FROM changed.logistics_shipment
  UNION SELECT DISTINCT CAST(year(business_date(scheduled_arrival_at)) AS INTEGER) FROM changed.logistics_shipment WHERE scheduled_arrival_at IS NOT NULL
  UNION SELECT DISTINCT CAST(year(business_date(valid_from)) AS INTEGER) FROM changed.customers_profile
columns:
  calendar_date: { type: date, description: "The business day." }
  year: { type: integer, description: "Calendar year." }
  quarter: { type: integer, description: "Quarter of the year, 1 to 4." }
  month: { type: integer, description: "Month of the year, 1 to 12." }
  month_name: { type: string, description: "Name of the month." }
  year_month: { type: string, description: "Year and month, such as 2026-03; sorts by time." }
  first_of_month: { type: date, description: "First day of the month." }
  iso_week: { type: integer, description: "Week of the year, 1 to 53 (ISO 8601)." }
  day_of_month: { type: integer, description: "Day of the month, 1 to 31." }
  day_of_year: { type: integer, description: "Day of the year, 1 to 366." }
  day_of_week: { type: integer, description: "Day of the week, 1 is Monday and 7 is Sunday (ISO 8601)." }
  day_name: { type: string, description: "Name of the day of the week." }
  is_weekend: { type: boolean, description: "Whether it is a Saturday or a Sunday." }
expectations:
  - { name: day_in_its_year, check: "year(calendar_date) = year", action: fail }
*/
WITH instants AS (
  SELECT event_time AS happened_at FROM changed.iot_telemetry
  UNION ALL SELECT event_time FROM changed.ecommerce_clickstream
  UNION ALL SELECT event_time FROM changed.ecommerce_order
  UNION ALL SELECT placed_at FROM changed.ecommerce_order
  UNION ALL SELECT placed_at FROM changed.shop_order
  UNION ALL SELECT event_time FROM changed.logistics_shipment
  UNION ALL SELECT scheduled_arrival_at FROM changed.logistics_shipment WHERE scheduled_arrival_at IS NOT NULL
  UNION ALL SELECT valid_from FROM changed.customers_profile
),
years AS (
  SELECT DISTINCT CAST(year(business_date(happened_at)) AS INTEGER) AS year FROM instants
),
offsets AS (
  SELECT year, explode(sequence(0, 365)) AS days FROM years
),
dates AS (
  SELECT year, date_add(make_date(year, 1, 1), CAST(days AS INTEGER)) AS calendar_date FROM offsets
),
numbered AS (
  SELECT
    calendar_date,
    year,
    CAST(month(calendar_date) AS INTEGER) AS month,
    CAST(weekday(calendar_date) AS INTEGER) + 1 AS day_of_week
  FROM dates
  WHERE year(calendar_date) = year
)
SELECT
  calendar_date,
  year,
  CAST(quarter(calendar_date) AS INTEGER) AS quarter,
  month,
  CASE month
    WHEN 1 THEN 'January' WHEN 2 THEN 'February' WHEN 3 THEN 'March' WHEN 4 THEN 'April'
    WHEN 5 THEN 'May' WHEN 6 THEN 'June' WHEN 7 THEN 'July' WHEN 8 THEN 'August'
    WHEN 9 THEN 'September' WHEN 10 THEN 'October' WHEN 11 THEN 'November' ELSE 'December'
  END AS month_name,
  lpad(CAST(year AS STRING), 4, '0') || '-' || lpad(CAST(month AS STRING), 2, '0') AS year_month,
  make_date(year, month, 1) AS first_of_month,
  CAST(weekofyear(calendar_date) AS INTEGER) AS iso_week,
  CAST(dayofmonth(calendar_date) AS INTEGER) AS day_of_month,
  CAST(dayofyear(calendar_date) AS INTEGER) AS day_of_year,
  day_of_week,
  CASE day_of_week
    WHEN 1 THEN 'Monday' WHEN 2 THEN 'Tuesday' WHEN 3 THEN 'Wednesday' WHEN 4 THEN 'Thursday'
    WHEN 5 THEN 'Friday' WHEN 6 THEN 'Saturday' ELSE 'Sunday'
  END AS day_name,
  day_of_week >= 6 AS is_weekend
FROM numbered
