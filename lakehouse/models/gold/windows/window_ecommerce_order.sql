/*
# Written by `npm run generate` from schemas/ecommerce/order.v1.json. Change the schema, not this file.
description: "Order, by the minute: the batch view of the live windows."
materialise: merge
key: [window_date, window_start, country, currency]
partitionBy: window_date
stable: { window_date: "Of the event, which no later one changes.", window_start: "Of the event, which no later one changes.", country: "Of the event, which no later one changes.", currency: "Of the event, which no later one changes." }
affected: SELECT DISTINCT event_date AS window_date, date_trunc('minute', event_time) AS window_start, coalesce(shipping_address_country, 'unknown') AS country, coalesce(currency, 'unknown') AS currency FROM changed.ecommerce_order
columns:
  window_date: { type: date, description: "Day of the window, in UTC." }
  window_start: { type: timestamp, description: "Start of the minute." }
  country: { type: string, description: "ISO 3166-1 alpha-2 code of the country. \"unknown\" if an event has no value." }
  currency: { type: string, description: "ISO 4217 code of all amounts of the order. \"unknown\" if an event has no value." }
  events: { type: long, description: "Events of the window, each once." }
  orders_placed: { type: long, description: "Events whose status is placed." }
  revenue_minor: { type: "decimal(28,6)", description: "Sum: Total that the customer pays, of events whose status is placed." }
  order_total_minor_maximum: { type: double, description: "Highest: Total that the customer pays, of events whose status is placed." }
  orders_delivered: { type: long, description: "Events whose status is delivered." }
  orders_cancelled: { type: long, description: "Events whose status is cancelled." }
  cancelled_minor: { type: "decimal(28,6)", description: "Sum: Total that the customer pays, of events whose status is cancelled." }
  orders_returned: { type: long, description: "Events whose status is returned." }
expectations:
  - { name: window_present, check: "window_start IS NOT NULL AND events > 0", action: fail }
  - { name: counts_within_events, check: "orders_placed <= events AND orders_delivered <= events AND orders_cancelled <= events AND orders_returned <= events", action: fail }
*/
WITH new_events AS (
  SELECT * FROM changed.ecommerce_order
),
known_windows AS (
  SELECT * FROM existing.window_ecommerce_order
),
parts AS (
  SELECT
    event_date AS window_date,
    date_trunc('minute', event_time) AS window_start,
    coalesce(shipping_address_country, 'unknown') AS country,
    coalesce(currency, 'unknown') AS currency,
    1 AS events,
    CASE WHEN status = 'placed' THEN 1 ELSE 0 END AS orders_placed,
    coalesce(CASE WHEN status = 'placed' THEN CAST(amounts_total_minor AS DECIMAL(22,6)) END, 0) AS revenue_minor,
    CASE WHEN status = 'placed' THEN CAST(amounts_total_minor AS DOUBLE) END AS order_total_minor_maximum,
    CASE WHEN status = 'delivered' THEN 1 ELSE 0 END AS orders_delivered,
    CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END AS orders_cancelled,
    coalesce(CASE WHEN status = 'cancelled' THEN CAST(amounts_total_minor AS DECIMAL(22,6)) END, 0) AS cancelled_minor,
    CASE WHEN status = 'returned' THEN 1 ELSE 0 END AS orders_returned
  FROM new_events
  UNION ALL
  SELECT
    window_date, window_start, country, currency, events, orders_placed, revenue_minor, order_total_minor_maximum,
    orders_delivered, orders_cancelled, cancelled_minor, orders_returned
  FROM known_windows
)
SELECT
  window_date,
  window_start,
  country,
  currency,
  sum(events) AS events,
  sum(orders_placed) AS orders_placed,
  sum(revenue_minor) AS revenue_minor,
  max(order_total_minor_maximum) AS order_total_minor_maximum,
  sum(orders_delivered) AS orders_delivered,
  sum(orders_cancelled) AS orders_cancelled,
  sum(cancelled_minor) AS cancelled_minor,
  sum(orders_returned) AS orders_returned
FROM parts
GROUP BY window_date, window_start, country, currency
