/*
# Written by `npm run generate` from schemas/ecommerce/order.v1.json. Change the schema, not this file.
description: "Order: The state of one order after a change: each change of status is an event with the whole order. Money is an integer in minor units (cents), which JSON, DuckDB and Spark represent exactly and sum without casts or rounding. Every currency listed here has two decimal places, so a mart divides by 100."
materialise: append
key: [event_time, event_id]
firstBy: [enqueued_time, partition, sequence_number]
partitionBy: event_date
bronze: { contract: ecommerce.order }
columns:
  event_id: { type: string, description: "Identity of this change of the order." }
  order_id: { type: string, description: "Identity of the order; shipments and clicks refer to it." }
  customer_id: { type: string, description: "The customer who ordered; the customer's profile has the same value." }
  session_id: { type: string, description: "The click session that led to the order, if it was placed online." }
  event_time: { type: timestamp, description: "When the order reached this status (RFC 3339)." }
  placed_at: { type: timestamp, description: "When the order was placed (RFC 3339); the same in every event of the order." }
  status: { type: string, description: "The status that the order reached." }
  channel: { type: string, description: "Where the order was placed." }
  currency: { type: string, description: "ISO 4217 code of all amounts of the order." }
  amounts_subtotal_minor: { type: long, description: "Sum of quantity times unit price." }
  amounts_discount_minor: { type: long, description: "Sum of all discounts." }
  amounts_shipping_minor: { type: long, description: "Charge for shipping." }
  amounts_tax_minor: { type: long, description: "Tax in addition." }
  amounts_total_minor: { type: long, description: "Total that the customer pays." }
  payment_method: { type: string, description: "Payment method." }
  shipping_address_city: { type: string, description: "City." }
  shipping_address_postal_code_prefix: { type: string, description: "Postal code. Generalised to the first two characters.", personal: generalise }
  shipping_address_country: { type: string, description: "ISO 3166-1 alpha-2 code of the country." }
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
  b.event.data.orderEventId AS event_id,
  b.event.data.orderId AS order_id,
  b.event.data.customerId AS customer_id,
  b.event.data.sessionId AS session_id,
  b.event.data.occurredAt AS event_time,
  b.event.data.placedAt AS placed_at,
  b.event.data.status AS status,
  b.event.data.channel AS channel,
  b.event.data.currency AS currency,
  CAST(b.event.data.amounts.subtotalMinor AS BIGINT) AS amounts_subtotal_minor,
  CAST(b.event.data.amounts.discountMinor AS BIGINT) AS amounts_discount_minor,
  CAST(b.event.data.amounts.shippingMinor AS BIGINT) AS amounts_shipping_minor,
  CAST(b.event.data.amounts.taxMinor AS BIGINT) AS amounts_tax_minor,
  CAST(b.event.data.amounts.totalMinor AS BIGINT) AS amounts_total_minor,
  b.event.data.paymentMethod AS payment_method,
  b.event.data.shippingAddress.city AS shipping_address_city,
  substring(b.event.data.shippingAddress.postalCode, 1, 2) AS shipping_address_postal_code_prefix,
  b.event.data.shippingAddress.country AS shipping_address_country,
  CAST(b.event.data.occurredAt AS DATE) AS event_date,
  b.meta.enqueuedTime AS enqueued_time,
  b.meta.landedAt AS landed_at,
  b.meta.partition AS partition,
  b.meta.sequenceNumber AS sequence_number,
  b.meta.version AS contract_version
FROM bronze.ecommerce_order AS b
