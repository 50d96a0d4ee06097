-- The role of users who may only read Gold. The administrator of the workspace adds members:
--   CREATE USER [group of Entra ID] FROM EXTERNAL PROVIDER;
--   ALTER ROLE gold_reader ADD MEMBER [group of Entra ID];
--
-- A view over OPENROWSET needs the right to read files and to use its credential. A member could therefore read any file in the
-- container gold, so the role is for all of Gold. A department that may only see its own mart reads it from a dedicated pool.
USE sluice;
GO

IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = 'gold_reader') CREATE ROLE gold_reader;
GO

GRANT SELECT ON SCHEMA::gold TO gold_reader;
GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::lake_identity TO gold_reader;
GRANT ADMINISTER DATABASE BULK OPERATIONS TO gold_reader;
GO
