"""One scene, taken through its refreshes by each engine alone and by both in turns."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from sluice.bronze_types import read_bronze_types
from sluice.graph import in_order
from sluice.lake import Lake, LocalFiles
from sluice.model import read_models
from sluice.run import RefreshRun

ROOT = Path(__file__).resolve().parents[3]
MODELS = ROOT / "lakehouse"
PEPPER = "a pepper of the tests"

Results = Mapping[tuple[int, str], Mapping[str, Any]]
"""Result files by refresh and model."""


@dataclass(frozen=True)
class Lakes:
    """What the tests look at."""

    refreshes: tuple[int, ...]
    duckdb: Path
    """By the local engine alone."""
    spark: Path
    """By Spark alone."""
    turns: Path
    """By the local engine and Spark in turns, beginning with the local engine."""
    duckdb_results: Results
    spark_results: Results
    turns_results: Results
    redone: Mapping[str, Results]
    """The last refresh of `turns` that changed something, asked of each engine once more."""


def make_lakes(spark: SparkSession, work: Path) -> Lakes:
    duckdb, by_spark, turns = (work / name for name in ("duckdb", "spark", "turns"))
    refreshes = tuple(int(one) for one in json.loads(_tsx("make-lake.ts", "--lake", str(duckdb))))
    shutil.copytree(duckdb, by_spark)
    shutil.copytree(duckdb, turns)
    views = work / "views"
    views.mkdir()

    duckdb_results = run_duckdb(duckdb, refreshes, views)
    spark_results = run_spark(spark, by_spark, refreshes)
    turns_results: dict[tuple[int, str], Mapping[str, Any]] = {}
    for turn, refresh in enumerate(refreshes):
        run = run_duckdb(turns, (refresh,)) if turn % 2 == 0 else run_spark(spark, turns, (refresh,))
        turns_results.update(run)
    again = (refreshes[-2],)
    redone = {"duckdb": run_duckdb(turns, again), "spark": run_spark(spark, turns, again)}
    return Lakes(refreshes, duckdb, by_spark, turns, duckdb_results, spark_results, turns_results, redone)


def run_spark(spark: SparkSession, lake: Path, refreshes: tuple[int, ...]) -> Results:
    models = read_models(MODELS)
    for refresh in refreshes:
        run = RefreshRun(spark, Lake(str(lake), LocalFiles()), models, read_bronze_types(MODELS), refresh, PEPPER)
        run.execute(in_order(models))
    return read_results(lake, refreshes)


def run_duckdb(lake: Path, refreshes: tuple[int, ...], views: Path | None = None) -> Results:
    numbers = ",".join(map(str, refreshes))
    options = [] if views is None else ["--views", str(views)]
    _tsx("run-duckdb.ts", "--lake", str(lake), "--models", str(MODELS), "--refresh", numbers, *options)
    return read_results(lake, refreshes)


def read_results(lake: Path, refreshes: tuple[int, ...]) -> Results:
    found = {}
    for refresh in refreshes:
        for file in (lake / "gold" / "_refresh" / f"{refresh:015d}" / "models").glob("*.json"):
            result = json.loads(file.read_text(encoding="utf-8"))
            found[refresh, result["model"]] = result
    return found


def _tsx(script: str, *arguments: str) -> str:
    command = [str(ROOT / "node_modules" / ".bin" / "tsx"), str(ROOT / "test" / "spark" / script), *arguments]
    environment = {**os.environ, "PSEUDONYM_PEPPER": PEPPER}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}\n{done.stderr}")
    return done.stdout.strip().splitlines()[-1]
