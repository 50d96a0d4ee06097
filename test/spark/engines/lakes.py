"""One scene with its refreshes, computed by the DuckDB engine only, and by both engines in turns."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from sluice.bronze_types import read_bronze_types
from sluice.graph import in_order
from sluice.lake import Lake, LocalFiles
from sluice.model import read_models
from sluice.platform import SESSION
from sluice.refresh_run import RefreshRun
from sluice.run import run_models

ROOT = Path(__file__).resolve().parents[3]
MODELS = ROOT / "lakehouse" / "models"
PEPPER = "a pepper of the tests"
TIME_ZONE = "Europe/Berlin"
"""Not UTC, so that business days and days of UTC differ: the scene crosses both midnights."""

Results = Mapping[tuple[int, str], Mapping[str, Any]]
"""Result files by refresh and model."""


@dataclass(frozen=True)
class Turns:
    """A lake that both engines have written, one refresh each."""

    lake: Path
    results: Results
    redone: Mapping[str, Results]
    """The last refresh with changes, repeated by each engine."""


@dataclass(frozen=True)
class Lakes:
    """The results under test. Spark computes each refresh once, on top of the other engine's refresh."""

    refreshes: tuple[int, ...]
    alone: Path
    """Results of the DuckDB engine alone."""
    results: Results
    views: Path
    """Rows of the views over `alone`, as Parquet."""
    turns: Mapping[str, Turns]
    """By the engine of the first refresh: `spark`, `duckdb`."""


def make_lakes(spark: SparkSession, work: Path) -> Lakes:
    alone, views = work / "alone", work / "views"
    views.mkdir()
    refreshes = tuple(int(one) for one in json.loads(_tsx("make-lake.ts", "--lake", str(alone))))
    for first in ("spark", "duckdb"):
        shutil.copytree(alone, work / first)
    # The lakes are independent, and most of a refresh is planning, which uses one core.
    with ThreadPoolExecutor() as side_by_side:
        results = side_by_side.submit(run_duckdb, alone, refreshes, views)
        turns = {
            first: side_by_side.submit(take_turns, new_session(spark), work / first, refreshes, first)
            for first in ("spark", "duckdb")
        }
    return Lakes(refreshes, alone, results.result(), views, {first: one.result() for first, one in turns.items()})


def new_session(spark: SparkSession) -> SparkSession:
    """Separate views and settings in the same Spark process."""
    session = spark.newSession()
    for name, value in SESSION.items():
        session.conf.set(name, value)
    return session


def take_turns(spark: SparkSession, lake: Path, refreshes: tuple[int, ...], first: str) -> Turns:
    results: dict[tuple[int, str], Mapping[str, Any]] = {}
    for turn, refresh in enumerate(refreshes):
        by_spark = (turn % 2 == 0) == (first == "spark")
        results.update(run_spark(spark, lake, (refresh,)) if by_spark else run_duckdb(lake, (refresh,)))
    again = (refreshes[-2],)
    return Turns(lake, results, {"duckdb": run_duckdb(lake, again), "spark": run_spark(spark, lake, again)})


def run_spark(spark: SparkSession, lake: Path, refreshes: tuple[int, ...]) -> Results:
    models = read_models(MODELS)
    for refresh in refreshes:
        run = RefreshRun(
            spark,
            Lake(str(lake), LocalFiles()),
            models,
            read_bronze_types(MODELS),
            refresh,
            PEPPER,
            time_zone=TIME_ZONE,
        )
        run_models(run, in_order(models))
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
    environment = {**os.environ, "PSEUDONYM_PEPPER": PEPPER, "BUSINESS_TIME_ZONE": TIME_ZONE}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}\n{done.stderr}")
    return done.stdout.strip().splitlines()[-1]
