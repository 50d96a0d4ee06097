/*
description: "Stock of a product in a warehouse at the last count of the ERP system."
materialise: full
key: [product_id, site_code]
bronze:
  batch: erp
  file: stock.ndjson
  format: ndjson
  columns: { product_id: string, warehouse_code: string, on_hand: integer, reserved: integer, reorder_level: integer, counted_on: date }
columns:
  product_id: { type: string, description: "Identity of the product." }
  site_code: { type: string, description: "Code of the warehouse; shipments have the same codes for their origin." }
  on_hand: { type: long, description: "Pieces in the warehouse." }
  reserved: { type: long, description: "Pieces that are reserved for orders." }
  available: { type: long, description: "Pieces that can be sold." }
  reorder_level: { type: long, description: "Stock at which more is ordered." }
  counted_on: { type: date, description: "Day of the count." }
expectations:
  - { name: key_present, check: "product_id IS NOT NULL AND site_code IS NOT NULL", action: drop }
  - { name: not_oversold, check: "available >= 0", action: warn }
*/
SELECT
  product_id,
  warehouse_code AS site_code,
  on_hand,
  reserved,
  on_hand - coalesce(reserved, 0) AS available,
  reorder_level,
  counted_on
FROM (
  SELECT
    s.*,
    row_number() OVER (
      PARTITION BY product_id, warehouse_code
      ORDER BY counted_on DESC NULLS LAST, on_hand NULLS LAST, reserved NULLS LAST, reorder_level NULLS LAST
    ) AS place
  FROM bronze.stock AS s
) AS numbered
WHERE place = 1
