/*
description: "The newest description of each site in the streams, one row per site and kind of event. dim_place combines these rows with the airports."
materialise: merge
key: [site_code, named_by]
stable: { named_by: "The kind of the event, device or shipment." }
affected: >
  SELECT site_code FROM changed.iot_telemetry
  UNION SELECT origin_site_code FROM changed.logistics_shipment
  UNION SELECT destination_site_code FROM changed.logistics_shipment
columns:
  site_code: { type: string, description: "Code of the site." }
  named_by: { type: string, description: "Kind of the event: device or shipment." }
  name: { type: string, description: "Name of the site." }
  city: { type: string, description: "City of the site." }
  country: { type: string, description: "ISO 3166-1 alpha-2 code of the country." }
  latitude: { type: double, description: "Degrees north of the equator (WGS 84)." }
  longitude: { type: double, description: "Degrees east of Greenwich (WGS 84)." }
  described_at: { type: timestamp, description: "Time of the newest event with the site." }
expectations:
  - { name: latitude_in_range, check: "latitude IS NULL OR latitude BETWEEN -90 AND 90", action: warn }
  - { name: longitude_in_range, check: "longitude IS NULL OR longitude BETWEEN -180 AND 180", action: warn }
*/
WITH readings AS (
  SELECT * FROM changed.iot_telemetry
),
steps AS (
  SELECT * FROM changed.logistics_shipment
),
known_sightings AS (
  SELECT * FROM existing.place_sighting
),
stops AS (
  SELECT origin_site_code AS site_code, origin_city AS city, origin_country AS country, event_time FROM steps
  UNION ALL
  SELECT destination_site_code, destination_city, destination_country, event_time FROM steps
),
described AS (
  SELECT site_code, named_by, name, city, country, latitude, longitude, described_at
  FROM known_sightings
  UNION ALL
  SELECT site_code, 'device', site_name, CAST(NULL AS STRING), site_country, site_latitude, site_longitude, max(event_time)
  FROM readings
  GROUP BY site_code, site_name, site_country, site_latitude, site_longitude
  UNION ALL
  SELECT site_code, 'shipment', CAST(NULL AS STRING), city, country, CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE), max(event_time)
  FROM stops
  GROUP BY site_code, city, country
),
ranked AS (
  SELECT
    described.*,
    row_number() OVER (
      PARTITION BY site_code, named_by
      ORDER BY described_at DESC, name DESC NULLS LAST, city DESC NULLS LAST, country DESC NULLS LAST, latitude DESC NULLS LAST, longitude DESC NULLS LAST
    ) AS recency
  FROM described
)
SELECT site_code, named_by, name, city, country, latitude, longitude, described_at
FROM ranked
WHERE recency = 1
