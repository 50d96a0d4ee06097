/*
description: "Visits by day of their start, campaign, kind of device and country, with the number of visits at each step up to the order."
materialise: replace
key: [visit_date, campaign, device_class, country]
partitionBy: visit_date
stable: { visit_date: "The day of the fact. affected also has the days that a row may have left." }
affected: >
  SELECT visit_date FROM changed.fact_session
  UNION SELECT CAST(told_date AS DATE) FROM (SELECT explode(split(told_dates, ',')) AS told_date FROM changed.fact_session) AS told
restrict: { gold.fact_session: visit_date }
columns:
  visit_date: { type: date, description: "Business day on which the visits began (in BUSINESS_TIME_ZONE); joins dim_date." }
  campaign: { type: string, description: "Marketing campaign; none for visits without one." }
  device_class: { type: string, description: "Kind of device." }
  country: { type: string, description: "Country of the visitors." }
  visit_count: { type: long, description: "Visits." }
  signed_in_count: { type: long, description: "Visits in which a customer signed in." }
  looked_count: { type: long, description: "Visits with a product view." }
  searched_count: { type: long, description: "Visits with a search." }
  cart_count: { type: long, description: "Visits that added a product to the cart." }
  checkout_count: { type: long, description: "Visits that reached the checkout." }
  purchase_count: { type: long, description: "Visits with an order." }
  click_count: { type: long, description: "Total number of clicks." }
  dwell_seconds: { type: double, description: "Time spent on pages in seconds." }
  conversion_rate: { type: double, description: "Share of the visits with an order." }
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
