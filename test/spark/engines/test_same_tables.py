"""Silver and Gold do not depend on the engine. An independent reader (delta-rs) reads the tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable
from pyspark.sql import DataFrame, SparkSession
from sluice.bronze_types import read_bronze_types
from sluice.delta_table import DeltaTable as DeltaTableOfSpark
from sluice.inputs import Inputs
from sluice.lake import Lake, LocalFiles
from sluice.model import Model, read_models
from sluice.refresh_run import RefreshRun
from sluice.relations import Relations
from sluice.sql_text import Relation, to_spark
from sluice.strategies import STRATEGIES, Work
from tests.models import model

from engines.lakes import MODELS, PEPPER, TIME_ZONE, Lakes

ALL = read_models(MODELS)
TABLES = sorted(name for name, model in ALL.items() if model.materialise != "view")
VIEWS = sorted(name for name, model in ALL.items() if model.materialise == "view")
COMPARED = (
    "outcome", "rowsRead", "rowsWritten", "rowsRemoved", "rowsDropped", "newestEventTime", "error",
)  # fmt: skip


def open_table(lake: Path, name: str) -> DeltaTable:
    layer, _, table = name.partition(".")
    return DeltaTable(str(lake / layer / table))


def columns_of(table: DeltaTable) -> list[tuple[str, Any]]:
    return [(field["name"], field["type"]) for field in json.loads(table.schema().to_json())["fields"]]


def rows_of(table: pa.Table) -> Counter[tuple[Any, ...]]:
    return Counter(zip(*(column.to_pylist() for column in table.columns), strict=True))


def difference(ours: Counter[tuple[Any, ...]], theirs: Counter[tuple[Any, ...]]) -> str:
    only_ours, only_theirs = ours - theirs, theirs - ours
    return (
        f"{only_ours.total()} rows only from one engine, {only_theirs.total()} only from the other\n"
        f"one:   {list(only_ours)[:2]}\nother: {list(only_theirs)[:2]}"
    )


@pytest.mark.parametrize("first", ["spark", "duckdb"])
@pytest.mark.parametrize("name", TABLES)
def test_has_the_same_rows_in_the_same_types(lakes: Lakes, name: str, first: str) -> None:
    ours, theirs = open_table(lakes.turns[first].lake, name), open_table(lakes.alone, name)
    assert columns_of(ours) == columns_of(theirs)
    our_rows, their_rows = rows_of(ours.to_pyarrow_table()), rows_of(theirs.to_pyarrow_table())
    assert our_rows == their_rows, difference(our_rows, their_rows)


@pytest.mark.parametrize("name", VIEWS)
def test_view_gives_the_same_rows(lakes: Lakes, spark: SparkSession, name: str, tmp_path: Path) -> None:
    lake = Lake(str(lakes.turns["spark"].lake), LocalFiles())
    run = RefreshRun(spark, lake, ALL, read_bronze_types(MODELS), lakes.refreshes[-1], PEPPER, time_zone=TIME_ZONE)
    relations = Relations(run, ALL[name], Inputs(None, (), None, True))
    relations.typed(relations.select(ALL[name].select)).write.parquet(str(tmp_path / "rows"))
    ours = pq.read_table(tmp_path / "rows")
    theirs = pq.read_table(lakes.views / f"{name}.parquet").cast(ours.schema)
    our_rows, their_rows = rows_of(ours), rows_of(theirs)
    assert our_rows == their_rows, difference(our_rows, their_rows)


def told(result: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of results that both engines must agree on. An engine may read from the log alone that there are no rows
    to check.
    """
    expectations = [one for one in result["expectations"] if one["checked"] > 0]
    return {**{field: result[field] for field in COMPARED}, "expectations": expectations}


@pytest.mark.parametrize("name", sorted(ALL))
def test_tells_the_same_of_each_run(lakes: Lakes, name: str) -> None:
    for refresh in lakes.refreshes:
        for turns in lakes.turns.values():
            assert told(turns.results[refresh, name]) == told(lakes.results[refresh, name]), refresh


@pytest.mark.parametrize("name", TABLES)
def test_finds_the_commit_of_either_engine_done(lakes: Lakes, name: str) -> None:
    """A repeated task does nothing, for each combination of engines."""
    refresh = lakes.refreshes[-2]
    expected = "already" if lakes.results[refresh, name]["outcome"] == "committed" else "unchanged"
    for turns in lakes.turns.values():
        assert {results[refresh, name]["outcome"] for results in turns.redone.values()} == {expected}


@pytest.mark.parametrize("name", TABLES)
def test_needs_no_newer_reader_than_the_first(lakes: Lakes, name: str) -> None:
    """Synapse serverless reads version 1."""
    protocol = open_table(lakes.turns["spark"].lake, name).protocol()
    assert (protocol.min_reader_version, protocol.min_writer_version) == (1, 2)


