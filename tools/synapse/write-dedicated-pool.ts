import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { toTableType } from './sql-type';

const WRITTEN =
  '-- Written by `npm run generate` from lakehouse/models/gold/marts. Change the models, not this file.';

/** The export of the marts as Parquet by the serverless pool, because a dedicated pool cannot read Delta. */
export function writeExport(marts: readonly Model[]): string {
  const head = `${WRITTEN}
-- Optional. Run it in the serverless pool: sqlcmd -v LakeEndpoint=<LAKE_DFS_ENDPOINT> ExportFolder=<name>
-- Writes each mart as Parquet below that folder of the container export. Use a new folder each time, such as the number of the
-- refresh, because files are not overwritten. For the rights that the workspace needs, see docs/synapse.md.
USE sluice;
GO

IF NOT EXISTS (SELECT 1 FROM sys.external_data_sources WHERE name = 'export_lake')
  CREATE EXTERNAL DATA SOURCE export_lake WITH (LOCATION = '$(LakeEndpoint)/export', CREDENTIAL = lake_identity);
GO

IF NOT EXISTS (SELECT 1 FROM sys.external_file_formats WHERE name = 'parquet_snappy')
  CREATE EXTERNAL FILE FORMAT parquet_snappy WITH (
    FORMAT_TYPE = PARQUET,
    DATA_COMPRESSION = 'org.apache.hadoop.io.compress.SnappyCodec'
  );
GO

IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = 'export') EXEC('CREATE SCHEMA export');
GO
`;
  const exports = marts.map(
    ({
      table,
      columns,
    }) => `IF OBJECT_ID('export.[${table}]') IS NOT NULL DROP EXTERNAL TABLE export.[${table}];
GO
CREATE EXTERNAL TABLE export.[${table}]
WITH (LOCATION = '$(ExportFolder)/${table}', DATA_SOURCE = export_lake, FILE_FORMAT = parquet_snappy)
AS SELECT ${columns.map(({ name }) => `[${name}]`).join(', ')}
FROM gold.[${table}];
GO
`,
  );
  return [head, ...exports].join('\n');
}

/** The load of the exported marts into tables of a dedicated pool. */
export function writeLoad(marts: readonly Model[]): string {
  const head = `${WRITTEN}
-- Optional. Run it in the dedicated pool: sqlcmd with the LakeEndpoint and the ExportFolder of the export.
-- Each mart is loaded into a staging table and copied to a new table with a column store, which then replaces the present one.

IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = 'gold') EXEC('CREATE SCHEMA gold');
GO

IF NOT EXISTS (SELECT 1 FROM sys.schemas WHERE name = 'staging') EXEC('CREATE SCHEMA staging');
GO
`;
  return [head, ...marts.map(writeTable)].join('\n');
}

function writeTable({ table, columns }: Model): string {
  const types = columns.map(({ name, type }) => `  [${name}] ${toTableType(type)} NULL`).join(',\n');
  return `IF OBJECT_ID('staging.[${table}]') IS NOT NULL DROP TABLE staging.[${table}];
GO
CREATE TABLE staging.[${table}] (
${types}
)
WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);
GO
COPY INTO staging.[${table}]
FROM '$(LakeEndpoint)/export/$(ExportFolder)/${table}/*.parquet'
WITH (FILE_TYPE = 'PARQUET', CREDENTIAL = (IDENTITY = 'Managed Identity'));
GO
IF OBJECT_ID('gold.[${table}_new]') IS NOT NULL DROP TABLE gold.[${table}_new];
GO
CREATE TABLE gold.[${table}_new]
WITH (DISTRIBUTION = ROUND_ROBIN, CLUSTERED COLUMNSTORE INDEX)
AS SELECT * FROM staging.[${table}];
GO
IF OBJECT_ID('gold.[${table}]') IS NOT NULL DROP TABLE gold.[${table}];
GO
RENAME OBJECT gold.[${table}_new] TO [${table}];
GO
DROP TABLE staging.[${table}];
GO
`;
}
