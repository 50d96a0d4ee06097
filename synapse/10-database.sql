-- Run the scripts in the order of their names with sqlcmd, in the serverless pool. They can run again at any time.
-- UTF-8 and binary order are those of Parquet, so that filters on texts are pushed down to the files.
IF NOT EXISTS (SELECT 1 FROM sys.databases WHERE name = 'sluice')
  CREATE DATABASE sluice COLLATE Latin1_General_100_BIN2_UTF8;
GO
