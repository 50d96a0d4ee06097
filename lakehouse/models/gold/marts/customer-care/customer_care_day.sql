/*
description: "What makes customers call, by day. Each order counts once for each status, on the day on which it first reached it; so does the arrival of a shipment."
materialise: replace
key: [event_date]
partitionBy: event_date
stable: { event_date: "The fact's; affected has also the days that it may have left." }
affected: >
  SELECT placed_date AS event_date FROM changed.fact_order
  UNION SELECT CAST(told_date AS DATE) FROM (
    SELECT explode(split(told_dates, ',')) AS told_date FROM changed.fact_order
    UNION ALL SELECT explode(split(told_dates, ',')) FROM changed.fact_shipment
  ) AS told
columns:
  event_date: { type: date, description: "The business day (a day in BUSINESS_TIME_ZONE); joins dim_date." }
  placed_count: { type: long, description: "Orders of which the stream or the shop told that they were placed." }
  delivered_count: { type: long, description: "Orders delivered." }
  cancelled_count: { type: long, description: "Orders cancelled." }
  returned_count: { type: long, description: "Orders that came back." }
  arrived_count: { type: long, description: "Shipments that arrived." }
  late_arrival_count: { type: long, description: "Shipments that arrived more than 15 minutes behind plan." }
  failed_delivery_count: { type: long, description: "Shipments whose delivery first failed." }
  issue_count: { type: long, description: "Orders cancelled or returned, late arrivals and failed deliveries together." }
expectations:
  - { name: issues_add_up, check: "issue_count = cancelled_count + returned_count + late_arrival_count + failed_delivery_count", action: fail }
*/
WITH orders AS (
  SELECT * FROM gold.fact_order
),
shipments AS (
  SELECT * FROM gold.fact_shipment
),
happened AS (
  SELECT placed_told_at AS happened_at, 'placed' AS what FROM orders
  UNION ALL SELECT delivered_at, 'delivered' FROM orders
  UNION ALL SELECT cancelled_at, 'cancelled' FROM orders
  UNION ALL SELECT returned_at, 'returned' FROM orders
  UNION ALL SELECT arrived_at, CASE WHEN arrival_delay_minutes > 15 THEN 'arrived late' ELSE 'arrived' END FROM shipments
  UNION ALL SELECT failed_at, 'failed' FROM shipments
),
dated AS (
  SELECT business_date(happened_at) AS event_date, what FROM happened WHERE happened_at IS NOT NULL
),
counts AS (
  SELECT
    event_date,
    count(*) FILTER (WHERE what = 'placed') AS placed_count,
    count(*) FILTER (WHERE what = 'delivered') AS delivered_count,
    count(*) FILTER (WHERE what = 'cancelled') AS cancelled_count,
    count(*) FILTER (WHERE what = 'returned') AS returned_count,
    count(*) FILTER (WHERE what IN ('arrived', 'arrived late')) AS arrived_count,
    count(*) FILTER (WHERE what = 'arrived late') AS late_arrival_count,
    count(*) FILTER (WHERE what = 'failed') AS failed_delivery_count
  FROM dated
  WHERE event_date IN (SELECT event_date FROM run.affected)
  GROUP BY event_date
)
SELECT
  event_date,
  placed_count,
  delivered_count,
  cancelled_count,
  returned_count,
  arrived_count,
  late_arrival_count,
  failed_delivery_count,
  cancelled_count + returned_count + late_arrival_count + failed_delivery_count AS issue_count
FROM counts
