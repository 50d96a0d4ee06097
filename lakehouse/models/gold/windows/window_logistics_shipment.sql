/*
# Written by `npm run generate` from schemas/logistics/shipment.v1.json. Change the schema, not this file.
description: "Shipment event, by the minute: the batch view of the live windows."
materialise: merge
key: [window_date, window_start, carrier_code]
partitionBy: window_date
stable: { window_date: "Of the event, which no later one changes.", window_start: "Of the event, which no later one changes.", carrier_code: "Of the event, which no later one changes." }
affected: SELECT DISTINCT event_date AS window_date, date_trunc('minute', event_time) AS window_start, coalesce(carrier_code, 'unknown') AS carrier_code FROM changed.logistics_shipment
columns:
  window_date: { type: date, description: "Day of the window, in UTC." }
  window_start: { type: timestamp, description: "Start of the minute." }
  carrier_code: { type: string, description: "Carrier of the shipment. \"unknown\" if an event has no value." }
  events: { type: long, description: "Events of the window, each once." }
  departures: { type: long, description: "Events whose status is departed." }
  deliveries: { type: long, description: "Events whose status is delivered." }
  failures: { type: long, description: "Events whose status is failed." }
  returns: { type: long, description: "Events whose status is returned." }
  delay_minutes_average_sum: { type: "decimal(28,6)", description: "Sum for the average: Minutes behind schedule; negative if early." }
  delay_minutes_average_count: { type: long, description: "Events in the average: Minutes behind schedule; negative if early." }
  delay_minutes_maximum: { type: double, description: "Highest: Minutes behind schedule; negative if early." }
expectations:
  - { name: window_present, check: "window_start IS NOT NULL AND events > 0", action: fail }
  - { name: counts_within_events, check: "departures <= events AND deliveries <= events AND failures <= events AND returns <= events AND delay_minutes_average_count <= events", action: fail }
*/
WITH new_events AS (
  SELECT * FROM changed.logistics_shipment
),
known_windows AS (
  SELECT * FROM existing.window_logistics_shipment
),
parts AS (
  SELECT
    event_date AS window_date,
    date_trunc('minute', event_time) AS window_start,
    coalesce(carrier_code, 'unknown') AS carrier_code,
    1 AS events,
    CASE WHEN status = 'departed' THEN 1 ELSE 0 END AS departures,
    CASE WHEN status = 'delivered' THEN 1 ELSE 0 END AS deliveries,
    CASE WHEN status = 'failed' THEN 1 ELSE 0 END AS failures,
    CASE WHEN status = 'returned' THEN 1 ELSE 0 END AS returns,
    coalesce(CAST(delay_minutes AS DECIMAL(22,6)), 0) AS delay_minutes_average_sum,
    CASE WHEN delay_minutes IS NOT NULL THEN 1 ELSE 0 END AS delay_minutes_average_count,
    CAST(delay_minutes AS DOUBLE) AS delay_minutes_maximum
  FROM new_events
  UNION ALL
  SELECT
    window_date, window_start, carrier_code, events, departures, deliveries, failures, returns,
    delay_minutes_average_sum, delay_minutes_average_count, delay_minutes_maximum
  FROM known_windows
)
SELECT
  window_date,
  window_start,
  carrier_code,
  sum(events) AS events,
  sum(departures) AS departures,
  sum(deliveries) AS deliveries,
  sum(failures) AS failures,
  sum(returns) AS returns,
  sum(delay_minutes_average_sum) AS delay_minutes_average_sum,
  sum(delay_minutes_average_count) AS delay_minutes_average_count,
  max(delay_minutes_maximum) AS delay_minutes_maximum
FROM parts
GROUP BY window_date, window_start, carrier_code
