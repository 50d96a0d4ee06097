/*
description: "Telemetry, one row per device, site and hour."
materialise: merge
key: [event_date, hour_start, device_id, site_code]
partitionBy: event_date
stable: { event_date: "The day of the reading, which no later reading changes. Each reading is added once.", hour_start: "Of the reading.", site_code: "The place of the reading: a device that moves has a row for each place." }
affected: SELECT DISTINCT business_date(event_time) AS event_date, date_trunc('hour', event_time) AS hour_start, device_id, site_code FROM changed.iot_telemetry
columns:
  event_date: { type: date, description: "Business day of the readings (in BUSINESS_TIME_ZONE); joins dim_date. If the zone's midnight is within an hour of UTC, that hour has a row on both days." }
  hour_start: { type: timestamp, description: "Start of the hour (UTC)." }
  device_id: { type: string, description: "The device." }
  device_key: { type: string, keyOf: device_id, description: "Key of the device; joins dim_device." }
  site_code: { type: string, description: "Place of the device." }
  site_key: { type: string, keyOf: site_code, description: "Key of the place; joins dim_place." }
  reading_count: { type: long, description: "Readings of the hour." }
  degraded_count: { type: long, description: "Readings in which the device reported the status degraded." }
  fault_count: { type: long, description: "Readings in which the device reported a fault." }
  maintenance_count: { type: long, description: "Readings during maintenance." }
  temperature_count: { type: long, description: "Readings with the temperature." }
  temperature_celsius_sum: { type: "decimal(28,6)", description: "Sum of the temperature in degrees Celsius." }
  temperature_celsius_average: { type: double, description: "Mean temperature in degrees Celsius." }
  temperature_celsius_minimum: { type: double, description: "Lowest temperature in degrees Celsius." }
  temperature_celsius_maximum: { type: double, description: "Highest temperature in degrees Celsius." }
  humidity_count: { type: long, description: "Readings with the relative humidity." }
  humidity_percent_sum: { type: "decimal(28,6)", description: "Sum of the relative humidity in percent." }
  humidity_percent_average: { type: double, description: "Mean relative humidity in percent." }
  pressure_count: { type: long, description: "Readings with the air pressure." }
  pressure_hectopascal_sum: { type: "decimal(28,6)", description: "Sum of the air pressure in hectopascal." }
  pressure_hectopascal_average: { type: double, description: "Mean air pressure in hectopascal." }
  wind_speed_count: { type: long, description: "Readings with the wind speed." }
  wind_speed_metres_per_second_sum: { type: "decimal(28,6)", description: "Sum of the wind speed in metres per second." }
  wind_speed_metres_per_second_average: { type: double, description: "Mean wind speed in metres per second." }
  wind_speed_metres_per_second_maximum: { type: double, description: "Highest wind speed in metres per second." }
  precipitation_millimetres_sum: { type: "decimal(28,6)", description: "Precipitation of the hour in millimetres." }
  vibration_count: { type: long, description: "Readings with the vibration velocity." }
  vibration_millimetres_per_second_sum: { type: "decimal(28,6)", description: "Sum of the vibration velocity in millimetres per second." }
  vibration_millimetres_per_second_average: { type: double, description: "Mean vibration velocity in millimetres per second." }
  vibration_millimetres_per_second_maximum: { type: double, description: "Highest vibration velocity in millimetres per second." }
  power_count: { type: long, description: "Readings with the electrical power." }
  power_watts_sum: { type: "decimal(28,6)", description: "Sum of the electrical power in watts." }
  power_watts_average: { type: double, description: "Mean electrical power in watts." }
  power_watts_maximum: { type: double, description: "Highest electrical power in watts." }
  battery_percent_minimum: { type: double, description: "Lowest charge of the battery in percent." }
  signal_decibel_milliwatts_minimum: { type: double, description: "Lowest strength of the radio signal in decibel milliwatts." }
expectations:
  - { name: key_present, check: "device_id IS NOT NULL AND hour_start IS NOT NULL", action: fail }
  - { name: temperature_in_order, check: "temperature_count = 0 OR temperature_celsius_minimum <= temperature_celsius_maximum", action: fail }
  - { name: counts_within_readings, check: "degraded_count + fault_count + maintenance_count <= reading_count", action: fail }
*/
WITH readings AS (
  SELECT * FROM changed.iot_telemetry
),
known_hours AS (
  SELECT * FROM existing.fact_telemetry_hour
),
parts AS (
  -- Sums are decimals, so that they do not depend on the order and batches of the readings.
  SELECT
    business_date(event_time) AS event_date,
    date_trunc('hour', event_time) AS hour_start,
    device_id,
    site_code,
    count(*) AS reading_count,
    count(*) FILTER (WHERE status = 'degraded') AS degraded_count,
    count(*) FILTER (WHERE status = 'fault') AS fault_count,
    count(*) FILTER (WHERE status = 'maintenance') AS maintenance_count,
    count(metrics_temperature_celsius) AS temperature_count,
    sum(CAST(metrics_temperature_celsius AS DECIMAL(18,6))) AS temperature_celsius_sum,
    min(metrics_temperature_celsius) AS temperature_celsius_minimum,
    max(metrics_temperature_celsius) AS temperature_celsius_maximum,
    count(metrics_humidity_percent) AS humidity_count,
    sum(CAST(metrics_humidity_percent AS DECIMAL(18,6))) AS humidity_percent_sum,
    count(metrics_pressure_hectopascal) AS pressure_count,
    sum(CAST(metrics_pressure_hectopascal AS DECIMAL(18,6))) AS pressure_hectopascal_sum,
    count(metrics_wind_speed_metres_per_second) AS wind_speed_count,
    sum(CAST(metrics_wind_speed_metres_per_second AS DECIMAL(18,6))) AS wind_speed_metres_per_second_sum,
    max(metrics_wind_speed_metres_per_second) AS wind_speed_metres_per_second_maximum,
    sum(CAST(metrics_precipitation_millimetres AS DECIMAL(18,6))) AS precipitation_millimetres_sum,
    count(metrics_vibration_millimetres_per_second) AS vibration_count,
    sum(CAST(metrics_vibration_millimetres_per_second AS DECIMAL(18,6))) AS vibration_millimetres_per_second_sum,
    max(metrics_vibration_millimetres_per_second) AS vibration_millimetres_per_second_maximum,
    count(metrics_power_watts) AS power_count,
    sum(CAST(metrics_power_watts AS DECIMAL(18,6))) AS power_watts_sum,
    max(metrics_power_watts) AS power_watts_maximum,
    min(metrics_battery_percent) AS battery_percent_minimum,
    min(metrics_signal_decibel_milliwatts) AS signal_decibel_milliwatts_minimum
  FROM readings
  GROUP BY business_date(event_time), date_trunc('hour', event_time), device_id, site_code
  UNION ALL
  SELECT
    event_date, hour_start, device_id, site_code, reading_count, degraded_count, fault_count, maintenance_count,
    temperature_count, temperature_celsius_sum, temperature_celsius_minimum, temperature_celsius_maximum, humidity_count,
    humidity_percent_sum, pressure_count, pressure_hectopascal_sum, wind_speed_count, wind_speed_metres_per_second_sum,
    wind_speed_metres_per_second_maximum, precipitation_millimetres_sum, vibration_count,
    vibration_millimetres_per_second_sum, vibration_millimetres_per_second_maximum, power_count, power_watts_sum,
    power_watts_maximum, battery_percent_minimum, signal_decibel_milliwatts_minimum
  FROM known_hours
),
hours AS (
  SELECT
    event_date,
    hour_start,
    device_id,
    site_code,
    sum(reading_count) AS reading_count,
    sum(degraded_count) AS degraded_count,
    sum(fault_count) AS fault_count,
    sum(maintenance_count) AS maintenance_count,
    sum(temperature_count) AS temperature_count,
    sum(temperature_celsius_sum) AS temperature_celsius_sum,
    min(temperature_celsius_minimum) AS temperature_celsius_minimum,
    max(temperature_celsius_maximum) AS temperature_celsius_maximum,
    sum(humidity_count) AS humidity_count,
    sum(humidity_percent_sum) AS humidity_percent_sum,
    sum(pressure_count) AS pressure_count,
    sum(pressure_hectopascal_sum) AS pressure_hectopascal_sum,
    sum(wind_speed_count) AS wind_speed_count,
    sum(wind_speed_metres_per_second_sum) AS wind_speed_metres_per_second_sum,
    max(wind_speed_metres_per_second_maximum) AS wind_speed_metres_per_second_maximum,
    sum(precipitation_millimetres_sum) AS precipitation_millimetres_sum,
    sum(vibration_count) AS vibration_count,
    sum(vibration_millimetres_per_second_sum) AS vibration_millimetres_per_second_sum,
    max(vibration_millimetres_per_second_maximum) AS vibration_millimetres_per_second_maximum,
    sum(power_count) AS power_count,
    sum(power_watts_sum) AS power_watts_sum,
    max(power_watts_maximum) AS power_watts_maximum,
    min(battery_percent_minimum) AS battery_percent_minimum,
    min(signal_decibel_milliwatts_minimum) AS signal_decibel_milliwatts_minimum
  FROM parts
  GROUP BY event_date, hour_start, device_id, site_code
)
SELECT
  event_date,
  hour_start,
  device_id,
  surrogate_key(device_id) AS device_key,
  site_code,
  surrogate_key(site_code) AS site_key,
  reading_count,
  degraded_count,
  fault_count,
  maintenance_count,
  temperature_count,
  temperature_celsius_sum,
  average(temperature_celsius_sum, temperature_count) AS temperature_celsius_average,
  temperature_celsius_minimum,
  temperature_celsius_maximum,
  humidity_count,
  humidity_percent_sum,
  average(humidity_percent_sum, humidity_count) AS humidity_percent_average,
  pressure_count,
  pressure_hectopascal_sum,
  average(pressure_hectopascal_sum, pressure_count) AS pressure_hectopascal_average,
  wind_speed_count,
  wind_speed_metres_per_second_sum,
  average(wind_speed_metres_per_second_sum, wind_speed_count) AS wind_speed_metres_per_second_average,
  wind_speed_metres_per_second_maximum,
  precipitation_millimetres_sum,
  vibration_count,
  vibration_millimetres_per_second_sum,
  average(vibration_millimetres_per_second_sum, vibration_count) AS vibration_millimetres_per_second_average,
  vibration_millimetres_per_second_maximum,
  power_count,
  power_watts_sum,
  average(power_watts_sum, power_count) AS power_watts_average,
  power_watts_maximum,
  battery_percent_minimum,
  signal_decibel_milliwatts_minimum
FROM hours
