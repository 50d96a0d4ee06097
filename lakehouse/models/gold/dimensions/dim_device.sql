/*
description: "Devices, one row per device with its last report. A tracker of a shipment without a report has a row, too. 'unknown' means no device."
materialise: merge
key: [device_id]
affected: >
  SELECT device_id FROM changed.iot_telemetry
  UNION SELECT tracker_device_id FROM changed.logistics_shipment WHERE tracker_device_id IS NOT NULL
  UNION SELECT 'unknown'
columns:
  device_id: { type: string, description: "Identity of the device." }
  device_key: { type: string, keyOf: device_id, description: "Key of the device, for programs that compare texts without case." }
  device_kind: { type: string, description: "sensor, gateway, tracker, weather-station or unknown." }
  firmware: { type: string, description: "Firmware version at the last report." }
  site_code: { type: string, description: "Place of the last report." }
  site_key: { type: string, keyOf: site_code, description: "Key of the place of the last report; joins dim_place." }
  last_status: { type: string, description: "Status that the device reported of itself last." }
  first_reported_at: { type: timestamp, description: "Time of the earliest reading." }
  last_reported_at: { type: timestamp, description: "Time of the newest reading." }
  is_inferred: { type: boolean, description: "Whether only the identity of the device is known." }
expectations:
  - { name: has_reported, check: "NOT is_inferred OR device_id = 'unknown'", action: warn }
*/
WITH readings AS (
  SELECT * FROM changed.iot_telemetry
),
steps AS (
  SELECT * FROM changed.logistics_shipment
),
known_devices AS (
  SELECT * FROM existing.dim_device
),
described AS (
  SELECT
    device_id,
    nullif(device_kind, 'unknown') AS device_kind,
    nullif(firmware, 'unknown') AS firmware,
    nullif(site_code, 'unknown') AS site_code,
    nullif(last_status, 'unknown') AS last_status,
    first_reported_at,
    last_reported_at
  FROM known_devices
  UNION ALL
  SELECT device_id, device_kind, firmware, site_code, status, min(event_time), max(event_time)
  FROM readings
  GROUP BY device_id, device_kind, firmware, site_code, status
  UNION ALL
  SELECT tracker_device_id, CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS TIMESTAMP), CAST(NULL AS TIMESTAMP)
  FROM steps
  WHERE tracker_device_id IS NOT NULL
  GROUP BY tracker_device_id
  UNION ALL
  SELECT 'unknown', CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS TIMESTAMP), CAST(NULL AS TIMESTAMP)
),
ranked AS (
  SELECT
    described.*,
    min(first_reported_at) OVER (PARTITION BY device_id) AS earliest,
    row_number() OVER (
      PARTITION BY device_id
      ORDER BY last_reported_at DESC NULLS LAST, device_kind DESC NULLS LAST, firmware DESC NULLS LAST, site_code DESC NULLS LAST, last_status DESC NULLS LAST
    ) AS recency
  FROM described
)
SELECT
  device_id,
  surrogate_key(device_id) AS device_key,
  coalesce(device_kind, 'unknown') AS device_kind,
  coalesce(firmware, 'unknown') AS firmware,
  coalesce(site_code, 'unknown') AS site_code,
  surrogate_key(coalesce(site_code, 'unknown')) AS site_key,
  coalesce(last_status, 'unknown') AS last_status,
  earliest AS first_reported_at,
  last_reported_at,
  last_reported_at IS NULL AS is_inferred
FROM ranked
WHERE recency = 1
