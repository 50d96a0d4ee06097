/*
description: "Rows of batch files that Silver rejects: products of the ERP system, each with the column and the reason."
materialise: merge
key: [batch_run, row_text]
affected: SELECT batch_run, row_text FROM rejected.products
bronze:
  batch: erp
  file: products.ndjson
  format: ndjson
  columns: { product_id: string, name: string, category: string, supplier: string, unit_cost_minor: integer, currency: string }
columns:
  batch_run: { type: string, description: "Folder of the run that delivered the file, in the container bronze." }
  file: { type: string, description: "The file." }
  field: { type: string, description: "The column that Silver rejects." }
  reason: { type: string, description: "Why Silver rejects it, without the value." }
  row_text: { type: string, description: "The declared columns of the row as JSON texts, unchanged. Equal rows of a file appear once." }
expectations:
  - { name: reason_present, check: "reason <> ''", action: fail }
*/
SELECT DISTINCT
  batch_run,
  file,
  field,
  reason,
  row_text
FROM rejected.products
