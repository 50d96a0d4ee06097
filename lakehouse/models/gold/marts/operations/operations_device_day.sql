/*
description: "Readings and faults of each device by day."
materialise: replace
key: [event_date, device_id]
partitionBy: event_date
stable: { event_date: "The day of the reading, which no later reading changes." }
affected: SELECT DISTINCT event_date FROM changed.fact_telemetry_hour
restrict: { gold.fact_telemetry_hour: event_date }
columns:
  event_date: { type: date, description: "The business day (in BUSINESS_TIME_ZONE); joins dim_date." }
  device_id: { type: string, description: "The device." }
  device_key: { type: string, keyOf: device_id, description: "Key of the device; joins dim_device." }
  site_count: { type: long, description: "Places from which it reported." }
  hour_count: { type: long, description: "Hours of the day in which it reported; a day on which clocks go back has 25 hours." }
  reading_count: { type: long, description: "Readings." }
  degraded_count: { type: long, description: "Readings in which it reported the status degraded." }
  fault_count: { type: long, description: "Readings in which it reported a fault." }
  fault_rate: { type: double, description: "Share of the readings that report a fault." }
  temperature_celsius_average: { type: double, description: "Mean temperature." }
  temperature_celsius_maximum: { type: double, description: "Highest temperature." }
  vibration_millimetres_per_second_maximum: { type: double, description: "Highest vibration velocity." }
  power_watts_average: { type: double, description: "Mean electrical power." }
  battery_percent_minimum: { type: double, description: "Lowest charge of the battery." }
  signal_decibel_milliwatts_minimum: { type: double, description: "Weakest radio signal." }
expectations:
  - { name: hours_of_a_day, check: "hour_count BETWEEN 1 AND 26", action: fail }
  - { name: faults_within_readings, check: "fault_count <= reading_count", action: fail }
*/
SELECT
  event_date,
  device_id,
  surrogate_key(device_id) AS device_key,
  count(DISTINCT site_code) AS site_count,
  count(DISTINCT hour_start) AS hour_count,
  sum(reading_count) AS reading_count,
  sum(degraded_count) AS degraded_count,
  sum(fault_count) AS fault_count,
  CAST(sum(fault_count) AS DOUBLE) / CAST(sum(reading_count) AS DOUBLE) AS fault_rate,
  average(sum(temperature_celsius_sum), sum(temperature_count)) AS temperature_celsius_average,
  max(temperature_celsius_maximum) AS temperature_celsius_maximum,
  max(vibration_millimetres_per_second_maximum) AS vibration_millimetres_per_second_maximum,
  average(sum(power_watts_sum), sum(power_count)) AS power_watts_average,
  min(battery_percent_minimum) AS battery_percent_minimum,
  min(signal_decibel_milliwatts_minimum) AS signal_decibel_milliwatts_minimum
FROM gold.fact_telemetry_hour
GROUP BY event_date, device_id
