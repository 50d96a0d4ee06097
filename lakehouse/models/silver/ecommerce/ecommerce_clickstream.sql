/*
# Written by `npm run generate` from schemas/ecommerce/clickstream.v1.json. Change the schema, not this file.
description: "Click: One action of one visitor of the shop, in the order of their session."
materialise: append
key: [event_time, event_id]
firstBy: [enqueued_time, partition, sequence_number]
partitionBy: event_date
bronze: { contract: ecommerce.clickstream }
columns:
  event_id: { type: string, description: "Identity of this click." }
  session_id: { type: string, description: "The visit that the click belongs to; an order placed in it has the same value." }
  customer_id: { type: string, description: "The customer, or null until the visitor signs in." }
  event_time: { type: timestamp, description: "When the visitor acted (RFC 3339)." }
  action: { type: string, description: "What the visitor did." }
  page_path: { type: string, description: "Path of the page, without host and query." }
  product_id: { type: string, description: "The product that the action concerns; order lines have the same value." }
  order_id: { type: string, description: "The order that a purchase created." }
  referrer: { type: string, description: "Address of the page that led here, or null for a direct visit." }
  campaign: { type: string, description: "Marketing campaign that led here." }
  device_class: { type: string, description: "Kind of device." }
  browser: { type: string, description: "Family of the browser." }
  country: { type: string, description: "ISO 3166-1 alpha-2 code of the visitor's country." }
  ip_address: { type: string, description: "IPv4 or IPv6 address of the visitor. Masked: the first character, and the last two of a longer value.", personal: mask }
  dwell_milliseconds: { type: long, description: "Time spent on the page before, in milliseconds." }
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
  b.event.data.eventId AS event_id,
  b.event.data.sessionId AS session_id,
  b.event.data.customerId AS customer_id,
  b.event.data.occurredAt AS event_time,
  b.event.data.action AS action,
  b.event.data.pagePath AS page_path,
  b.event.data.productId AS product_id,
  b.event.data.orderId AS order_id,
  b.event.data.referrer AS referrer,
  b.event.data.campaign AS campaign,
  b.event.data.deviceClass AS device_class,
  b.event.data.browser AS browser,
  b.event.data.country AS country,
  mask(b.event.data.ipAddress) AS ip_address,
  CAST(b.event.data.dwellMilliseconds AS BIGINT) AS dwell_milliseconds,
  CAST(b.event.data.occurredAt AS DATE) AS event_date,
  b.meta.enqueuedTime AS enqueued_time,
  b.meta.landedAt AS landed_at,
  b.meta.partition AS partition,
  b.meta.sequenceNumber AS sequence_number,
  b.meta.version AS contract_version
FROM bronze.ecommerce_clickstream AS b
