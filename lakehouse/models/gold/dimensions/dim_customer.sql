/*
description: "Customers, one row per version of a customer (SCD type 2), with the personal columns protected as the contract demands. A customer of an order or a click without a profile has a row with the identity only. 'unknown' means no customer. gold.dim_customer_current has one row per customer."
materialise: merge
key: [customer_id, valid_from, change_id]
partitionBy: ended_in
stable: { valid_from: "The time of the change. Each change is a version, and later ones do not alter it.", change_id: "Identity of the change.", ended_in: "A later change ends the version and moves the row, which the key finds." }
affected: >
  SELECT customer_id, valid_from, event_id AS change_id FROM changed.customers_profile
  UNION SELECT customer_id, CAST('1970-01-01 00:00:00' AS TIMESTAMP), 'none' FROM changed.customers_profile
  UNION SELECT customer_id, CAST('1970-01-01 00:00:00' AS TIMESTAMP), 'none' FROM changed.customer_mention
columns:
  customer_id: { type: string, description: "Identity of the customer." }
  customer_key: { type: string, keyOf: customer_id, description: "Key of the customer; joins dim_customer_current. Two identities that differ only by case or by blanks have two keys." }
  change_id: { type: string, description: "Identity of the change that created this version; null without a profile." }
  valid_from: { type: timestamp, description: "Start of this version (inclusive); 1970 without a profile." }
  valid_to: { type: timestamp, description: "End of this version (exclusive); null for the newest version." }
  is_current: { type: boolean, description: "Whether this is the present version; a deleted customer has none." }
  is_deleted: { type: boolean, description: "Whether this version is the deletion of the customer." }
  is_erased: { type: boolean, description: "Whether a deletion has emptied the personal columns." }
  is_inferred: { type: boolean, description: "Whether only the identity of the customer is known." }
  first_name: { type: string, description: "Given name, masked.", personal: mask }
  last_name: { type: string, description: "Family name, masked.", personal: mask }
  email_hash: { type: string, description: "E-mail address, as a keyed hash.", personal: hash }
  phone: { type: string, description: "Telephone number, masked.", personal: mask }
  birth_year: { type: integer, description: "Year of birth.", personal: generalise }
  city: { type: string, description: "City of the postal address." }
  postal_code_prefix: { type: string, description: "First two characters of the postal code.", personal: generalise }
  country: { type: string, description: "ISO 3166-1 alpha-2 code of the country." }
  segment: { type: string, description: "consumer, premium, small-business, enterprise or unknown." }
  consent_marketing: { type: boolean, description: "Whether the customer agreed to advertising; false if unknown." }
  consent_profiling: { type: boolean, description: "Whether the customer agreed to profiling for recommendations; false if unknown." }
  ended_in: { type: date, description: "First day of the year in which this version ended; of the year 9999 for the newest version." }
  registered_on: { type: date, description: "Day on which the customer registered." }
expectations:
  - { name: profile_known, check: "NOT is_inferred OR customer_id = 'unknown'", action: warn }
  - { name: nothing_personal_after_erasure, check: "NOT is_erased OR (first_name IS NULL AND last_name IS NULL AND email_hash IS NULL AND phone IS NULL AND birth_year IS NULL AND postal_code_prefix IS NULL)", action: fail }
  - { name: consent_before_mail, check: "NOT (is_deleted AND consent_marketing)", action: fail }
*/
WITH versions AS (
  SELECT * FROM changed.customers_profile
),
mentions AS (
  SELECT * FROM changed.customer_mention
),
profiles AS (
  SELECT DISTINCT customer_id FROM silver.customers_profile WHERE valid_to IS NULL
)
SELECT
  customer_id,
  surrogate_key(customer_id) AS customer_key,
  event_id AS change_id,
  valid_from,
  valid_to,
  is_current,
  is_deleted,
  is_erased,
  false AS is_inferred,
  profile_first_name AS first_name,
  profile_last_name AS last_name,
  profile_email AS email_hash,
  profile_phone AS phone,
  CAST(profile_birth_year AS INTEGER) AS birth_year,
  coalesce(profile_address_city, 'unknown') AS city,
  profile_address_postal_code_prefix AS postal_code_prefix,
  coalesce(profile_address_country, 'unknown') AS country,
  coalesce(profile_segment, 'unknown') AS segment,
  coalesce(profile_consent_marketing, false) AS consent_marketing,
  coalesce(profile_consent_profiling, false) AS consent_profiling,
  profile_registered_on AS registered_on,
  ended_in
FROM versions
UNION ALL
-- A customer without a profile has a row with the identity only.
SELECT
  m.customer_id,
  surrogate_key(m.customer_id),
  'none',
  CAST('1970-01-01 00:00:00' AS TIMESTAMP),
  CAST(NULL AS TIMESTAMP),
  true,
  false,
  false,
  true,
  CAST(NULL AS STRING),
  CAST(NULL AS STRING),
  CAST(NULL AS STRING),
  CAST(NULL AS STRING),
  CAST(NULL AS INTEGER),
  'unknown',
  CAST(NULL AS STRING),
  'unknown',
  'unknown',
  false,
  false,
  CAST(NULL AS DATE),
  make_date(9999, 1, 1)
FROM mentions AS m
LEFT JOIN profiles AS p ON p.customer_id = m.customer_id
WHERE p.customer_id IS NULL
