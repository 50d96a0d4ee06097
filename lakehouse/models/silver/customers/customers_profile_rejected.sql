/*
# Written by `npm run generate` from schemas/customers/profile.v1.json. Change the schema, not this file.
description: "Customer profile change: accepted events that Silver rejects, each with its position, field and reason."
materialise: merge
key: [hub_generation, partition, sequence_number]
affected: SELECT hub_generation, partition, sequence_number FROM rejected.customers_profile
bronze: { contract: customers.profile }
columns:
  hub_generation: { type: string, description: "Hub generation: the creation time of the hub, as in the name of its folder in Bronze." }
  partition: { type: integer, description: "Partition of the hub." }
  sequence_number: { type: long, description: "Position of the event in its partition." }
  slot: { type: long, description: "Slot of Bronze with the event." }
  enqueued_time: { type: timestamp, description: "When the event reached the hub." }
  landed_at: { type: timestamp, description: "When the event landed in Bronze." }
  contract_version: { type: integer, description: "Contract version that the event fitted when it landed." }
  field: { type: string, description: "The field that Silver rejects, as a JSON Pointer into the event; empty for the whole event." }
  reason: { type: string, description: "Why Silver rejects it. A check does not repeat the value; without a check, it is the error of the engine." }
  rule: { type: string, description: "The rule that rejected the event. Under another rule, the next refresh tries the event again." }
  event: { type: string, description: "The unchanged event, including personal data: restricted like Bronze." }
expectations:
  - { name: reason_present, check: "reason <> ''", action: fail }
*/
SELECT
  hub_generation,
  partition,
  sequence_number,
  slot,
  enqueued_time,
  landed_at,
  contract_version,
  field,
  reason,
  rule,
  event
FROM rejected.customers_profile
WHERE reason IS NOT NULL
