-- Who reads Gold, and does nothing else. Members are added by whoever runs the workspace:
--   CREATE USER [group of Entra ID] FROM EXTERNAL PROVIDER;
--   ALTER ROLE gold_reader ADD MEMBER [group of Entra ID];
-- A view over OPENROWSET needs the right to read files and the use of its credential, so a member could name any file in the
-- container gold: the role is for all of Gold. A department that may see its own mart alone reads it from a dedicated pool.
USE sluice;
GO

IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = 'gold_reader') CREATE ROLE gold_reader;
GO

GRANT SELECT ON SCHEMA::gold TO gold_reader;
GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::lake_identity TO gold_reader;
GRANT ADMINISTER DATABASE BULK OPERATIONS TO gold_reader;
GO
