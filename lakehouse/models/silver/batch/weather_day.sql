/*
description: "Weather of a city on a day, from the reference files."
materialise: full
key: [city, observed_on]
bronze:
  batch: reference_files
  file: weather.csv
  format: csv
  columns: { location: string, date: date, precipitation: double, temp_max: double, temp_min: double, wind: double, weather: string }
columns:
  city: { type: string, description: "City of the observation." }
  observed_on: { type: date, description: "Day of the observation." }
  precipitation_millimetres: { type: double, description: "Precipitation of the day." }
  temperature_maximum_celsius: { type: double, description: "Highest temperature of the day." }
  temperature_minimum_celsius: { type: double, description: "Lowest temperature of the day." }
  wind_speed_metres_per_second: { type: double, description: "Mean wind speed of the day." }
  weather: { type: string, description: "Weather of the day: drizzle, fog, rain, snow or sun." }
expectations:
  - { name: key_present, check: "city IS NOT NULL AND observed_on IS NOT NULL", action: drop }
  - { name: warmer_by_day, check: "temperature_maximum_celsius >= temperature_minimum_celsius", action: warn }
  - { name: precipitation_not_negative, check: "precipitation_millimetres >= 0", action: warn }
*/
SELECT
  location AS city,
  date AS observed_on,
  precipitation AS precipitation_millimetres,
  temp_max AS temperature_maximum_celsius,
  temp_min AS temperature_minimum_celsius,
  wind AS wind_speed_metres_per_second,
  weather
FROM (
  SELECT
    w.*,
    row_number() OVER (
      PARTITION BY location, date
      ORDER BY temp_max NULLS LAST, temp_min NULLS LAST, precipitation NULLS LAST, wind NULLS LAST, weather NULLS LAST
    ) AS place
  FROM bronze.weather AS w
) AS numbered
WHERE place = 1
