/*
description: "Every customer whom an order or a click has named, one row a customer. It tells dim_customer of those whose profile has not come."
materialise: append
key: [customer_id]
firstBy: [customer_id]
columns:
  customer_id: { type: string, description: "Identity of the customer; unknown stands for nobody." }
*/
SELECT customer_id FROM changed.ecommerce_order
UNION SELECT customer_id FROM changed.ecommerce_clickstream WHERE customer_id IS NOT NULL
UNION SELECT customer_id FROM changed.shop_order WHERE customer_id IS NOT NULL
UNION SELECT 'unknown'
