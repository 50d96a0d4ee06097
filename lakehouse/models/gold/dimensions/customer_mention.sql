/*
description: "Every customer in an order or a click, one row per customer. dim_customer takes customers without a profile from it."
materialise: append
key: [customer_id]
firstBy: [customer_id]
columns:
  customer_id: { type: string, description: "Identity of the customer; unknown if there is no customer." }
*/
SELECT customer_id FROM changed.ecommerce_order
UNION SELECT customer_id FROM changed.ecommerce_clickstream WHERE customer_id IS NOT NULL
UNION SELECT customer_id FROM changed.shop_order WHERE customer_id IS NOT NULL
UNION SELECT 'unknown'
