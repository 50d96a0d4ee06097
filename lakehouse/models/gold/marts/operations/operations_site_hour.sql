/*
description: "Measurements of the devices of a place by hour."
materialise: replace
key: [event_date, hour_start, site_code]
partitionBy: event_date
stable: { event_date: "The day of the reading, which no later reading changes." }
affected: SELECT DISTINCT event_date FROM changed.fact_telemetry_hour
restrict: { gold.fact_telemetry_hour: event_date }
columns:
  event_date: { type: date, description: "Business day of the readings (in BUSINESS_TIME_ZONE); joins dim_date." }
  hour_start: { type: timestamp, description: "Start of the hour (UTC)." }
  site_code: { type: string, description: "The place." }
  site_key: { type: string, keyOf: site_code, description: "Key of the place; joins dim_place." }
  device_count: { type: long, description: "Devices that reported." }
  reading_count: { type: long, description: "Readings." }
  fault_count: { type: long, description: "Readings that report a fault." }
  temperature_celsius_average: { type: double, description: "Mean temperature." }
  temperature_celsius_minimum: { type: double, description: "Lowest temperature." }
  temperature_celsius_maximum: { type: double, description: "Highest temperature." }
  humidity_percent_average: { type: double, description: "Mean relative humidity." }
  power_watts_sum: { type: "decimal(28,6)", description: "Sum of the electrical power of all readings." }
expectations:
  - { name: devices_present, check: "device_count >= 1", action: fail }
*/
SELECT
  event_date,
  hour_start,
  site_code,
  surrogate_key(site_code) AS site_key,
  count(DISTINCT device_id) AS device_count,
  sum(reading_count) AS reading_count,
  sum(fault_count) AS fault_count,
  average(sum(temperature_celsius_sum), sum(temperature_count)) AS temperature_celsius_average,
  min(temperature_celsius_minimum) AS temperature_celsius_minimum,
  max(temperature_celsius_maximum) AS temperature_celsius_maximum,
  average(sum(humidity_percent_sum), sum(humidity_count)) AS humidity_percent_average,
  sum(power_watts_sum) AS power_watts_sum
FROM gold.fact_telemetry_hour
GROUP BY event_date, hour_start, site_code
