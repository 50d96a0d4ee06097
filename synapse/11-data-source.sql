-- LakeEndpoint is LAKE_DFS_ENDPOINT, without a slash at the end. The workspace reads the lake with its managed identity. The
-- credential has no secret, so no master key is needed.
USE sluice;
GO

IF NOT EXISTS (SELECT 1 FROM sys.database_scoped_credentials WHERE name = 'lake_identity')
  CREATE DATABASE SCOPED CREDENTIAL lake_identity WITH IDENTITY = 'Managed Identity';
GO

IF NOT EXISTS (SELECT 1 FROM sys.external_data_sources WHERE name = 'gold_lake')
  CREATE EXTERNAL DATA SOURCE gold_lake WITH (LOCATION = '$(LakeEndpoint)/gold', CREDENTIAL = lake_identity);
GO
