import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { toSqlType } from './sql-type';

/**
 * A view over the Delta table of each model, in the given order. Every column has a name and a type, so that queries
 * infer none.
 */
export function writeViews(models: readonly Model[]): string {
  const head = `-- Written by \`npm run generate\` from lakehouse/models/gold. Change the models, not this file.
-- Views over the Delta tables of Gold, for the serverless pool. The first refresh makes the tables.
USE sluice;
GO

IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = 'gold') EXEC('CREATE SCHEMA gold');
GO
`;
  return [head, ...models.map(writeView)].join('\n');
}

function writeView({ table, description, columns }: Model): string {
  const names = columns.map(({ name }) => `  r.[${name}]`).join(',\n');
  const types = columns.map(({ name, type }) => `  [${name}] ${toSqlType(type)}`).join(',\n');
  return `-- ${description}
CREATE OR ALTER VIEW gold.[${table}] AS
SELECT
${names}
FROM OPENROWSET(BULK '${table}', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA') WITH (
${types}
) AS r;
GO
`;
}
