/*
description: "Devices as they last reported, with the name of the place. The silent ones are those that reported long ago."
materialise: view
columns:
  device_id: { type: string, description: "The device." }
  device_kind: { type: string, description: "What it is." }
  firmware: { type: string, description: "Firmware version." }
  site_code: { type: string, description: "Place of the last report." }
  site_name: { type: string, description: "Name of the place." }
  country: { type: string, description: "Country of the place." }
  last_status: { type: string, description: "How it judged itself." }
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
