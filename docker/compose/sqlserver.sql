-- What airports charge, beside the lakehouse. Made up, the same each time, and safe to run again.
SET NOCOUNT ON;
IF DB_ID(N'finance') IS NULL EXEC (N'CREATE DATABASE finance COLLATE Latin1_General_100_BIN2_UTF8');
GO
ALTER DATABASE finance SET ALLOW_SNAPSHOT_ISOLATION ON;
ALTER DATABASE finance SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO
USE finance;
GO
IF OBJECT_ID(N'dbo.landing_fees') IS NULL
BEGIN
  CREATE TABLE dbo.landing_fees (
    iata char(3) NOT NULL,
    valid_year smallint NOT NULL,
    fee_per_ton decimal(9, 4) NOT NULL,
    noise_surcharge money NULL,
    agreed_on date NOT NULL,
    CONSTRAINT landing_fees_key PRIMARY KEY (iata, valid_year)
  );
  INSERT INTO dbo.landing_fees
  SELECT a.iata, y.valid_year, 2.5 + (a.place * 37 + y.valid_year) % 50 / 16.0,
    CASE WHEN a.place % 3 = 0 THEN NULL ELSE a.place * 12.25 END,
    DATEFROMPARTS(y.valid_year - 1, 1 + a.place % 12, 15)
  FROM (VALUES ('ATL', 1), ('BOS', 2), ('DEN', 3), ('DFW', 4), ('JFK', 5), ('LAS', 6), ('LAX', 7), ('OAK', 8), ('ORD', 9),
    ('PHX', 10), ('SEA', 11), ('SFO', 12)) AS a (iata, place)
  CROSS JOIN (VALUES (2000), (2001), (2002)) AS y (valid_year);
END;
GO
IF SUSER_ID(N'medallion') IS NULL CREATE LOGIN medallion WITH PASSWORD = N'$(GATEWAY_PASSWORD)', DEFAULT_DATABASE = finance;
IF USER_ID(N'medallion') IS NULL CREATE USER medallion FOR LOGIN medallion;
ALTER ROLE db_datareader ADD MEMBER medallion;
GO