def test_takes_the_business_day_where_clocks_change(spark: SparkSession) -> None:
    """A second before and after each local midnight around both changes of clocks, and a time far from them."""
    midnights = ["2026-03-28T23:00", "2026-03-29T22:00", "2026-10-24T22:00", "2026-10-25T23:00", "2026-12-31T23:00"]
    instants = [
        datetime.fromisoformat(f"{one}:00+00:00") + timedelta(seconds=by) for one in midnights for by in (-1, 0)
    ]
    texts = ", ".join(f"(TIMESTAMP'{instant:%Y-%m-%d %H:%M:%S}Z')" for instant in instants)
    sql = f"SELECT t.instant, business_date(t.instant) AS day FROM (VALUES {texts}) AS t(instant)"
    found = {row[0].astimezone(UTC): row[1] for row in spark.sql(to_spark(sql, str, TIME_ZONE)).collect()}
    assert found == {instant: instant.astimezone(ZoneInfo(TIME_ZONE)).date() for instant in instants}


def test_keeps_business_days_within_the_calendar(spark: SparkSession) -> None:
    """A zone moves the last hours of the year 9999 and the first of the year 1 out of it. NULL has no day."""
    days = {
        "Europe/Berlin": ("TIMESTAMP'9999-12-31 23:30:00Z'", "9999-12-31"),
        "America/Los_Angeles": ("TIMESTAMP'0001-01-01 00:30:00Z'", "0001-01-01"),
    }
    for zone, (instant, day) in days.items():
        sql = f"SELECT CAST(business_date({instant}) AS STRING) AS day, business_date(CAST(NULL AS TIMESTAMP)) AS none"
        assert [tuple(row) for row in spark.sql(to_spark(sql, str, zone)).collect()] == [(day, None)]


def test_moves_a_row_to_another_partition_and_leaves_none_behind(spark: SparkSession, tmp_path: Path) -> None:
    """A merge whose SELECT returns a row with another partition than the row in the table."""
    select = "SELECT id, day FROM changed.seen"
    moving = model(
        "gold/facts/moving.sql",
        select,
        materialise="merge",
        key="[id]",
        partitionBy="day",
        affected="SELECT id FROM changed.seen",
        columns={"id": "string", "day": "date"},
    )
    table = DeltaTableOfSpark(spark, Lake(str(tmp_path), LocalFiles()), moving)
    for refresh, day in ((1, "2026-03-31"), (2, "2026-04-01")):
        rows = f"SELECT 'a' AS id, DATE'{day}' AS day UNION ALL SELECT 'b{refresh}', DATE'2026-05-0{refresh}'"
        relations = FixedRelations(spark, moving, spark.sql(rows))
        inputs = Inputs(None if refresh == 1 else refresh - 1, (), None, True)
        STRATEGIES["merge"](Work(moving, table, cast(Relations, relations), inputs, refresh))
    found = DeltaTable(str(tmp_path / "gold" / "moving")).to_pyarrow_table().select(["id", "day"]).to_pylist()
    assert sorted((row["id"], str(row["day"])) for row in found) == [
        ("a", "2026-04-01"), ("b1", "2026-05-01"), ("b2", "2026-05-02"),
    ]  # fmt: skip


class FixedRelations:
    """Relations of a model that only reads `changed.seen`."""

    def __init__(self, spark: SparkSession, of: Model, seen: DataFrame) -> None:
        self._spark, self._model, self._seen = spark, of, seen

    def select(self, sql: str, replaced: Mapping[Relation, DataFrame] | None = None) -> DataFrame:
        self._seen.createOrReplaceTempView("seen_by_test")
        return self._spark.sql(to_spark(sql, lambda _: "seen_by_test"))

    def typed(self, rows: DataFrame) -> DataFrame:
        return rows.select("id", "day")


def test_the_scene_shows_what_can_happen(lakes: Lakes) -> None:
    """A comparison of empty tables would prove nothing."""
    first, second, third, last = lakes.refreshes
    outcomes = {(refresh, name): result["outcome"] for (refresh, name), result in lakes.results.items()}
    assert "failed" not in outcomes.values()
    assert all(outcomes[last, name] == "unchanged" for name in ALL)
    assert outcomes[third, "silver.iot_telemetry"] == "unchanged"
    empty = [name for name in TABLES if open_table(lakes.alone, name).to_pyarrow_table().num_rows == 0]
    assert empty == []
    removed = {
        model.materialise
        for name, model in ALL.items()
        for refresh in (second, third)
        if model.materialise != "view" and lakes.results[refresh, name]["rowsRemoved"] > 0
    }
    assert removed >= {"merge", "replace"}
    duplicates = lakes.results[first, "silver.ecommerce_order"]
    assert duplicates["rowsWritten"] < duplicates["rowsRead"]
