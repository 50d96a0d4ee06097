/*
# Written by `npm run generate` from schemas/logistics/shipment.v1.json. Change the schema, not this file.
description: "Shipment event: One step of one shipment: a parcel on the road, or a leg flown between two airports. A delay is negative when the shipment was early."
materialise: append
key: [event_time, event_id]
firstBy: [enqueued_time, partition, sequence_number]
partitionBy: event_date
bronze: { contract: logistics.shipment }
columns:
  event_id: { type: string, description: "Identity of this step." }
  shipment_id: { type: string, description: "Identity of the shipment." }
  order_id: { type: string, description: "The order that is shipped, if there is one." }
  tracker_device_id: { type: string, description: "The tracker of the shipment; its telemetry has the same deviceId." }
  carrier_code: { type: string, description: "Carrier of the shipment." }
  mode: { type: string, description: "Mode of transport." }
  origin_site_code: { type: string, description: "Code of the site: a warehouse, a shop, a depot or an airport (IATA). Devices have the same codes for their site." }
  origin_city: { type: string, description: "City." }
  origin_country: { type: string, description: "ISO 3166-1 alpha-2 code of the country." }
  destination_site_code: { type: string, description: "Code of the site: a warehouse, a shop, a depot or an airport (IATA). Devices have the same codes for their site." }
  destination_city: { type: string, description: "City." }
  destination_country: { type: string, description: "ISO 3166-1 alpha-2 code of the country." }
  status: { type: string, description: "The status that the shipment reached." }
  event_time: { type: timestamp, description: "When the shipment reached this status (RFC 3339)." }
  scheduled_departure_at: { type: timestamp, description: "Planned departure (RFC 3339)." }
  actual_departure_at: { type: timestamp, description: "Actual departure (RFC 3339)." }
  scheduled_arrival_at: { type: timestamp, description: "Planned arrival (RFC 3339)." }
  actual_arrival_at: { type: timestamp, description: "Actual arrival (RFC 3339)." }
  delay_minutes: { type: long, description: "Minutes behind schedule; negative if early." }
  distance_kilometres: { type: double, description: "Length of the route." }
  weight_kilograms: { type: double, description: "Weight of the shipment." }
  parcels: { type: long, description: "Number of parcels." }
  event_date: { type: date, description: "Day of event_time, in UTC." }
  enqueued_time: { type: timestamp, description: "When the event reached the hub." }
  landed_at: { type: timestamp, description: "When the event landed in Bronze." }
  partition: { type: integer, description: "Partition of the hub." }
  sequence_number: { type: long, description: "Position of the event in its partition." }
  contract_version: { type: integer, description: "Contract version of the event." }
expectations:
  - { name: key_present, check: "event_id IS NOT NULL", action: fail }
  - { name: time_present, check: "event_time IS NOT NULL", action: fail }
  - { name: time_not_ahead, check: "event_time <= enqueued_time + INTERVAL 1 DAY", action: warn }
  - { name: arrived_within_a_day, check: "enqueued_time <= event_time + INTERVAL 1 DAY", action: warn }
*/
SELECT
  b.event.data.shipmentEventId AS event_id,
  b.event.data.shipmentId AS shipment_id,
  b.event.data.orderId AS order_id,
  b.event.data.trackerDeviceId AS tracker_device_id,
  b.event.data.carrierCode AS carrier_code,
  b.event.data.mode AS mode,
  b.event.data.origin.siteCode AS origin_site_code,
  b.event.data.origin.city AS origin_city,
  b.event.data.origin.country AS origin_country,
  b.event.data.destination.siteCode AS destination_site_code,
  b.event.data.destination.city AS destination_city,
  b.event.data.destination.country AS destination_country,
  b.event.data.status AS status,
  b.event.data.occurredAt AS event_time,
  b.event.data.scheduledDepartureAt AS scheduled_departure_at,
  b.event.data.actualDepartureAt AS actual_departure_at,
  b.event.data.scheduledArrivalAt AS scheduled_arrival_at,
  b.event.data.actualArrivalAt AS actual_arrival_at,
  CAST(b.event.data.delayMinutes AS BIGINT) AS delay_minutes,
  b.event.data.distanceKilometres AS distance_kilometres,
  b.event.data.weightKilograms AS weight_kilograms,
  CAST(b.event.data.parcels AS BIGINT) AS parcels,
  CAST(b.event.data.occurredAt AS DATE) AS event_date,
  b.meta.enqueuedTime AS enqueued_time,
  b.meta.landedAt AS landed_at,
  b.meta.partition AS partition,
  b.meta.sequenceNumber AS sequence_number,
  b.meta.version AS contract_version
FROM bronze.logistics_shipment AS b
