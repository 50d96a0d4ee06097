/*
description: "Shipments, one row per shipment in its present state, with the time of each status."
materialise: merge
key: [shipment_id]
affected: SELECT DISTINCT shipment_id FROM changed.logistics_shipment
columns:
  shipment_id: { type: string, description: "Identity of the shipment." }
  order_id: { type: string, description: "The order that is shipped, or unknown." }
  device_id: { type: string, description: "The tracker of the shipment, or unknown." }
  device_key: { type: string, keyOf: device_id, description: "Key of the tracker; joins dim_device." }
  carrier_code: { type: string, description: "Carrier of the shipment." }
  mode: { type: string, description: "Mode of transport: road, rail, sea or air." }
  origin_site_code: { type: string, description: "Place of departure." }
  origin_site_key: { type: string, keyOf: origin_site_code, description: "Key of the place of departure; joins dim_place." }
  destination_site_code: { type: string, description: "Destination." }
  destination_site_key: { type: string, keyOf: destination_site_code, description: "Key of the destination; joins dim_place." }
  status: { type: string, description: "created, departed, in-transit, arrived, delivered, failed or returned." }
  status_at: { type: timestamp, description: "When it reached its status." }
  first_event_date: { type: date, description: "Business day of its earliest event (in BUSINESS_TIME_ZONE); joins dim_date." }
  first_event_at: { type: timestamp, description: "Time of its earliest event." }
  created_at: { type: timestamp, description: "When it was created." }
  departed_at: { type: timestamp, description: "When it departed." }
  arrived_at: { type: timestamp, description: "When it arrived." }
  delivered_at: { type: timestamp, description: "When it was delivered." }
  failed_at: { type: timestamp, description: "When a delivery first failed." }
  returned_at: { type: timestamp, description: "When it was returned." }
  scheduled_departure_at: { type: timestamp, description: "Planned departure." }
  scheduled_arrival_at: { type: timestamp, description: "Planned arrival." }
  actual_departure_at: { type: timestamp, description: "Actual departure." }
  actual_arrival_at: { type: timestamp, description: "Actual arrival." }
  delay_minutes: { type: long, description: "Minutes behind schedule; negative if early." }
  distance_kilometres: { type: double, description: "Length of the route." }
  weight_kilograms: { type: double, description: "Weight of the shipment." }
  parcels: { type: long, description: "Number of parcels." }
  is_delivered: { type: boolean, description: "Whether it was delivered." }
  is_late: { type: boolean, description: "Whether it is more than 15 minutes behind schedule." }
  has_failed: { type: boolean, description: "Whether a delivery failed." }
  event_count: { type: long, description: "Number of its events." }
  status_event_id: { type: string, description: "Identity of the event that gave the status." }
  arrival_delay_minutes: { type: long, description: "Minutes behind schedule at its earliest arrival; null before." }
  arrival_event_id: { type: string, description: "Identity of that event." }
  told_dates: { type: string, description: "Business days of its events, sorted and separated by commas. Marts recompute these days when the shipment changes." }
expectations:
  - { name: shipment_present, check: "shipment_id IS NOT NULL", action: fail }
  - { name: arrives_after_it_departs, check: "actual_arrival_at IS NULL OR actual_departure_at IS NULL OR actual_arrival_at >= actual_departure_at", action: warn }
  - { name: plan_in_order, check: "scheduled_arrival_at IS NULL OR scheduled_departure_at IS NULL OR scheduled_arrival_at >= scheduled_departure_at", action: warn }
  - { name: goes_somewhere_else, check: "origin_site_code <> destination_site_code", action: warn }
*/
WITH new_steps AS (
  SELECT * FROM changed.logistics_shipment
),
known_shipments AS (
  SELECT * FROM existing.fact_shipment
),
told AS (
  SELECT shipment_id, business_date(event_time) AS told_date FROM new_steps
  UNION SELECT shipment_id, first_event_date FROM known_shipments
  UNION SELECT shipment_id, CAST(told_date AS DATE)
  FROM (SELECT shipment_id, explode(split(told_dates, ',')) AS told_date FROM known_shipments) AS known_dates
),
days AS (
  SELECT shipment_id, array_join(sort_array(collect_set(CAST(told_date AS STRING))), ',') AS told_dates
  FROM told
  GROUP BY shipment_id
),
steps AS (
  SELECT
    shipment_id,
    coalesce(order_id, 'unknown') AS order_id,
    coalesce(tracker_device_id, 'unknown') AS device_id,
    carrier_code,
    mode,
    origin_site_code,
    destination_site_code,
    status,
    event_time AS status_at,
    event_time AS first_event_at,
    CASE WHEN status = 'created' THEN event_time END AS created_at,
    CASE WHEN status = 'departed' THEN event_time END AS departed_at,
    CASE WHEN status = 'arrived' THEN event_time END AS arrived_at,
    CASE WHEN status = 'delivered' THEN event_time END AS delivered_at,
    CASE WHEN status = 'failed' THEN event_time END AS failed_at,
    CASE WHEN status = 'returned' THEN event_time END AS returned_at,
    scheduled_departure_at,
    scheduled_arrival_at,
    actual_departure_at,
    actual_arrival_at,
    delay_minutes,
    distance_kilometres,
    weight_kilograms,
    parcels,
    CAST(1 AS BIGINT) AS event_count,
    event_id AS status_event_id,
    CASE WHEN status = 'arrived' THEN delay_minutes END AS arrival_delay_minutes,
    CASE WHEN status = 'arrived' THEN event_id END AS arrival_event_id
  FROM new_steps
  UNION ALL
  SELECT
    shipment_id, order_id, device_id, carrier_code, mode, origin_site_code, destination_site_code, status, status_at,
    first_event_at, created_at, departed_at, arrived_at, delivered_at, failed_at, returned_at,
    scheduled_departure_at, scheduled_arrival_at, actual_departure_at, actual_arrival_at,
    delay_minutes, distance_kilometres, weight_kilograms, parcels, event_count, status_event_id,
    arrival_delay_minutes, arrival_event_id
  FROM known_shipments
),
arrivals AS (
  SELECT *
  FROM (
    SELECT
      steps.*,
      row_number() OVER (PARTITION BY shipment_id ORDER BY arrived_at, arrival_event_id NULLS LAST) AS place
    FROM steps
    WHERE arrived_at IS NOT NULL
  ) AS numbered
  WHERE place = 1
),
times AS (
  SELECT
    shipment_id,
    min(first_event_at) AS first_event_at,
    min(created_at) AS created_at,
    min(departed_at) AS departed_at,
    min(arrived_at) AS arrived_at,
    min(delivered_at) AS delivered_at,
    min(failed_at) AS failed_at,
    min(returned_at) AS returned_at,
    sum(event_count) AS event_count
  FROM steps
  GROUP BY shipment_id
),
newest AS (
  SELECT *
  FROM (
    SELECT
      steps.*,
      row_number() OVER (
        PARTITION BY shipment_id
        ORDER BY
          status_at DESC,
          CASE status
            WHEN 'created' THEN 1 WHEN 'departed' THEN 2 WHEN 'in-transit' THEN 3 WHEN 'arrived' THEN 4
            WHEN 'failed' THEN 5 WHEN 'delivered' THEN 6 ELSE 7
          END DESC,
          status_event_id DESC
      ) AS recency
    FROM steps
  ) AS ranked
  WHERE recency = 1
)
SELECT
  n.shipment_id,
  n.order_id,
  n.device_id,
  surrogate_key(n.device_id) AS device_key,
  n.carrier_code,
  n.mode,
  n.origin_site_code,
  surrogate_key(n.origin_site_code) AS origin_site_key,
  n.destination_site_code,
  surrogate_key(n.destination_site_code) AS destination_site_key,
  n.status,
  n.status_at,
  business_date(t.first_event_at) AS first_event_date,
  t.first_event_at,
  t.created_at,
  t.departed_at,
  t.arrived_at,
  t.delivered_at,
  t.failed_at,
  t.returned_at,
  n.scheduled_departure_at,
  n.scheduled_arrival_at,
  n.actual_departure_at,
  n.actual_arrival_at,
  n.delay_minutes,
  n.distance_kilometres,
  n.weight_kilograms,
  n.parcels,
  t.delivered_at IS NOT NULL AS is_delivered,
  coalesce(n.delay_minutes > 15, false) AS is_late,
  t.failed_at IS NOT NULL AS has_failed,
  t.event_count,
  n.status_event_id,
  a.arrival_delay_minutes,
  a.arrival_event_id,
  d.told_dates
FROM newest AS n
JOIN times AS t ON t.shipment_id = n.shipment_id
JOIN days AS d ON d.shipment_id = n.shipment_id
LEFT JOIN arrivals AS a ON a.shipment_id = n.shipment_id
