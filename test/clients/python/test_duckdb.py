"""DuckDB's Azure extension against the local lake, on both endpoints."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import duckdb
import duckdb_extension_azure
import pytest
from azure.storage.blob import BlobServiceClient

STORAGE = os.environ["SLUICE_STORAGE"]
PARTS = dict(part.split("=", 1) for part in STORAGE.strip(";").split(";"))
ENDPOINT = PARTS["BlobEndpoint"]
PORT = ENDPOINT.removeprefix("http://").split("/")[0].rsplit(":", 1)[1]
CONNECTIONS = {
    # The extension derives no second endpoint from the first.
    "endpoints": f"{STORAGE.rstrip(';')};DfsEndpoint={ENDPOINT};",
    # Hosts as in Azure: devstoreaccount1.blob.localhost, which the client resolves itself.
    "hosts": f"DefaultEndpointsProtocol=http;AccountName={PARTS['AccountName']};AccountKey={PARTS['AccountKey']};"
    f"EndpointSuffix=localhost:{PORT}",
}


@pytest.fixture
def container() -> Iterator[str]:
    client = BlobServiceClient.from_connection_string(STORAGE).create_container(f"duckdb-{uuid.uuid4()}")
    yield client.container_name
    client.delete_container()


@pytest.fixture(params=CONNECTIONS)
def database(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config={"autoinstall_known_extensions": False})
    folder = Path(duckdb_extension_azure.__file__).parent / "extensions"
    [extension] = folder.glob("*/azure.duckdb_extension")
    connection.execute(f"LOAD '{extension}'")
    connection.execute(f"CREATE SECRET (TYPE azure, CONNECTION_STRING '{CONNECTIONS[request.param]}')")
    connection.execute("CREATE TABLE events AS SELECT range AS id, range % 3 AS part FROM range(10_000)")
    yield connection
    connection.close()


def query(database: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return database.execute(sql).fetchall()


# Proves auth.shared-key, blob.blocks, blob.read, blob.list, dialects, endpoint of lake with DuckDB.
def test_writes_and_reads_blobs(database: duckdb.DuckDBPyConnection, container: str) -> None:
    root = f"az://{container}"
    database.execute(f"COPY events TO '{root}/one.parquet'")
    assert query(database, f"SELECT count(*), sum(id) FROM '{root}/one.parquet'") == [(10_000, 49_995_000)]
    database.execute(f"COPY events TO '{root}/parts' (FORMAT parquet, PARTITION_BY (part))")
    rows = query(database, f"SELECT part, count(*) FROM '{root}/parts/**/*.parquet' GROUP BY part ORDER BY part")
    assert rows == [(0, 3334), (1, 3333), (2, 3333)]
    database.execute(f"COPY events TO '{root}/one.csv'")
    assert query(database, f"SELECT max(id) FROM '{root}/one.csv'") == [(9999,)]
    with pytest.raises(duckdb.IOException, match="No files found"):
        query(database, f"SELECT * FROM '{root}/none.parquet'")


# Proves path.create, path.append, path.list, blob.read, endpoint of lake with DuckDB.
def test_writes_and_reads_paths(database: duckdb.DuckDBPyConnection, container: str) -> None:
    root = f"abfss://{container}"
    database.execute(f"COPY events TO '{root}/d/one.parquet'")
    assert query(database, f"SELECT sum(id) FROM '{root}/d/one.parquet'") == [(49_995_000,)]
    database.execute(f"COPY events TO '{root}/d/two.parquet'")
    assert query(database, f"SELECT count(*) FROM read_parquet('{root}/d/**')") == [(20_000,)]
