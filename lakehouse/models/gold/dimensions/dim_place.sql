/*
description: "Places, one row per site: airports of the reference files, and all sites of devices and shipments. 'unknown' means no place."
materialise: full
key: [site_code]
columns:
  site_code: { type: string, description: "Code of the place: a warehouse, a shop, a depot, a weather station or an airport (IATA)." }
  site_key: { type: string, keyOf: site_code, description: "Key of the place, for programs that compare texts without case." }
  name: { type: string, description: "Name of the place; its code if the name is unknown." }
  kind: { type: string, description: "airport, site or unknown." }
  city: { type: string, description: "City of the place." }
  state: { type: string, description: "State or territory of an airport." }
  country: { type: string, description: "ISO 3166-1 alpha-2 code of the country." }
  latitude: { type: double, description: "Degrees north of the equator (WGS 84)." }
  longitude: { type: double, description: "Degrees east of Greenwich (WGS 84)." }
  has_devices: { type: boolean, description: "Whether a device has reported from here." }
  has_shipments: { type: boolean, description: "Whether a shipment starts or ends here." }
expectations:
  - { name: described, check: "country <> 'unknown' OR kind = 'unknown'", action: warn }
*/
WITH airports AS (
  SELECT * FROM silver.airport
),
sightings AS (
  SELECT * FROM gold.place_sighting
),
codes AS (
  SELECT iata_code AS site_code FROM airports
  UNION SELECT site_code FROM sightings
  UNION SELECT 'unknown'
)
SELECT
  c.site_code,
  surrogate_key(c.site_code) AS site_key,
  coalesce(a.name, d.name, c.site_code) AS name,
  CASE WHEN a.iata_code IS NOT NULL THEN 'airport' WHEN c.site_code = 'unknown' THEN 'unknown' ELSE 'site' END AS kind,
  coalesce(a.city, s.city, 'unknown') AS city,
  coalesce(a.state, 'unknown') AS state,
  coalesce(a.country, d.country, s.country, 'unknown') AS country,
  coalesce(a.latitude, d.latitude) AS latitude,
  coalesce(a.longitude, d.longitude) AS longitude,
  d.site_code IS NOT NULL AS has_devices,
  s.site_code IS NOT NULL AS has_shipments
FROM codes AS c
LEFT JOIN airports AS a ON a.iata_code = c.site_code
LEFT JOIN sightings AS d ON d.site_code = c.site_code AND d.named_by = 'device'
LEFT JOIN sightings AS s ON s.site_code = c.site_code AND s.named_by = 'shipment'
