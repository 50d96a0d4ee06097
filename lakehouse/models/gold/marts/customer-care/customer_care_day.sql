/*
description: "Reasons for calls of customers, by day. Each order counts once per status, on the day on which it first reached the status. The arrival of a shipment counts the same way."
materialise: replace
key: [event_date]
partitionBy: event_date
stable: { event_date: "The day of the fact. affected also has the days that the row may have left." }
affected: >
  SELECT placed_date AS event_date FROM changed.fact_order
  UNION SELECT CAST(told_date AS DATE) FROM (
    SELECT explode(split(told_dates, ',')) AS told_date FROM changed.fact_order
    UNION ALL SELECT explode(split(told_dates, ',')) FROM changed.fact_shipment
  ) AS told
columns:
  event_date: { type: date, description: "The business day (in BUSINESS_TIME_ZONE); joins dim_date." }
  placed_count: { type: long, description: "Orders placed, according to the stream or the shop's database." }
  delivered_count: { type: long, description: "Orders delivered." }
  cancelled_count: { type: long, description: "Orders cancelled." }
  returned_count: { type: long, description: "Orders that were returned." }
  arrived_count: { type: long, description: "Shipments that arrived." }
  late_arrival_count: { type: long, description: "Shipments that arrived more than 15 minutes late." }
  failed_delivery_count: { type: long, description: "Shipments with a first failed delivery." }
  issue_count: { type: long, description: "Sum of cancelled orders, returned orders, late arrivals and failed deliveries." }
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
