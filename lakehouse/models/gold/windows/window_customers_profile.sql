/*
# Written by `npm run generate` from schemas/customers/profile.v1.json. Change the schema, not this file.
description: "Customer profile change, by the minute: the batch view of the live windows."
materialise: merge
key: [window_date, window_start]
partitionBy: window_date
stable: { window_date: "Of the event, which no later one changes.", window_start: "Of the event, which no later one changes." }
affected: SELECT DISTINCT event_date AS window_date, date_trunc('minute', event_time) AS window_start FROM changed.customers_profile_change
columns:
  window_date: { type: date, description: "Day of the window, in UTC." }
  window_start: { type: timestamp, description: "Start of the minute." }
  events: { type: long, description: "Events of the window, each once." }
  deletions: { type: long, description: "Events whose operation is delete." }
expectations:
  - { name: window_present, check: "window_start IS NOT NULL AND events > 0", action: fail }
  - { name: counts_within_events, check: "deletions <= events", action: fail }
*/
WITH new_events AS (
  SELECT * FROM changed.customers_profile_change
),
known_windows AS (
  SELECT * FROM existing.window_customers_profile
),
parts AS (
  SELECT
    event_date AS window_date,
    date_trunc('minute', event_time) AS window_start,
    1 AS events,
    CASE WHEN is_deleted THEN 1 ELSE 0 END AS deletions
  FROM new_events
  UNION ALL
  SELECT
    window_date, window_start, events, deletions
  FROM known_windows
)
SELECT
  window_date,
  window_start,
  sum(events) AS events,
  sum(deletions) AS deletions
FROM parts
GROUP BY window_date, window_start
