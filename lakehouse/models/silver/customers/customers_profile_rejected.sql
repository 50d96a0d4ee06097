/*
# Written by `npm run generate` from schemas/customers/profile.v1.json. Change the schema, not this file.
description: "Customer profile change: accepted events that Silver cannot take, each with its place, field and reason."
materialise: merge
key: [hub_generation, partition, sequence_number]
affected: SELECT hub_generation, partition, sequence_number FROM rejected.customers_profile
bronze: { contract: customers.profile }
columns:
  hub_generation: { type: string, description: "Generation of the hub: when it was created, as its folder in Bronze is called." }
  partition: { type: integer, description: "Partition of the hub that the event came through." }
  sequence_number: { type: long, description: "Position of the event in its partition." }
  slot: { type: long, description: "Slot of Bronze that holds the event." }
  enqueued_time: { type: timestamp, description: "When the event reached the hub." }
  landed_at: { type: timestamp, description: "When the event landed in Bronze." }
  contract_version: { type: integer, description: "Version of the contract that the event kept when it landed." }
  field: { type: string, description: "The field that Silver cannot take: a JSON Pointer into the event; empty where it is the whole event." }
  reason: { type: string, description: "Why Silver cannot take it. A check does not repeat the value; where no check foresaw it, these are the words of the engine." }
  rule: { type: string, description: "The rule that rejected the event; under another rule the next refresh tries the event again." }
  event: { type: string, description: "The event as it came, personal data included: restricted like Bronze." }
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
