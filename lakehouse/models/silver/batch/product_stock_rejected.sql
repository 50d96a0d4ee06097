/*
description: "Rows that a batch file has brought and Silver cannot take: stocks of the ERP system, each with the column and the reason."
materialise: merge
key: [batch_run, row_text]
affected: SELECT batch_run, row_text FROM rejected.stock
bronze:
  batch: erp
  file: stock.ndjson
  format: ndjson
  columns: { product_id: string, warehouse_code: string, on_hand: integer, reserved: integer, reorder_level: integer, counted_on: date }
columns:
  batch_run: { type: string, description: "Folder of the run that brought the file, below the container of Bronze." }
  file: { type: string, description: "The file." }
  field: { type: string, description: "The column that Silver cannot take." }
  reason: { type: string, description: "Why Silver cannot take it. It does not repeat the value." }
  row_text: { type: string, description: "The declared columns of the row as JSON texts, as they came. Equal rows of a file are one." }
expectations:
  - { name: reason_present, check: "reason <> ''", action: fail }
*/
SELECT DISTINCT
  batch_run,
  file,
  field,
  reason,
  row_text
FROM rejected.stock
