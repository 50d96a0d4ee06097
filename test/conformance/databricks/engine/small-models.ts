/** `generated/bronze.json` of the tests' models. */
export const BRONZE_TYPES = JSON.stringify({
  iot_reading: {
    contract: 'iot.reading',
    source: 'iot',
    versions: [1, 2],
    event: {
      struct: {
        id: 'string',
        time: 'timestamp',
        data: {
          struct: {
            deviceId: 'string',
            measuredOn: 'date',
            celsius: 'double',
            tags: { array: 'string' },
            parts: { array: { struct: { name: 'string', checkedAt: 'timestamp' } } },
          },
        },
      },
    },
  },
  shop_order: {
    contract: 'shop.order',
    source: 'shop',
    versions: [1],
    event: {
      struct: {
        id: 'string',
        time: 'timestamp',
        data: { struct: { orderId: 'string', status: 'string', totalMinor: 'double' } },
      },
    },
  },
  shop_customer: {
    contract: 'shop.customer',
    source: 'shop',
    versions: [1],
    event: {
      struct: {
        id: 'string',
        time: 'timestamp',
        data: {
          struct: { customerId: 'string', city: 'string', status: { struct: { deleted: 'boolean' } } },
        },
      },
    },
  },
});

/** Silver events of `iot.reading`. */
export const READING = `/*
description: Readings.
materialise: append
key: [event_time, event_id]
firstBy: [enqueued_time, partition, sequence_number]
partitionBy: event_date
bronze: { contract: iot.reading }
columns:
  event_id: { type: string, description: Identity. }
  event_time: { type: timestamp, description: When. }
  event_date: { type: date, description: Day of event_time. }
  device_id: { type: string, description: Device. }
  celsius: { type: double, description: Temperature. }
  sequence_number: { type: long, description: Position. }
expectations:
  - { name: celsius_possible, check: "celsius > -274", action: drop }
  - { name: celsius_usual, check: celsius < 100, action: warn }
*/
SELECT
  b.event.id AS event_id,
  b.event.time AS event_time,
  CAST(b.event.time AS DATE) AS event_date,
  b.event.data.deviceId AS device_id,
  b.event.data.celsius AS celsius,
  b.meta.enqueuedTime AS enqueued_time,
  b.meta.partition AS partition,
  b.meta.sequenceNumber AS sequence_number
FROM bronze.iot_reading AS b
`;

/** Gold by device and day, of the days with new readings. */
export const DEVICE_DAY = `/*
description: Temperatures of a device by day.
materialise: replace
key: [event_date, device_id]
partitionBy: event_date
affected: SELECT DISTINCT event_date FROM changed.reading
restrict: { silver.reading: event_date }
columns:
  event_date: { type: date, description: Day. }
  device_id: { type: string, description: Device. }
  readings: { type: long, description: How many. }
  celsius_sum: { type: "decimal(18,3)", description: Sum. }
*/
SELECT event_date, device_id, count(*) AS readings, sum(CAST(celsius AS DECIMAL(18,3))) AS celsius_sum
FROM silver.reading
GROUP BY event_date, device_id
`;

/** Gold that is computed completely in each refresh. */
export const DEVICE = `/*
description: Devices.
materialise: full
key: [device_id]
columns:
  device_id: { type: string, description: Device. }
  first_seen: { type: timestamp, description: First reading. }
*/
SELECT device_id, min(event_time) AS first_seen FROM silver.reading GROUP BY device_id
`;

/** A view over Gold. */
export const WARM_DAY = `/*
description: Days above 20 degrees.
materialise: view
columns:
  event_date: { type: date, description: Day. }
  device_id: { type: string, description: Device. }
*/
SELECT event_date, device_id FROM gold.device_day WHERE celsius_sum / readings > 20 -- not silver.nothing
`;

/** The history of customers: events may come in any order. */
export const CUSTOMER = `/*
description: Customers with their history.
materialise: merge
key: [customer_id, valid_from]
affected: SELECT DISTINCT b.event.data.customerId AS customer_id FROM bronze.shop_customer AS b
bronze: { contract: shop.customer }
columns:
  customer_id: { type: string, description: Identity. }
  city: { type: string, description: City. }
  valid_from: { type: timestamp, description: Since when. }
  valid_to: { type: timestamp, description: Until when. }
  is_deleted: { type: boolean, description: Whether the customer has gone. }
*/
SELECT customer_id, city, valid_from,
  lead(valid_from) OVER (PARTITION BY customer_id ORDER BY valid_from) AS valid_to,
  is_deleted
FROM (
  SELECT customer_id, valid_from, min(city) AS city, bool_or(is_deleted) AS is_deleted
  FROM (
    SELECT customer_id, city, valid_from, is_deleted FROM existing.customer
    UNION ALL
    SELECT b.event.data.customerId, b.event.data.city, b.event.time, coalesce(b.event.data.status.deleted, false)
    FROM bronze.shop_customer AS b
  ) AS versions
  GROUP BY customer_id, valid_from
) AS once
`;

/** Adds changes to the existing rows, so that a row that is read twice counts twice. */
export const DEVICE_TOTAL = `/*
description: Readings of a device since the beginning.
materialise: merge
key: [device_id]
affected: SELECT DISTINCT device_id FROM changed.reading
columns:
  device_id: { type: string, description: Device. }
  readings: { type: long, description: How many. }
*/
SELECT device_id, sum(readings) AS readings
FROM (
  SELECT device_id, readings FROM existing.device_total
  UNION ALL
  SELECT device_id, 1 FROM changed.reading
) AS parts
GROUP BY device_id
`;

/** All models. */
export const SMALL_MODELS: Readonly<Record<string, string>> = {
  'generated/bronze.json': BRONZE_TYPES,
  'silver/iot/reading.sql': READING,
  'silver/shop/customer.sql': CUSTOMER,
  'gold/facts/device_day.sql': DEVICE_DAY,
  'gold/facts/device_total.sql': DEVICE_TOTAL,
  'gold/dimensions/device.sql': DEVICE,
  'gold/views/warm_day.sql': WARM_DAY,
};
