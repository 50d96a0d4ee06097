/*
description: "Visits by the day on which they began, campaign, kind of device and country: how many came, looked, filled a cart and bought."
materialise: replace
key: [visit_date, campaign, device_class, country]
partitionBy: visit_date
stable: { visit_date: "The fact's; affected has also the days that a row may have left." }
affected: >
  SELECT visit_date FROM changed.fact_session
  UNION SELECT CAST(told_date AS DATE) FROM (SELECT explode(split(told_dates, ',')) AS told_date FROM changed.fact_session) AS told
restrict: { gold.fact_session: visit_date }
columns:
  visit_date: { type: date, description: "Business day on which the visits began (a day in BUSINESS_TIME_ZONE); joins dim_date." }
  campaign: { type: string, description: "Marketing campaign; none for visits without one." }
  device_class: { type: string, description: "Kind of device." }
  country: { type: string, description: "Country of the visitors." }
  visit_count: { type: long, description: "Visits." }
  signed_in_count: { type: long, description: "Visits during which somebody signed in." }
  looked_count: { type: long, description: "Visits that looked at a product." }
  searched_count: { type: long, description: "Visits that searched." }
  cart_count: { type: long, description: "Visits that put something into the cart." }
  checkout_count: { type: long, description: "Visits that went to pay." }
  purchase_count: { type: long, description: "Visits that bought." }
  click_count: { type: long, description: "Clicks in all." }
  dwell_seconds: { type: double, description: "Time spent on pages in seconds." }
  conversion_rate: { type: double, description: "Share of the visits that bought." }
expectations:
  - { name: funnel_narrows, check: "purchase_count <= visit_count AND cart_count <= visit_count AND looked_count <= visit_count", action: fail }
*/
SELECT
  visit_date,
  campaign,
  device_class,
  country,
  count(*) AS visit_count,
  count(*) FILTER (WHERE customer_id <> 'unknown') AS signed_in_count,
  count(*) FILTER (WHERE product_view_count > 0) AS looked_count,
  count(*) FILTER (WHERE search_count > 0) AS searched_count,
  count(*) FILTER (WHERE add_to_cart_count > 0) AS cart_count,
  count(*) FILTER (WHERE checkout_count > 0) AS checkout_count,
  count(*) FILTER (WHERE purchase_count > 0) AS purchase_count,
  sum(click_count) AS click_count,
  CAST(sum(dwell_milliseconds) AS DOUBLE) / 1000 AS dwell_seconds,
  CAST(count(*) FILTER (WHERE purchase_count > 0) AS DOUBLE) / count(*) AS conversion_rate
FROM gold.fact_session
GROUP BY visit_date, campaign, device_class, country
