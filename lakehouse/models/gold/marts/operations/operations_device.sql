/*
description: "Devices with their last report and the name of the place. Silent devices have an old last report."
materialise: view
columns:
  device_id: { type: string, description: "The device." }
  device_kind: { type: string, description: "Kind of the device." }
  firmware: { type: string, description: "Firmware version." }
  site_code: { type: string, description: "Place of the last report." }
  site_name: { type: string, description: "Name of the place." }
  country: { type: string, description: "Country of the place." }
  last_status: { type: string, description: "Status that the device reported of itself." }
  last_reported_at: { type: timestamp, description: "When it last reported." }
*/
SELECT
  d.device_id,
  d.device_kind,
  d.firmware,
  d.site_code,
  p.name AS site_name,
  p.country,
  d.last_status,
  d.last_reported_at
FROM gold.dim_device AS d
JOIN gold.dim_place AS p ON p.site_code = d.site_code
WHERE NOT d.is_inferred
