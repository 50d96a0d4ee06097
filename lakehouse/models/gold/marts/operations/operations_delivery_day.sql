/*
description: "Steps of shipments by day, carrier and mode of transport. A step counts on the day on which it happened."
materialise: replace
key: [event_date, carrier_code, mode]
partitionBy: event_date
stable: { event_date: "The day of the step, which no later step changes." }
affected: SELECT DISTINCT business_date(event_time) AS event_date FROM changed.logistics_shipment
restrict: { silver.logistics_shipment: event_date }
restrictDays: 1
columns:
  event_date: { type: date, description: "Business day of the steps (in BUSINESS_TIME_ZONE); joins dim_date." }
  carrier_code: { type: string, description: "Who carries." }
  mode: { type: string, description: "Mode of transport: road, rail, sea or air." }
  shipment_count: { type: long, description: "Shipments with a step on the day." }
  created_count: { type: long, description: "Shipments created." }
  departed_count: { type: long, description: "Departures." }
  arrived_count: { type: long, description: "Arrivals." }
  delivered_count: { type: long, description: "Deliveries." }
  failed_count: { type: long, description: "Deliveries that failed." }
  returned_count: { type: long, description: "Shipments that were returned." }
  late_arrival_count: { type: long, description: "Arrivals more than 15 minutes behind schedule." }
  arrival_delay_minutes: { type: long, description: "Sum of the delays of all arrivals; early ones are negative." }
  departed_kilometres: { type: "decimal(28,3)", description: "Length of the routes of all departures." }
  delivered_kilograms: { type: "decimal(28,3)", description: "Weight of all deliveries." }
expectations:
  - { name: late_within_arrivals, check: "late_arrival_count <= arrived_count", action: fail }
*/
WITH shipment_events AS (
  SELECT * FROM silver.logistics_shipment
),
-- Silver is partitioned by days of UTC: a business day has steps of the same day and of a day next to it.
steps AS (
  SELECT
    business_date(event_time) AS business_day,
    shipment_events.*
  FROM shipment_events
)
SELECT
  business_day AS event_date,
  carrier_code,
  mode,
  count(DISTINCT shipment_id) AS shipment_count,
  count(*) FILTER (WHERE status = 'created') AS created_count,
  count(*) FILTER (WHERE status = 'departed') AS departed_count,
  count(*) FILTER (WHERE status = 'arrived') AS arrived_count,
  count(*) FILTER (WHERE status = 'delivered') AS delivered_count,
  count(*) FILTER (WHERE status = 'failed') AS failed_count,
  count(*) FILTER (WHERE status = 'returned') AS returned_count,
  count(*) FILTER (WHERE status = 'arrived' AND delay_minutes > 15) AS late_arrival_count,
  sum(CASE WHEN status = 'arrived' THEN coalesce(delay_minutes, 0) ELSE 0 END) AS arrival_delay_minutes,
  sum(CASE WHEN status = 'departed' THEN CAST(coalesce(distance_kilometres, 0) AS DECIMAL(18,3)) ELSE CAST(0 AS DECIMAL(18,3)) END) AS departed_kilometres,
  sum(CASE WHEN status = 'delivered' THEN CAST(coalesce(weight_kilograms, 0) AS DECIMAL(18,3)) ELSE CAST(0 AS DECIMAL(18,3)) END) AS delivered_kilograms
FROM steps
WHERE business_day IN (SELECT event_date FROM run.affected)
GROUP BY business_day, carrier_code, mode
