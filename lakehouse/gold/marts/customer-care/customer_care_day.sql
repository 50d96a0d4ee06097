/*
description: "What makes customers call, by day. Each thing counts on the day on which it happened."
materialise: replace
key: [event_date]
partitionBy: event_date
affected: >
  SELECT event_date FROM changed.ecommerce_order
  UNION SELECT event_date FROM changed.logistics_shipment
restrict: { silver.ecommerce_order: event_date, silver.logistics_shipment: event_date }
columns:
  event_date: { type: date, description: "The day (UTC); joins dim_date." }
  placed_count: { type: long, description: "Orders placed." }
  delivered_count: { type: long, description: "Orders delivered." }
  cancelled_count: { type: long, description: "Orders cancelled." }
  returned_count: { type: long, description: "Orders that came back." }
  arrived_count: { type: long, description: "Shipments that arrived." }
  late_arrival_count: { type: long, description: "Shipments that arrived more than 15 minutes behind plan." }
  failed_delivery_count: { type: long, description: "Shipments whose delivery failed." }
  issue_count: { type: long, description: "Orders cancelled or returned, late arrivals and failed deliveries together." }
expectations:
  - { name: issues_add_up, check: "issue_count = cancelled_count + returned_count + late_arrival_count + failed_delivery_count", action: fail }
*/
WITH counts AS (
  SELECT
    event_date,
    count(DISTINCT order_id) FILTER (WHERE status = 'placed') AS placed_count,
    count(DISTINCT order_id) FILTER (WHERE status = 'delivered') AS delivered_count,
    count(DISTINCT order_id) FILTER (WHERE status = 'cancelled') AS cancelled_count,
    count(DISTINCT order_id) FILTER (WHERE status = 'returned') AS returned_count,
    CAST(0 AS BIGINT) AS arrived_count,
    CAST(0 AS BIGINT) AS late_arrival_count,
    CAST(0 AS BIGINT) AS failed_delivery_count
  FROM silver.ecommerce_order
  GROUP BY event_date
  UNION ALL
  SELECT
    event_date,
    CAST(0 AS BIGINT),
    CAST(0 AS BIGINT),
    CAST(0 AS BIGINT),
    CAST(0 AS BIGINT),
    count(DISTINCT shipment_id) FILTER (WHERE status = 'arrived'),
    count(DISTINCT shipment_id) FILTER (WHERE status = 'arrived' AND delay_minutes > 15),
    count(DISTINCT shipment_id) FILTER (WHERE status = 'failed')
  FROM silver.logistics_shipment
  GROUP BY event_date
)
SELECT
  event_date,
  sum(placed_count) AS placed_count,
  sum(delivered_count) AS delivered_count,
  sum(cancelled_count) AS cancelled_count,
  sum(returned_count) AS returned_count,
  sum(arrived_count) AS arrived_count,
  sum(late_arrival_count) AS late_arrival_count,
  sum(failed_delivery_count) AS failed_delivery_count,
  sum(cancelled_count) + sum(returned_count) + sum(late_arrival_count) + sum(failed_delivery_count) AS issue_count
FROM counts
GROUP BY event_date
