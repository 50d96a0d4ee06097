/*
# Written by `npm run generate` from schemas/iot/telemetry.v1.json. Change the schema, not this file.
description: "Device telemetry, by the minute: the batch view of the live windows."
materialise: merge
key: [window_date, window_start, site_code]
partitionBy: window_date
stable: { window_date: "Of the event, which no later one changes.", window_start: "Of the event, which no later one changes.", site_code: "Of the event, which no later one changes." }
affected: SELECT DISTINCT event_date AS window_date, date_trunc('minute', event_time) AS window_start, coalesce(site_code, 'unknown') AS site_code FROM changed.iot_telemetry
columns:
  window_date: { type: date, description: "Day of the window, in UTC." }
  window_start: { type: timestamp, description: "Start of the minute." }
  site_code: { type: string, description: "Code of the site: a warehouse, a shop, a weather station or an airport (IATA). Shipments have the same codes for origin and destination. \"unknown\" if an event has no value." }
  events: { type: long, description: "Events of the window, each once." }
  faults: { type: long, description: "Events whose status is fault." }
  degraded: { type: long, description: "Events whose status is degraded." }
  temperature_celsius_average_sum: { type: "decimal(28,6)", description: "Sum for the average: Temperature." }
  temperature_celsius_average_count: { type: long, description: "Events in the average: Temperature." }
  temperature_celsius_minimum: { type: double, description: "Lowest: Temperature." }
  temperature_celsius_maximum: { type: double, description: "Highest: Temperature." }
  power_watts_average_sum: { type: "decimal(28,6)", description: "Sum for the average: Electrical power of the observed machine." }
  power_watts_average_count: { type: long, description: "Events in the average: Electrical power of the observed machine." }
  battery_percent_minimum: { type: double, description: "Lowest: Charge of the device's battery." }
expectations:
  - { name: window_present, check: "window_start IS NOT NULL AND events > 0", action: fail }
  - { name: counts_within_events, check: "faults <= events AND degraded <= events AND temperature_celsius_average_count <= events AND power_watts_average_count <= events", action: fail }
*/
WITH new_events AS (
  SELECT * FROM changed.iot_telemetry
),
known_windows AS (
  SELECT * FROM existing.window_iot_telemetry
),
parts AS (
  SELECT
    event_date AS window_date,
    date_trunc('minute', event_time) AS window_start,
    coalesce(site_code, 'unknown') AS site_code,
    1 AS events,
    CASE WHEN status = 'fault' THEN 1 ELSE 0 END AS faults,
    CASE WHEN status = 'degraded' THEN 1 ELSE 0 END AS degraded,
    coalesce(CAST(metrics_temperature_celsius AS DECIMAL(18,6)), 0) AS temperature_celsius_average_sum,
    CASE WHEN metrics_temperature_celsius IS NOT NULL THEN 1 ELSE 0 END AS temperature_celsius_average_count,
    metrics_temperature_celsius AS temperature_celsius_minimum,
    metrics_temperature_celsius AS temperature_celsius_maximum,
    coalesce(CAST(metrics_power_watts AS DECIMAL(18,6)), 0) AS power_watts_average_sum,
    CASE WHEN metrics_power_watts IS NOT NULL THEN 1 ELSE 0 END AS power_watts_average_count,
    metrics_battery_percent AS battery_percent_minimum
  FROM new_events
  UNION ALL
  SELECT
    window_date, window_start, site_code, events, faults, degraded, temperature_celsius_average_sum,
    temperature_celsius_average_count, temperature_celsius_minimum, temperature_celsius_maximum,
    power_watts_average_sum, power_watts_average_count, battery_percent_minimum
  FROM known_windows
)
SELECT
  window_date,
  window_start,
  site_code,
  sum(events) AS events,
  sum(faults) AS faults,
  sum(degraded) AS degraded,
  sum(temperature_celsius_average_sum) AS temperature_celsius_average_sum,
  sum(temperature_celsius_average_count) AS temperature_celsius_average_count,
  min(temperature_celsius_minimum) AS temperature_celsius_minimum,
  max(temperature_celsius_maximum) AS temperature_celsius_maximum,
  sum(power_watts_average_sum) AS power_watts_average_sum,
  sum(power_watts_average_count) AS power_watts_average_count,
  min(battery_percent_minimum) AS battery_percent_minimum
FROM parts
GROUP BY window_date, window_start, site_code
