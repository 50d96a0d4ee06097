"""Files that the maintenance job deletes, and files that it keeps."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from sluice.delta_table import DeltaTable
from sluice.lake import Lake, LocalFiles
from sluice.maintenance import Maintained, maintain
from sluice.model_record import ModelRecord
from tests.models import header, model

from engines.lakes import ROOT, new_session

SCRIPT = ROOT / "lakehouse" / "engines" / "spark" / "maintain_tables.py"
WEEK_SECONDS = 168 * 3600
KEPT = model("gold/facts/kept.sql", "SELECT 1 AS id", columns={"id": "long"}, key="[id]")
VIEW = model("gold/views/seen.sql", "SELECT id FROM gold.kept", materialise="view", columns={"id": "long"})
MISSING = model("gold/facts/missing.sql", "SELECT 1 AS id", columns={"id": "long"}, key="[id]")


def data_files(table: DeltaTable) -> set[str]:
    return {file.name for file in Path(table.path).glob("*.parquet")}


def make_table(spark: SparkSession, lake: Lake) -> DeltaTable:
    """Two refreshes; the second replaces all rows."""
    table = DeltaTable(spark, lake, KEPT)
    for refresh in (5, 6):
        table.overwrite(spark.sql(f"SELECT {refresh}L AS id, {refresh}L AS _refresh"), refresh)
    return table


def test_deletes_what_left_the_table_before_the_retention(spark: SparkSession, tmp_path: Path) -> None:
    session = new_session(spark)
    lake = Lake(str(tmp_path), LocalFiles())
    table = make_table(session, lake)
    before = data_files(table)
    # A retention of 0 hours deletes all replaced files; Delta Lake only allows it with a setting of the session.
    session.conf.set("spark.databricks.delta.retentionDurationCheck.enabled", "false")

    models = {one.name: one for one in (KEPT, VIEW, MISSING)}
    assert list(maintain(session, lake, models, 0)) == [
        Maintained("gold.kept", exists=True),
        Maintained("gold.missing", exists=False),
    ]
    assert len(before) == 2
    assert len(data_files(table)) == 1
    assert [tuple(row) for row in table.rows().collect()] == [(6, 6)]
    # A vacuum commits, too, without a refresh.
    assert DeltaTable(session, lake, KEPT).last_refresh() == 6


def test_knows_the_refresh_of_an_empty_table_after_log_retention(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(str(tmp_path), LocalFiles())
    table = DeltaTable(spark, lake, KEPT)
    table.overwrite(spark.sql("SELECT 5L AS id, 5L AS _refresh").where("false"), 5)
    table.set_record(ModelRecord(hash="text", since=5, older=False, rebuilt=None))

    again = DeltaTable(spark, lake, KEPT)
    # Log retention deletes the commit that named the refresh, and the table has no row that names it.
    monkeypatch.setattr(again, "_history", lambda limit: [(40, None)])
    assert again.last_refresh() == 5
    assert again.rows().count() == 0


def test_goes_on_after_a_table_that_fails(spark: SparkSession, tmp_path: Path) -> None:
    lake = Lake(str(tmp_path), LocalFiles())
    make_table(spark, lake)
    (tmp_path / "gold" / "missing" / "_delta_log").mkdir(parents=True)

    missing, kept = maintain(spark, lake, {one.name: one for one in (MISSING, KEPT)}, 168)
    assert missing.error is not None
    assert kept == Maintained("gold.kept", exists=True)


def test_keeps_a_week_as_the_process_that_the_job_starts(spark: SparkSession, tmp_path: Path) -> None:
    lake_folder, models = tmp_path / "lake", tmp_path / "models"
    table = make_table(spark, Lake(str(lake_folder), LocalFiles()))
    (models / "gold" / "facts").mkdir(parents=True)
    (models / "gold" / "facts" / "kept.sql").write_text(
        f"/*\n{header({'id': 'long'}, key='[id]')}\n*/\nSELECT 1 AS id\n", encoding="utf-8"
    )
    before = data_files(table)
    # A file of a failed attempt, eight days old, which no version names.
    left = Path(table.path) / "part-left.parquet"
    left.write_bytes(b"PAR1")
    long_ago = time.time() - WEEK_SECONDS - 24 * 3600
    os.utime(left, (long_ago, long_ago))

    command = [sys.executable, str(SCRIPT), "--lake", str(lake_folder), "--models", str(models)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "gold.kept done" in " ".join(done.stdout.split())
    assert data_files(table) == before


def test_small_files_are_written_together_by_the_refresh_itself(spark: SparkSession, tmp_path: Path) -> None:
    session = new_session(spark)
    # As in the job's cluster, except the number of files, which is 50 there.
    session.conf.set("spark.databricks.delta.optimizeWrite.enabled", "true")
    session.conf.set("spark.databricks.delta.autoCompact.enabled", "true")
    session.conf.set("spark.databricks.delta.autoCompact.minNumFiles", "2")
    table = DeltaTable(session, Lake(str(tmp_path), LocalFiles()), KEPT)
    for refresh in (5, 6):
        table.append(session.sql(f"SELECT {refresh}L AS id, {refresh}L AS _refresh"), refresh)
    table.merge(session.sql("SELECT 7L AS id, 7L AS _refresh, false AS gone"), "gone", 7, None)

    assert session.sql(f"DESCRIBE DETAIL {table.sql_name}").first()["numFiles"] == 1
    assert sorted(tuple(row) for row in table.rows().collect()) == [(5, 5), (6, 6), (7, 7)]
    # Commits that only move rows neither hide a refresh nor allow it to be applied twice.
    again = DeltaTable(session, Lake(str(tmp_path), LocalFiles()), KEPT)
    assert again.last_refresh() == 7
    again.append(session.sql("SELECT 6L AS id, 6L AS _refresh"), 6)
    assert again.rows().count() == 3
