/*
# Written by `npm run generate` from schemas/customers/profile.v1.json. Change the schema, not this file.
description: "Customer profile change: every change once, in the order of arrival. The content of the changes is in customers_profile."
materialise: append
key: [event_time, event_id]
firstBy: [enqueued_time, partition, sequence_number]
partitionBy: event_date
bronze: { contract: customers.profile }
columns:
  customer_id: { type: string, description: "Identity of the customer; orders and clicks refer to it." }
  event_id: { type: string, description: "Identity of this change." }
  event_time: { type: timestamp, description: "When the profile changed (RFC 3339)." }
  is_deleted: { type: boolean, description: "Whether the change is a deletion." }
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
  b.event.data.customerId AS customer_id,
  b.event.data.changeId AS event_id,
  b.event.data.changedAt AS event_time,
  coalesce(b.event.data.operation = 'delete', false) AS is_deleted,
  CAST(b.event.data.changedAt AS DATE) AS event_date,
  b.meta.enqueuedTime AS enqueued_time,
  b.meta.landedAt AS landed_at,
  b.meta.partition AS partition,
  b.meta.sequenceNumber AS sequence_number,
  b.meta.version AS contract_version
FROM bronze.customers_profile AS b
