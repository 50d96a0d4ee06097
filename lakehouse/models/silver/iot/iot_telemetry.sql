/*
# Written by `npm run generate` from schemas/iot/telemetry.v1.json. Change the schema, not this file.
description: "Device telemetry: One reading of one device at one time and place. Sensors, gateways, trackers and hourly weather stations share this shape, so each metric is optional and at least one is required."
materialise: append
key: [event_time, event_id]
firstBy: [enqueued_time, partition, sequence_number]
partitionBy: event_date
bronze: { contract: iot.telemetry }
columns:
  event_id: { type: string, description: "Identity of this reading; a resent reading keeps it." }
  device_id: { type: string, description: "Identity of the device; a shipment has the same value for its tracker." }
  device_kind: { type: string, description: "Kind of the device." }
  event_time: { type: timestamp, description: "When the device measured, by its own clock (RFC 3339)." }
  site_code: { type: string, description: "Code of the site: a warehouse, a shop, a weather station or an airport (IATA). Shipments have the same codes for origin and destination." }
  site_name: { type: string, description: "Name of the site." }
  site_country: { type: string, description: "ISO 3166-1 alpha-2 code of the country." }
  site_latitude: { type: double, description: "Degrees north of the equator (WGS 84)." }
  site_longitude: { type: double, description: "Degrees east of Greenwich (WGS 84)." }
  metrics_temperature_celsius: { type: double, description: "Temperature." }
  metrics_humidity_percent: { type: double, description: "Relative humidity." }
  metrics_pressure_hectopascal: { type: double, description: "Air pressure." }
  metrics_wind_speed_metres_per_second: { type: double, description: "Wind speed." }
  metrics_precipitation_millimetres: { type: double, description: "Precipitation since the previous reading." }
  metrics_vibration_millimetres_per_second: { type: double, description: "Vibration velocity, root mean square." }
  metrics_power_watts: { type: double, description: "Electrical power of the observed machine." }
  metrics_battery_percent: { type: double, description: "Charge of the device's battery." }
  metrics_signal_decibel_milliwatts: { type: double, description: "Strength of the received radio signal." }
  firmware: { type: string, description: "Firmware version of the device." }
  status: { type: string, description: "Status that the device reports of itself." }
  event_date: { type: date, description: "Day of event_time, in UTC." }
  enqueued_time: { type: timestamp, description: "When the event reached the hub." }
  landed_at: { type: timestamp, description: "When the event landed in Bronze." }
  partition: { type: integer, description: "Partition of the hub." }
  sequence_number: { type: long, description: "Position of the event in its partition." }
  contract_version: { type: integer, description: "Contract version of the event." }
expectations:
  - { name: key_present, check: "event_id IS NOT NULL", action: fail }
  - { name: time_present, check: "event_time IS NOT NULL", action: fail }
  - { name: time_not_ahead, check: "event_time <= enqueued_time + INTERVAL 1 DAY", action: warn }
  - { name: arrived_within_a_day, check: "enqueued_time <= event_time + INTERVAL 1 DAY", action: warn }
*/
SELECT
  b.event.data.readingId AS event_id,
  b.event.data.deviceId AS device_id,
  b.event.data.deviceKind AS device_kind,
  b.event.data.measuredAt AS event_time,
  b.event.data.site.siteCode AS site_code,
  b.event.data.site.name AS site_name,
  b.event.data.site.country AS site_country,
  b.event.data.site.latitude AS site_latitude,
  b.event.data.site.longitude AS site_longitude,
  b.event.data.metrics.temperatureCelsius AS metrics_temperature_celsius,
  b.event.data.metrics.humidityPercent AS metrics_humidity_percent,
  b.event.data.metrics.pressureHectopascal AS metrics_pressure_hectopascal,
  b.event.data.metrics.windSpeedMetresPerSecond AS metrics_wind_speed_metres_per_second,
  b.event.data.metrics.precipitationMillimetres AS metrics_precipitation_millimetres,
  b.event.data.metrics.vibrationMillimetresPerSecond AS metrics_vibration_millimetres_per_second,
  b.event.data.metrics.powerWatts AS metrics_power_watts,
  b.event.data.metrics.batteryPercent AS metrics_battery_percent,
  b.event.data.metrics.signalDecibelMilliwatts AS metrics_signal_decibel_milliwatts,
  b.event.data.firmware AS firmware,
  b.event.data.status AS status,
  CAST(b.event.data.measuredAt AS DATE) AS event_date,
  b.meta.enqueuedTime AS enqueued_time,
  b.meta.landedAt AS landed_at,
  b.meta.partition AS partition,
  b.meta.sequenceNumber AS sequence_number,
  b.meta.version AS contract_version
FROM bronze.iot_telemetry AS b
