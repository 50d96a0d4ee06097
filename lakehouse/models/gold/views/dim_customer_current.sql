/*
description: "Customers, one row per customer: the newest version. Facts join it by customer_id or customer_key without losing rows."
materialise: view
columns:
  customer_id: { type: string, description: "Identity of the customer; unknown if there is no customer." }
  customer_key: { type: string, keyOf: customer_id, description: "Key of the customer, for programs that compare texts without case." }
  is_deleted: { type: boolean, description: "Whether the customer asked for deletion." }
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
  consent_marketing: { type: boolean, description: "Whether the customer agreed to advertising." }
  consent_profiling: { type: boolean, description: "Whether the customer agreed to profiling for recommendations." }
  registered_on: { type: date, description: "Day on which the customer registered." }
  valid_from: { type: timestamp, description: "Start of the present version." }
*/
SELECT
  customer_id,
  customer_key,
  is_deleted,
  is_inferred,
  first_name,
  last_name,
  email_hash,
  phone,
  birth_year,
  city,
  postal_code_prefix,
  country,
  segment,
  consent_marketing,
  consent_profiling,
  registered_on,
  valid_from
FROM gold.dim_customer
WHERE valid_to IS NULL
