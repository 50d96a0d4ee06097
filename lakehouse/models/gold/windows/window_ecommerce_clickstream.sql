/*
# Written by `npm run generate` from schemas/ecommerce/clickstream.v1.json. Change the schema, not this file.
description: "Click, by the minute: the batch view of the live windows."
materialise: merge
key: [window_date, window_start, device_class]
partitionBy: window_date
stable: { window_date: "Of the event, which no later one changes.", window_start: "Of the event, which no later one changes.", device_class: "Of the event, which no later one changes." }
affected: SELECT DISTINCT event_date AS window_date, date_trunc('minute', event_time) AS window_start, coalesce(device_class, 'unknown') AS device_class FROM changed.ecommerce_clickstream
columns:
  window_date: { type: date, description: "Day of the window, in UTC." }
  window_start: { type: timestamp, description: "Start of the minute." }
  device_class: { type: string, description: "Kind of device. \"unknown\" if an event has no value." }
  events: { type: long, description: "Events of the window, each once." }
  page_views: { type: long, description: "Events whose action is page-view." }
  product_views: { type: long, description: "Events whose action is product-view." }
  searches: { type: long, description: "Events whose action is search." }
  cart_additions: { type: long, description: "Events whose action is add-to-cart." }
  checkouts: { type: long, description: "Events whose action is checkout." }
  purchases: { type: long, description: "Events whose action is purchase." }
  dwell_milliseconds_average_sum: { type: "decimal(28,6)", description: "Sum for the average: Time spent on the page before, in milliseconds." }
  dwell_milliseconds_average_count: { type: long, description: "Events in the average: Time spent on the page before, in milliseconds." }
expectations:
  - { name: window_present, check: "window_start IS NOT NULL AND events > 0", action: fail }
  - { name: counts_within_events, check: "page_views <= events AND product_views <= events AND searches <= events AND cart_additions <= events AND checkouts <= events AND purchases <= events AND dwell_milliseconds_average_count <= events", action: fail }
*/
WITH new_events AS (
  SELECT * FROM changed.ecommerce_clickstream
),
known_windows AS (
  SELECT * FROM existing.window_ecommerce_clickstream
),
parts AS (
  SELECT
    event_date AS window_date,
    date_trunc('minute', event_time) AS window_start,
    coalesce(device_class, 'unknown') AS device_class,
    1 AS events,
    CASE WHEN action = 'page-view' THEN 1 ELSE 0 END AS page_views,
    CASE WHEN action = 'product-view' THEN 1 ELSE 0 END AS product_views,
    CASE WHEN action = 'search' THEN 1 ELSE 0 END AS searches,
    CASE WHEN action = 'add-to-cart' THEN 1 ELSE 0 END AS cart_additions,
    CASE WHEN action = 'checkout' THEN 1 ELSE 0 END AS checkouts,
    CASE WHEN action = 'purchase' THEN 1 ELSE 0 END AS purchases,
    coalesce(CAST(dwell_milliseconds AS DECIMAL(22,6)), 0) AS dwell_milliseconds_average_sum,
    CASE WHEN dwell_milliseconds IS NOT NULL THEN 1 ELSE 0 END AS dwell_milliseconds_average_count
  FROM new_events
  UNION ALL
  SELECT
    window_date, window_start, device_class, events, page_views, product_views, searches, cart_additions, checkouts,
    purchases, dwell_milliseconds_average_sum, dwell_milliseconds_average_count
  FROM known_windows
)
SELECT
  window_date,
  window_start,
  device_class,
  sum(events) AS events,
  sum(page_views) AS page_views,
  sum(product_views) AS product_views,
  sum(searches) AS searches,
  sum(cart_additions) AS cart_additions,
  sum(checkouts) AS checkouts,
  sum(purchases) AS purchases,
  sum(dwell_milliseconds_average_sum) AS dwell_milliseconds_average_sum,
  sum(dwell_milliseconds_average_count) AS dwell_milliseconds_average_count
FROM parts
GROUP BY window_date, window_start, device_class
