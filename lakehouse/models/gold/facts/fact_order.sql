/*
description: "Orders, one row per order in its present state. An order from the shop's database only has a total, without its parts."
materialise: merge
key: [order_id]
partitionBy: placed_date
stable: { placed_date: "The day of the order's earliest event, by time and then id. A still earlier event moves the row, which order_id finds in any partition. told_dates has the days that it may leave." }
affected: >
  SELECT order_id FROM changed.ecommerce_order
  UNION SELECT order_id FROM changed.shop_order
columns:
  order_id: { type: string, description: "Identity of the order." }
  placed_date: { type: date, description: "Business day on which it was placed (in BUSINESS_TIME_ZONE); joins dim_date." }
  placed_at: { type: timestamp, description: "When it was placed, according to its earliest event." }
  customer_id: { type: string, description: "The customer who ordered." }
  customer_key: { type: string, keyOf: customer_id, description: "Key of the customer; joins dim_customer_current." }
  session_id: { type: string, description: "Visit in which it was placed; joins fact_session." }
  status: { type: string, description: "placed, paid, shipped, delivered, cancelled or returned." }
  status_at: { type: timestamp, description: "When it reached its status." }
  paid_at: { type: timestamp, description: "When it was paid." }
  shipped_at: { type: timestamp, description: "When it was shipped." }
  delivered_at: { type: timestamp, description: "When it was delivered." }
  cancelled_at: { type: timestamp, description: "When it was cancelled." }
  returned_at: { type: timestamp, description: "When it was returned." }
  channel: { type: string, description: "Channel in which it was placed: web, mobile-app, store, marketplace or unknown." }
  payment_method: { type: string, description: "Payment method." }
  ship_to_city: { type: string, description: "City of the delivery address." }
  ship_to_postal_code_prefix: { type: string, description: "First two characters of the postal code of the delivery address.", personal: generalise }
  ship_to_country: { type: string, description: "ISO 3166-1 alpha-2 code of the country of the delivery address." }
  currency: { type: string, description: "ISO 4217 code of all amounts." }
  line_count: { type: long, description: "Number of lines." }
  pieces: { type: long, description: "Pieces ordered." }
  subtotal_amount: { type: "decimal(18,2)", description: "Sum of quantity times unit price." }
  discount_amount: { type: "decimal(18,2)", description: "Sum of all discounts." }
  shipping_amount: { type: "decimal(18,2)", description: "Charge for shipping." }
  tax_amount: { type: "decimal(18,2)", description: "Tax in addition." }
  total_amount: { type: "decimal(18,2)", description: "Total that the customer pays." }
  is_cancelled: { type: boolean, description: "Whether it was cancelled." }
  is_returned: { type: boolean, description: "Whether it was returned." }
  is_open: { type: boolean, description: "Whether it is still open: placed, paid or shipped." }
  recorded_in: { type: string, description: "Origin of the order: stream, or shop-database if the stream has no event of it." }
  status_event_id: { type: string, description: "Identity of the event that gave the status." }
  first_event_at: { type: timestamp, description: "Time of its earliest event, which has the time of placing." }
  first_event_id: { type: string, description: "Identity of that event." }
  placed_told_at: { type: timestamp, description: "Time of its earliest event with the status placed; null if there is none." }
  told_dates: { type: string, description: "Business days of its events, and those named in them, sorted and separated by commas. Marts recompute these days when the order changes." }
expectations:
  - { name: order_present, check: "order_id IS NOT NULL AND placed_at IS NOT NULL", action: fail }
  - { name: total_adds_up, check: "recorded_in = 'shop-database' OR total_amount = subtotal_amount - discount_amount + shipping_amount + tax_amount", action: warn }
  - { name: has_lines, check: "recorded_in = 'shop-database' OR line_count >= 1", action: warn }
  - { name: status_not_before_placed, check: "status_at >= placed_at", action: warn }
  - { name: total_not_negative, check: "total_amount >= 0", action: fail }
*/
WITH order_events AS (
  SELECT * FROM changed.ecommerce_order
),
order_lines AS (
  SELECT * FROM changed.ecommerce_order_line
),
shop_orders AS (
  SELECT * FROM changed.shop_order
),
known_orders AS (
  SELECT * FROM existing.fact_order
),
told AS (
  SELECT order_id, business_date(placed_at) AS told_date FROM order_events
  UNION SELECT order_id, business_date(event_time) FROM order_events
  UNION SELECT order_id, business_date(placed_at) FROM shop_orders
  UNION SELECT order_id, business_date(changed_at) FROM shop_orders WHERE changed_at IS NOT NULL
  UNION SELECT order_id, placed_date FROM known_orders
  UNION SELECT order_id, CAST(told_date AS DATE)
  FROM (SELECT order_id, explode(split(told_dates, ',')) AS told_date FROM known_orders) AS known_dates
),
days AS (
  SELECT order_id, array_join(sort_array(collect_set(CAST(told_date AS STRING))), ',') AS told_dates
  FROM told
  GROUP BY order_id
),
lines AS (
  SELECT event_time, event_id, count(*) AS line_count, sum(quantity) AS pieces
  FROM order_lines
  GROUP BY event_time, event_id
),
reports AS (
  SELECT
    o.order_id,
    2 AS authority,
    'stream' AS recorded_in,
    o.status,
    o.event_time AS status_at,
    o.event_id AS status_event_id,
    o.placed_at,
    o.customer_id,
    o.session_id,
    coalesce(o.channel, 'unknown') AS channel,
    o.payment_method,
    o.shipping_address_city AS ship_to_city,
    o.shipping_address_postal_code_prefix AS ship_to_postal_code_prefix,
    o.shipping_address_country AS ship_to_country,
    o.currency,
    l.line_count,
    l.pieces,
    minor_to_amount(o.amounts_subtotal_minor) AS subtotal_amount,
    minor_to_amount(o.amounts_discount_minor) AS discount_amount,
    minor_to_amount(o.amounts_shipping_minor) AS shipping_amount,
    minor_to_amount(o.amounts_tax_minor) AS tax_amount,
    minor_to_amount(o.amounts_total_minor) AS total_amount
  FROM order_events AS o
  LEFT JOIN lines AS l ON l.event_time = o.event_time AND l.event_id = o.event_id
  UNION ALL
  -- The newest run of the shop's database takes precedence over older ones, and the stream over both.
  SELECT
    order_id, 1, 'shop-database', status, changed_at, 'shop-database', placed_at,
    coalesce(customer_id, 'unknown'), CAST(NULL AS STRING), 'unknown', 'unknown',
    'unknown', CAST(NULL AS STRING), 'unknown', currency, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT),
    CAST(NULL AS DECIMAL(18,2)), CAST(NULL AS DECIMAL(18,2)), CAST(NULL AS DECIMAL(18,2)), CAST(NULL AS DECIMAL(18,2)),
    minor_to_amount(total_minor)
  FROM shop_orders
),
states AS (
  SELECT
    reports.*,
    status_at AS first_event_at,
    status_event_id AS first_event_id,
    CASE WHEN status = 'placed' THEN status_at END AS placed_told_at,
    CASE WHEN status = 'paid' THEN status_at END AS paid_at,
    CASE WHEN status = 'shipped' THEN status_at END AS shipped_at,
    CASE WHEN status = 'delivered' THEN status_at END AS delivered_at,
    CASE WHEN status = 'cancelled' THEN status_at END AS cancelled_at,
    CASE WHEN status = 'returned' THEN status_at END AS returned_at
  FROM reports
  UNION ALL
  SELECT
    order_id, CASE WHEN recorded_in = 'stream' THEN 2 ELSE 0 END, recorded_in, status, status_at, status_event_id, placed_at,
    customer_id, session_id, channel, payment_method, ship_to_city, ship_to_postal_code_prefix, ship_to_country, currency,
    line_count, pieces, subtotal_amount, discount_amount, shipping_amount, tax_amount, total_amount,
    first_event_at, first_event_id, placed_told_at, paid_at, shipped_at, delivered_at, cancelled_at, returned_at
  FROM known_orders
),
ranked AS (
  SELECT
    states.*,
    min(placed_told_at) OVER (PARTITION BY order_id) AS earliest_placed_told_at,
    min(paid_at) OVER (PARTITION BY order_id) AS earliest_paid_at,
    min(shipped_at) OVER (PARTITION BY order_id) AS earliest_shipped_at,
    min(delivered_at) OVER (PARTITION BY order_id) AS earliest_delivered_at,
    min(cancelled_at) OVER (PARTITION BY order_id) AS earliest_cancelled_at,
    min(returned_at) OVER (PARTITION BY order_id) AS earliest_returned_at,
    row_number() OVER (
      PARTITION BY order_id
      ORDER BY
        authority DESC,
        status_at DESC NULLS LAST,
        CASE status
          WHEN 'placed' THEN 1 WHEN 'paid' THEN 2 WHEN 'shipped' THEN 3
          WHEN 'delivered' THEN 4 WHEN 'returned' THEN 5 ELSE 6
        END DESC,
        status_event_id DESC
    ) AS recency,
    row_number() OVER (
      PARTITION BY order_id
      ORDER BY authority DESC, first_event_at NULLS LAST, first_event_id NULLS LAST
    ) AS place
  FROM states
),
newest AS (
  SELECT * FROM ranked WHERE recency = 1
),
firsts AS (
  SELECT * FROM ranked WHERE place = 1
)
SELECT
  n.order_id,
  business_date(f.placed_at) AS placed_date,
  f.placed_at,
  n.customer_id,
  surrogate_key(n.customer_id) AS customer_key,
  n.session_id,
  n.status,
  n.status_at,
  n.earliest_paid_at AS paid_at,
  n.earliest_shipped_at AS shipped_at,
  n.earliest_delivered_at AS delivered_at,
  n.earliest_cancelled_at AS cancelled_at,
  n.earliest_returned_at AS returned_at,
  n.channel,
  n.payment_method,
  n.ship_to_city,
  n.ship_to_postal_code_prefix,
  n.ship_to_country,
  n.currency,
  n.line_count,
  n.pieces,
  n.subtotal_amount,
  n.discount_amount,
  n.shipping_amount,
  n.tax_amount,
  n.total_amount,
  n.status = 'cancelled' AS is_cancelled,
  n.status = 'returned' AS is_returned,
  n.status IN ('placed', 'paid', 'shipped') AS is_open,
  n.recorded_in,
  n.status_event_id,
  f.first_event_at,
  f.first_event_id,
  n.earliest_placed_told_at AS placed_told_at,
  d.told_dates
FROM newest AS n
JOIN firsts AS f ON f.order_id = n.order_id
JOIN days AS d ON d.order_id = n.order_id
