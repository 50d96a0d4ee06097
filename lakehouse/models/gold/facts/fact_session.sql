/*
description: "Visits of the shop, one row per visit. A visit beyond midnight belongs to the day of its first click."
materialise: merge
key: [session_id]
partitionBy: visit_date
stable: { visit_date: "Day of the earliest click, by time and then id. A still earlier click moves the row, which session_id finds in any partition. told_dates has the days that it may leave." }
affected: SELECT DISTINCT session_id FROM changed.ecommerce_clickstream
columns:
  visit_date: { type: date, description: "Business day on which the visit began (in BUSINESS_TIME_ZONE); joins dim_date." }
  session_id: { type: string, description: "Identity of the visit; orders refer to it." }
  customer_id: { type: string, description: "The customer who signed in, else unknown." }
  customer_key: { type: string, keyOf: customer_id, description: "Key of the customer; joins dim_customer_current." }
  started_at: { type: timestamp, description: "Time of the first click." }
  ended_at: { type: timestamp, description: "Time of the last click." }
  campaign: { type: string, description: "Marketing campaign that led to it, or none." }
  referrer: { type: string, description: "Page that led to it, or direct." }
  device_class: { type: string, description: "desktop, mobile, tablet or other." }
  browser: { type: string, description: "Family of the browser." }
  country: { type: string, description: "ISO 3166-1 alpha-2 code of the visitor's country." }
  landing_page: { type: string, description: "Path of the first page." }
  click_count: { type: long, description: "Total number of clicks." }
  product_view_count: { type: long, description: "Product views." }
  search_count: { type: long, description: "Searches." }
  add_to_cart_count: { type: long, description: "Products added to the cart." }
  remove_from_cart_count: { type: long, description: "Products removed from the cart." }
  checkout_count: { type: long, description: "Clicks in the checkout." }
  purchase_count: { type: long, description: "Purchases." }
  dwell_milliseconds: { type: long, description: "Time spent on pages." }
  first_click_id: { type: string, description: "Identity of the first click." }
  told_dates: { type: string, description: "Business days of its clicks, sorted and separated by commas. Marts recompute these days when the visit changes." }
expectations:
  - { name: session_present, check: "session_id IS NOT NULL", action: fail }
  - { name: purchase_after_cart, check: "purchase_count = 0 OR add_to_cart_count > 0", action: warn }
  - { name: ends_after_it_began, check: "ended_at >= started_at", action: fail }
*/
WITH new_clicks AS (
  SELECT * FROM changed.ecommerce_clickstream
),
known_visits AS (
  SELECT * FROM existing.fact_session
),
told AS (
  SELECT session_id, business_date(event_time) AS told_date FROM new_clicks
  UNION SELECT session_id, visit_date FROM known_visits
  UNION SELECT session_id, CAST(told_date AS DATE)
  FROM (SELECT session_id, explode(split(told_dates, ',')) AS told_date FROM known_visits) AS known_dates
),
days AS (
  SELECT session_id, array_join(sort_array(collect_set(CAST(told_date AS STRING))), ',') AS told_dates
  FROM told
  GROUP BY session_id
),
clicks AS (
  SELECT
    session_id,
    customer_id,
    event_time AS started_at,
    event_time AS ended_at,
    coalesce(campaign, 'none') AS campaign,
    coalesce(referrer, 'direct') AS referrer,
    device_class,
    coalesce(browser, 'unknown') AS browser,
    coalesce(country, 'unknown') AS country,
    page_path AS landing_page,
    CAST(1 AS BIGINT) AS click_count,
    CAST(CASE WHEN action = 'product-view' THEN 1 ELSE 0 END AS BIGINT) AS product_view_count,
    CAST(CASE WHEN action = 'search' THEN 1 ELSE 0 END AS BIGINT) AS search_count,
    CAST(CASE WHEN action = 'add-to-cart' THEN 1 ELSE 0 END AS BIGINT) AS add_to_cart_count,
    CAST(CASE WHEN action = 'remove-from-cart' THEN 1 ELSE 0 END AS BIGINT) AS remove_from_cart_count,
    CAST(CASE WHEN action = 'checkout' THEN 1 ELSE 0 END AS BIGINT) AS checkout_count,
    CAST(CASE WHEN action = 'purchase' THEN 1 ELSE 0 END AS BIGINT) AS purchase_count,
    coalesce(dwell_milliseconds, 0) AS dwell_milliseconds,
    event_id AS first_click_id
  FROM new_clicks
  UNION ALL
  SELECT
    session_id, nullif(customer_id, 'unknown'), started_at, ended_at,
    campaign, referrer, device_class, browser, country, landing_page,
    click_count, product_view_count, search_count, add_to_cart_count, remove_from_cart_count, checkout_count,
    purchase_count, dwell_milliseconds, first_click_id
  FROM known_visits
),
sums AS (
  SELECT
    session_id,
    max(customer_id) AS customer_id,
    max(ended_at) AS ended_at,
    sum(click_count) AS click_count,
    sum(product_view_count) AS product_view_count,
    sum(search_count) AS search_count,
    sum(add_to_cart_count) AS add_to_cart_count,
    sum(remove_from_cart_count) AS remove_from_cart_count,
    sum(checkout_count) AS checkout_count,
    sum(purchase_count) AS purchase_count,
    sum(dwell_milliseconds) AS dwell_milliseconds
  FROM clicks
  GROUP BY session_id
),
firsts AS (
  SELECT *
  FROM (
    SELECT
      clicks.*,
      row_number() OVER (PARTITION BY session_id ORDER BY started_at, first_click_id) AS place
    FROM clicks
  ) AS ranked
  WHERE place = 1
)
SELECT
  business_date(f.started_at) AS visit_date,
  s.session_id,
  coalesce(s.customer_id, 'unknown') AS customer_id,
  surrogate_key(coalesce(s.customer_id, 'unknown')) AS customer_key,
  f.started_at,
  s.ended_at,
  f.campaign,
  f.referrer,
  f.device_class,
  f.browser,
  f.country,
  f.landing_page,
  s.click_count,
  s.product_view_count,
  s.search_count,
  s.add_to_cart_count,
  s.remove_from_cart_count,
  s.checkout_count,
  s.purchase_count,
  s.dwell_milliseconds,
  f.first_click_id,
  d.told_dates
FROM sums AS s
JOIN firsts AS f ON f.session_id = s.session_id
JOIN days AS d ON d.session_id = s.session_id
