-- The scripts run in the order of their names, in the serverless pool, by sqlcmd, as often as one likes. UTF-8 and binary order are those of Parquet, so that a filter on a text reaches the files.
IF NOT EXISTS (SELECT 1 FROM sys.databases WHERE name = 'sluice')
  CREATE DATABASE sluice COLLATE Latin1_General_100_BIN2_UTF8;
GO
