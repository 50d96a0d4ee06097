"""Spark lists folders of slots, and reads only the slots that a refresh has not taken in."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from sluice.slot_files import slot_folders, slot_path
from sluice.slot_reading import is_wanted, read_paths


@pytest.fixture
def bronze(tmp_path: Path) -> Path:
    for hub_generation in ("life-1", "life-2"):
        for slot in range(995, 1_005):
            file = tmp_path / slot_path("iot", hub_generation, 0, slot)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(gzip.compress(f"{hub_generation} {slot}\n".encode()))
    return tmp_path


def read(spark: SparkSession, bronze: Path, slots: list[tuple[str, int]]) -> DataFrame:
    folders = slot_folders(str(bronze / slot_path("iot", generation, 0, slot)) for generation, slot in slots)
    lines = spark.read.text(read_paths(folders), recursiveFileLookup=True)
    return lines.where(is_wanted(folders, F.col("_metadata.file_path"))).select("value")


def files_read(rows: DataFrame) -> int:
    """How many files the scan opens, by Spark's own metric."""

    def metric(plan: Any) -> int:
        own = plan.metrics().get("numFiles")
        children = plan.children()
        return (own.get().value() if own.isDefined() else 0) + sum(
            metric(children.apply(i)) for i in range(children.size())
        )

    execution = rows._jdf.queryExecution()
    execution.executedPlan().executeCollect()
    return metric(execution.executedPlan())


@pytest.mark.parametrize(
    "slots",
    [
        [("life-1", slot) for slot in range(997, 1_003)],
        [("life-1", 1_004)],
        [("life-1", 996), ("life-1", 998), ("life-2", 1_000)],
        [*(("life-1", slot) for slot in range(1_001, 1_005)), *(("life-2", slot) for slot in range(995, 998))],
    ],
)
def test_reads_the_wanted_slots_and_opens_no_other(
    spark: SparkSession, bronze: Path, slots: list[tuple[str, int]]
) -> None:
    rows = read(spark, bronze, slots)
    assert sorted(row[0] for row in rows.collect()) == sorted(f"{generation} {slot}" for generation, slot in slots)
    assert files_read(rows) == len(slots)


def test_reads_a_whole_folder_without_a_condition(spark: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "iot/life-1/p=00/000000000"
    folder.mkdir(parents=True)
    names = [str(tmp_path / slot_path("iot", "life-1", 0, slot)) for slot in range(1_000)]
    for name in names:
        Path(name).write_bytes(gzip.compress(b"x\n"))
    folders = slot_folders(names)
    assert read_paths(folders) == [str(folder)]
    assert spark.read.text(read_paths(folders), recursiveFileLookup=True).count() == 1_000
