/*
# Written by `npm run generate` from schemas/ecommerce/order.v1.json. Change the schema, not this file.
description: "The products that were ordered. One row an element of line; the event itself is in ecommerce_order."
materialise: append
key: [event_time, event_id, line_number]
firstBy: [enqueued_time, partition, sequence_number]
partitionBy: event_date
bronze: { contract: ecommerce.order }
columns:
  event_id: { type: string, description: "Identity of the event; ecommerce_order has a row with the same value." }
  line_number: { type: integer, description: "Number of each line from 1, in the order of the event." }
  product_id: { type: string, description: "Identity of the product; clicks refer to it." }
  sku: { type: string, description: "Stock keeping unit: the product in one size and colour." }
  product_name: { type: string, description: "Name of the product when it was ordered." }
  category: { type: string, description: "Category of the product when it was ordered." }
  quantity: { type: long, description: "Pieces ordered." }
  unit_price_minor: { type: long, description: "Price of one piece before discount, in minor units." }
  discount_minor: { type: long, description: "Discount on the whole line, in minor units." }
  event_time: { type: timestamp, description: "When the order reached this status (RFC 3339). As in ecommerce_order." }
  event_date: { type: date, description: "Day of event_time, in UTC." }
  enqueued_time: { type: timestamp, description: "When the event reached the hub." }
  landed_at: { type: timestamp, description: "When the event landed in Bronze." }
  partition: { type: integer, description: "Partition of the hub." }
  sequence_number: { type: long, description: "Position of the event in its partition." }
  contract_version: { type: integer, description: "Contract version of the event." }
expectations:
  - { name: key_present, check: "event_id IS NOT NULL", action: fail }
*/
WITH new_events AS (
  SELECT * FROM changed.ecommerce_order
),
line_rows AS (
  SELECT
    e.event_id AS event_id,
    e.event_time AS event_time,
    CAST(e.event_time AS DATE) AS event_date,
    e.enqueued_time AS enqueued_time,
    e.landed_at AS landed_at,
    e.partition AS partition,
    e.sequence_number AS sequence_number,
    e.contract_version AS contract_version,
    b.event.data.lines AS line_all,
    explode(sequence(1, size(b.event.data.lines))) AS line_number
  FROM bronze.ecommerce_order AS b
  JOIN new_events AS e
    ON e.event_time = b.event.data.occurredAt
    AND e.event_id = b.event.data.orderEventId
    AND e.enqueued_time = b.meta.enqueuedTime
    AND e.partition = b.meta.partition
    AND e.sequence_number = b.meta.sequenceNumber
  WHERE size(b.event.data.lines) > 0
),
line_elements AS (
  SELECT
    line_rows.*,
    element_at(line_all, line_number) AS line_element
  FROM line_rows
)
SELECT
  event_id,
  line_number,
  line_element.productId AS product_id,
  line_element.sku AS sku,
  line_element.productName AS product_name,
  line_element.category AS category,
  CAST(line_element.quantity AS BIGINT) AS quantity,
  CAST(line_element.unitPriceMinor AS BIGINT) AS unit_price_minor,
  CAST(line_element.discountMinor AS BIGINT) AS discount_minor,
  event_time,
  event_date,
  enqueued_time,
  landed_at,
  partition,
  sequence_number,
  contract_version
FROM line_elements
