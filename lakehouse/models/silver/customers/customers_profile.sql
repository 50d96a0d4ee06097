/*
# Written by `npm run generate` from schemas/customers/profile.v1.json. Change the schema, not this file.
description: "Customer profile change, as a history: One change of one customer's profile. An upsert has the whole profile after the change. A delete has no profile, so that an erasure adds no personal data. One row per version."
materialise: merge
key: [customer_id, event_time, event_id]
partitionBy: ended_in
stable: { ended_in: "A later change ends the version and moves the row, which the key finds." }
affected: >
  SELECT customer_id, event_time, event_id FROM (
    SELECT c.customer_id, c.event_time, c.event_id, n.event_id IS NOT NULL AS is_new,
      lead(CASE WHEN n.event_id IS NOT NULL THEN 1 ELSE 0 END) OVER (PARTITION BY c.customer_id ORDER BY c.event_time, c.is_deleted, c.enqueued_time, c.partition, c.sequence_number) AS next_is_new,
      sum(CASE WHEN n.event_id IS NOT NULL AND c.is_deleted THEN 1 ELSE 0 END) OVER (
        PARTITION BY c.customer_id ORDER BY c.event_time, c.is_deleted, c.enqueued_time, c.partition, c.sequence_number ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
      ) AS new_deletions
    FROM silver.customers_profile_change AS c
    JOIN (SELECT DISTINCT customer_id FROM changed.customers_profile_change) AS k ON k.customer_id = c.customer_id
    LEFT JOIN changed.customers_profile_change AS n
      ON n.customer_id = c.customer_id AND n.event_time = c.event_time AND n.event_id = c.event_id
  ) AS placed WHERE is_new OR next_is_new = 1 OR new_deletions > 0
bronze: { contract: customers.profile }
columns:
  event_id: { type: string, description: "Identity of this change." }
  customer_id: { type: string, description: "Identity of the customer; orders and clicks refer to it." }
  event_time: { type: timestamp, description: "When the profile changed (RFC 3339)." }
  operation: { type: string, description: "What happened to the profile." }
  profile_first_name: { type: string, description: "Given name. Masked: the first character, and the last two of a longer value.", personal: mask }
  profile_last_name: { type: string, description: "Family name. Masked: the first character, and the last two of a longer value.", personal: mask }
  profile_email: { type: string, description: "E-mail address. Keyed hash: equal values have equal hashes, and the value cannot be read.", personal: hash }
  profile_phone: { type: string, description: "Telephone number in international form (E.164). Masked: the first character, and the last two of a longer value.", personal: mask }
  profile_birth_year: { type: long, description: "Date of birth. Generalised to the year.", personal: generalise }
  profile_address_city: { type: string, description: "City." }
  profile_address_postal_code_prefix: { type: string, description: "Postal code. Generalised to the first two characters.", personal: generalise }
  profile_address_country: { type: string, description: "ISO 3166-1 alpha-2 code of the country." }
  profile_segment: { type: string, description: "Commercial segment." }
  profile_consent_marketing: { type: boolean, description: "Whether the customer agreed to advertising." }
  profile_consent_profiling: { type: boolean, description: "Whether the customer agreed to profiling for recommendations." }
  profile_registered_on: { type: date, description: "Day on which the customer registered." }
  valid_from: { type: timestamp, description: "Start of this version (inclusive): its event_time." }
  valid_to: { type: timestamp, description: "End of this version (exclusive): the next change; null for the newest version." }
  is_current: { type: boolean, description: "Whether this is the present version; a deleted subject has none." }
  is_deleted: { type: boolean, description: "Whether this version is the deletion itself." }
  is_erased: { type: boolean, description: "Whether a deletion at or after this version has emptied its personal columns." }
  ended_in: { type: date, description: "First day of the year in which the version ended; of the year 9999 for the newest version. The newest versions share a partition, so a change does not rewrite old ones." }
  enqueued_time: { type: timestamp, description: "When the event reached the hub." }
  landed_at: { type: timestamp, description: "When the event landed in Bronze." }
  partition: { type: integer, description: "Partition of the hub." }
  sequence_number: { type: long, description: "Position of the event in its partition." }
  contract_version: { type: integer, description: "Contract version of the event." }
expectations:
  - { name: subject_present, check: "customer_id IS NOT NULL", action: fail }
  - { name: key_present, check: "event_id IS NOT NULL", action: fail }
  - { name: time_present, check: "event_time IS NOT NULL", action: fail }
  - { name: time_not_ahead, check: "event_time <= enqueued_time + INTERVAL 1 DAY", action: warn }
  - { name: ends_after_it_began, check: "valid_to IS NULL OR valid_to >= valid_from", action: fail }
  - { name: nothing_personal_after_erasure, check: "NOT is_erased OR (profile_first_name IS NULL AND profile_last_name IS NULL AND profile_email IS NULL AND profile_phone IS NULL AND profile_birth_year IS NULL AND profile_address_postal_code_prefix IS NULL)", action: fail }
*/
WITH all_changes AS (
  SELECT * FROM silver.customers_profile_change
),
new_changes AS (
  SELECT * FROM changed.customers_profile_change
),
known_versions AS (
  SELECT * FROM existing.customers_profile
),
in_order AS (
  SELECT
    c.customer_id,
    c.event_time,
    c.event_id,
    c.is_deleted,
    lead(c.event_time) OVER (PARTITION BY c.customer_id ORDER BY c.event_time, c.is_deleted, c.enqueued_time, c.partition, c.sequence_number) AS next_change_at,
    sum(CASE WHEN c.is_deleted THEN 1 ELSE 0 END) OVER (
      PARTITION BY c.customer_id
      ORDER BY c.event_time, c.is_deleted, c.enqueued_time, c.partition, c.sequence_number
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS deletions_from_here
  FROM all_changes AS c
  JOIN (SELECT DISTINCT customer_id FROM new_changes) AS k ON k.customer_id = c.customer_id
),
versions AS (
  SELECT
    b.event.data.changeId AS event_id,
    b.event.data.customerId AS customer_id,
    b.event.data.changedAt AS event_time,
    b.event.data.operation AS operation,
    mask(b.event.data.profile.firstName) AS profile_first_name,
    mask(b.event.data.profile.lastName) AS profile_last_name,
    keyed_hash(s.pepper, lower(b.event.data.profile.email)) AS profile_email,
    mask(b.event.data.profile.phone) AS profile_phone,
    CAST(year(b.event.data.profile.birthDate) AS BIGINT) AS profile_birth_year,
    b.event.data.profile.address.city AS profile_address_city,
    substring(b.event.data.profile.address.postalCode, 1, 2) AS profile_address_postal_code_prefix,
    b.event.data.profile.address.country AS profile_address_country,
    b.event.data.profile.segment AS profile_segment,
    b.event.data.profile.consent.marketing AS profile_consent_marketing,
    b.event.data.profile.consent.profiling AS profile_consent_profiling,
    b.event.data.profile.registeredOn AS profile_registered_on,
    b.meta.enqueuedTime AS enqueued_time,
    b.meta.landedAt AS landed_at,
    b.meta.partition AS partition,
    b.meta.sequenceNumber AS sequence_number,
    b.meta.version AS contract_version
  FROM bronze.customers_profile AS b
  CROSS JOIN run.settings AS s
  JOIN new_changes AS e
    ON e.event_time = b.event.data.changedAt
    AND e.event_id = b.event.data.changeId
    AND e.enqueued_time = b.meta.enqueuedTime
    AND e.partition = b.meta.partition
    AND e.sequence_number = b.meta.sequenceNumber
  UNION ALL
  SELECT
    event_id, customer_id, event_time, operation, profile_first_name, profile_last_name, profile_email, profile_phone,
    profile_birth_year, profile_address_city, profile_address_postal_code_prefix, profile_address_country,
    profile_segment, profile_consent_marketing, profile_consent_profiling, profile_registered_on, enqueued_time,
    landed_at, partition, sequence_number, contract_version
  FROM known_versions
)
SELECT
  p.event_id AS event_id,
  p.customer_id AS customer_id,
  p.event_time AS event_time,
  p.operation AS operation,
  CASE WHEN o.deletions_from_here = 0 THEN p.profile_first_name END AS profile_first_name,
  CASE WHEN o.deletions_from_here = 0 THEN p.profile_last_name END AS profile_last_name,
  CASE WHEN o.deletions_from_here = 0 THEN p.profile_email END AS profile_email,
  CASE WHEN o.deletions_from_here = 0 THEN p.profile_phone END AS profile_phone,
  CASE WHEN o.deletions_from_here = 0 THEN p.profile_birth_year END AS profile_birth_year,
  p.profile_address_city AS profile_address_city,
  CASE WHEN o.deletions_from_here = 0 THEN p.profile_address_postal_code_prefix END AS profile_address_postal_code_prefix,
  p.profile_address_country AS profile_address_country,
  p.profile_segment AS profile_segment,
  p.profile_consent_marketing AS profile_consent_marketing,
  p.profile_consent_profiling AS profile_consent_profiling,
  p.profile_registered_on AS profile_registered_on,
  p.event_time AS valid_from,
  o.next_change_at AS valid_to,
  (o.next_change_at IS NULL AND NOT o.is_deleted) AS is_current,
  o.is_deleted AS is_deleted,
  (o.deletions_from_here > 0) AS is_erased,
  make_date(coalesce(CAST(year(o.next_change_at) AS INTEGER), 9999), 1, 1) AS ended_in,
  p.enqueued_time AS enqueued_time,
  p.landed_at AS landed_at,
  p.partition AS partition,
  p.sequence_number AS sequence_number,
  p.contract_version AS contract_version
FROM versions AS p
JOIN in_order AS o ON o.customer_id = p.customer_id AND o.event_time = p.event_time AND o.event_id = p.event_id
