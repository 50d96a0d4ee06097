"""Hadoop's ABFS driver against the local lake, alone and under Spark with Parquet and Delta."""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

PARTS = dict(part.split("=", 1) for part in os.environ["SLUICE_STORAGE"].strip(";").split(";"))
ACCOUNT = PARTS["AccountName"]
# The driver takes the account from the host of the URL, and sends its requests to `fs.azure.abfs.endpoint`.
HOST = f"{ACCOUNT}.dfs.core.windows.net"
FILES = 200 if os.environ.get("SLUICE_PROVE") else 50


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    settings = {
        "spark.driver.extraClassPath": os.environ["SLUICE_HADOOP_JARS"],
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.databricks.delta.snapshotPartitions": "1",
        "spark.hadoop.fs.azure.abfs.endpoint": PARTS["BlobEndpoint"].removeprefix("http://").split("/")[0],
        "spark.hadoop.fs.azure.always.use.https": "false",
        f"spark.hadoop.fs.azure.account.key.{HOST}": PARTS["AccountKey"],
        "spark.hadoop.fs.azure.createRemoteFileSystemDuringInitialization": "true",
        # A test gets the first response.
        "spark.hadoop.fs.azure.io.retry.max.retries": "0",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


class Files:
    """A filesystem of its own, through the Java classes of Hadoop."""

    def __init__(self, spark: SparkSession) -> None:
        self.jvm: Any = spark._jvm
        self.root = f"abfs://f-{uuid.uuid4()}@{HOST}"
        uri = self.jvm.java.net.URI(self.root)
        self.hadoop: Any = self.jvm.org.apache.hadoop.fs.FileSystem.get(
            uri, spark.sparkContext._jsc.hadoopConfiguration()
        )

    def path(self, name: str) -> Any:
        return self.jvm.org.apache.hadoop.fs.Path(f"{self.root}/{name}")

    def write(self, name: str, *parts: bytes, overwrite: bool = True) -> None:
        """Flushes after each part."""
        stream = self.hadoop.create(self.path(name), overwrite)
        for part in parts:
            stream.write(bytearray(part))
            stream.hflush()
        stream.close()

    def read(self, name: str) -> bytes:
        stream = self.hadoop.open(self.path(name))
        data = self.jvm.org.apache.commons.io.IOUtils.toByteArray(stream)
        stream.close()
        return bytes(data)

    def names(self, name: str = "") -> list[str]:
        return [status.getPath().getName() for status in self.hadoop.listStatus(self.path(name))]


@pytest.fixture
def files(spark: SparkSession) -> Files:
    return Files(spark)


# Proves filesystem, path.create, path.append, blob.read, durability of lake with Hadoop.
def test_creates_appends_and_reads_a_file(files: Files) -> None:
    files.write("d/file", b"hello", b" world")
    stream = files.hadoop.append(files.path("d/file"))
    stream.write(bytearray(b"!"))
    stream.hsync()
    stream.close()
    assert files.read("d/file") == b"hello world!"
    status = files.hadoop.getFileStatus(files.path("d/file"))
    assert (status.getLen(), status.isDirectory()) == (12, False)
    stream = files.hadoop.open(files.path("d/file"))
    stream.seek(6)
    assert chr(stream.read()) == "w"
    stream.close()


# Proves path.append, blob.read of lake with Hadoop.
def test_writes_a_file_in_several_buffers(files: Files) -> None:
    # Longer than the driver's buffer of 8 MiB.
    data = os.urandom(20_000_000)
    files.write("large", data)
    assert files.read("large") == data


# Proves conditions of lake with Hadoop.
def test_creates_a_file_only_once_without_overwriting(files: Files) -> None:
    files.write("once", b"1", overwrite=False)
    with pytest.raises(Py4JJavaError, match="FileAlreadyExistsException"):
        files.write("once", b"2", overwrite=False)
    files.write("once", b"3", overwrite=True)
    assert files.read("once") == b"3"


# Proves path.rename, path.delete, path.create of lake with Hadoop.
def test_renames_and_deletes(files: Files) -> None:
    files.write("old/a", b"a")
    files.write("old/deep/b", b"b")
    assert files.hadoop.rename(files.path("old/a"), files.path("old/c"))
    assert files.hadoop.rename(files.path("old"), files.path("new"))
    assert files.names("new") == ["c", "deep"]
    assert files.read("new/deep/b") == b"b"
    assert not files.hadoop.exists(files.path("old"))
    assert not files.hadoop.rename(files.path("none"), files.path("other"))
    assert files.hadoop.delete(files.path("new"), True)
    assert files.names() == []


# Proves path.list, path.create, path.delete of lake with Hadoop.
def test_writes_and_lists_files(files: Files) -> None:
    for number in range(FILES):
        files.write(f"many/{number:03}", b"x" * number)
    assert files.names("many") == [f"{number:03}" for number in range(FILES)]
    summary = files.hadoop.getContentSummary(files.path("many"))
    assert (summary.getFileCount(), summary.getLength()) == (FILES, FILES * (FILES - 1) // 2)
    assert len(files.hadoop.globStatus(files.path("many/00*"))) == 10
    files.hadoop.delete(files.path("many"), True)


# Proves path.access, dialects of lake with Hadoop.
def test_keeps_permissions_lists_and_attributes(files: Files) -> None:
    files.write("d/file", b"x")
    permission = files.jvm.org.apache.hadoop.fs.permission
    files.hadoop.setPermission(files.path("d"), permission.FsPermission("750"))
    assert files.hadoop.getFileStatus(files.path("d")).getPermission().toString() == "rwxr-x---"
    entries = permission.AclEntry.parseAclSpec("user:reader:r-x,default:user:reader:r-x", True)
    files.hadoop.modifyAclEntries(files.path("d"), entries)
    kept = files.hadoop.getAclStatus(files.path("d")).getEntries().toString()
    assert "user:reader:r-x" in kept and "default:user:reader:r-x" in kept
    files.write("d/new", b"y")
    assert "user:reader:r-x" in files.hadoop.getAclStatus(files.path("d/new")).getEntries().toString()
    files.hadoop.setOwner(files.path("d/file"), "someone", None)
    assert files.hadoop.getFileStatus(files.path("d/file")).getOwner() == "someone"
    files.hadoop.setXAttr(files.path("d/file"), "user.kind", bytearray(b"noise"))
    assert bytes(files.hadoop.getXAttr(files.path("d/file"), "user.kind")) == b"noise"
    assert files.hadoop.getAclStatus(files.path("")).getOwner() != ""


# Proves path.create, path.append, path.rename, path.list, blob.read of lake with Spark.
def test_spark_writes_and_reads_parquet(spark: SparkSession, files: Files) -> None:
    table = f"{files.root}/parquet"
    spark.range(1000).selectExpr("id", "id % 3 AS part").write.partitionBy("part").parquet(table)
    counts = spark.read.parquet(table).groupBy("part").count().orderBy("part").collect()
    assert [tuple(row) for row in counts] == [(0, 334), (1, 333), (2, 333)]
    spark.range(10).write.mode("overwrite").parquet(table)
    assert spark.read.parquet(table).count() == 10


# Proves path.create, path.append, path.rename, path.list, conditions of lake with Spark.
def test_spark_writes_and_changes_a_delta_table(spark: SparkSession, files: Files) -> None:
    table = f"{files.root}/delta"
    spark.range(100).write.format("delta").save(table)
    spark.range(100, 150).write.format("delta").mode("append").save(table)
    spark.sql(f"DELETE FROM delta.`{table}` WHERE id % 2 = 0")
    assert spark.read.format("delta").load(table).count() == 75
    assert spark.read.format("delta").option("versionAsOf", 0).load(table).count() == 100
