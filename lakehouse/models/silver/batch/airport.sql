/*
description: "Airports of the reference files, one row per airport. Shipments and weather stations refer to them by code."
materialise: full
key: [iata_code]
bronze:
  batch: reference_files
  file: airports.csv
  format: csv
  columns: { iata: string, name: string, city: string, state: string, country: string, latitude: double, longitude: double }
columns:
  iata_code: { type: string, description: "Code of the airport (IATA or FAA)." }
  name: { type: string, description: "Name of the airport." }
  city: { type: string, description: "City that it serves." }
  state: { type: string, description: "State or territory, two letters." }
  country: { type: string, description: "ISO 3166-1 alpha-2 code of the country; as in the file if it is not known." }
  latitude: { type: double, description: "Degrees north of the equator (WGS 84)." }
  longitude: { type: double, description: "Degrees east of Greenwich (WGS 84)." }
expectations:
  - { name: code_present, check: "iata_code IS NOT NULL AND iata_code <> ''", action: drop }
  - { name: latitude_in_range, check: "latitude BETWEEN -90 AND 90", action: warn }
  - { name: longitude_in_range, check: "longitude BETWEEN -180 AND 180", action: warn }
*/
SELECT
  iata AS iata_code,
  name,
  nullif(city, 'NA') AS city,
  nullif(state, 'NA') AS state,
  CASE country
    WHEN 'USA' THEN 'US'
    WHEN 'Thailand' THEN 'TH'
    WHEN 'Palau' THEN 'PW'
    WHEN 'Federated States of Micronesia' THEN 'FM'
    WHEN 'N Mariana Islands' THEN 'MP'
    ELSE country
  END AS country,
  latitude,
  longitude
FROM (
  SELECT
    a.*,
    row_number() OVER (PARTITION BY iata ORDER BY name NULLS LAST, latitude NULLS LAST, longitude NULLS LAST) AS place
  FROM bronze.airports AS a
) AS numbered
WHERE place = 1
