"""A model may get columns; the next refresh adds them to its table."""

from __future__ import annotations

from pathlib import Path

from pyspark.sql import SparkSession
from sluice.delta_table import DeltaTable
from sluice.lake import Lake, LocalFiles
from sluice.model import Model
from tests.models import model

PATH = "gold/facts/growing.sql"
OLD = model(PATH, "SELECT 1 AS id", columns={"id": "long"}, key="[id]")
NEW = model(
    PATH,
    "SELECT 1 AS id",
    columns={"first": "date", "id": "long", "amount": "decimal(18,2)"},
    key="[id]",
)


def table(spark: SparkSession, folder: Path, of: Model) -> DeltaTable:
    return DeltaTable(spark, Lake(str(folder), LocalFiles()), of)


def test_takes_new_columns_where_the_model_has_them(spark: SparkSession, tmp_path: Path) -> None:
    table(spark, tmp_path, OLD).append(spark.sql("SELECT 1L AS id, 5L AS _refresh"), 5)

    grown = table(spark, tmp_path, NEW)
    assert grown.last_refresh() == 5
    assert [tuple(row) for row in grown.rows().collect()] == [(None, 1, None, 5)]

    change = "SELECT CAST(NULL AS DATE) AS first, 1L AS id, 2.5BD AS amount, 6L AS _refresh, false AS gone"
    grown.merge(spark.sql(change), "gone", 6, None)
    stored = spark.read.format("delta").load(grown.path)
    assert stored.dtypes == [("first", "date"), ("id", "bigint"), ("amount", "decimal(18,2)"), ("_refresh", "bigint")]
    assert table(spark, tmp_path, NEW).last_refresh() == 6


def test_commits_a_refresh_once(spark: SparkSession, tmp_path: Path) -> None:
    """Two attempts at once: the second finds the transaction, whatever it read before."""
    first, second = table(spark, tmp_path, OLD), table(spark, tmp_path, OLD)
    assert (first.last_refresh(), second.last_refresh()) == (None, None)
    for attempt in (first, second):
        attempt.append(spark.sql("SELECT 1L AS id, 5L AS _refresh"), 5)
    assert first.rows().count() == 1

    change = "SELECT 2L AS id, 5L AS _refresh, false AS gone"
    second.merge(spark.sql(change), "gone", 5, None)
    assert first.rows().count() == 1
