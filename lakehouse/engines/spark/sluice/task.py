"""Runs a task from its command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .bronze_types import read_bronze_types
from .business_time_zone import read_time_zone
from .errors import SluiceError
from .graph import select
from .lake import Lake
from .model import read_models
from .options import parse_options
from .places import MODELS
from .platform import open_files, open_session, read_pepper
from .refresh_run import RefreshRun
from .run import run_models


def run_task(arguments: Sequence[str], models: Path = MODELS) -> None:
    """Raises SluiceError if a model fails, or if an argument or the lake is invalid."""
    options = parse_options(arguments, models)
    all_models = read_models(options.models)
    selected = select(all_models, options.select)
    spark = open_session()
    run = RefreshRun(
        spark=spark,
        lake=Lake(options.lake, open_files(spark)),
        models=all_models,
        bronze_types=read_bronze_types(options.models),
        refresh=options.refresh,
        pepper=read_pepper(spark),
        time_zone=read_time_zone(),
    )
    failed: list[str] = []
    for result in run_models(run, selected, options.catalog):
        rows = f"{result.rows_written} rows written, {result.rows_removed} removed"
        print(f"{result.model:<36} {result.outcome:<10} {rows:<40} {result.duration_milliseconds} ms")
        if result.outcome == "failed":
            failed.append(f"{result.model}: {result.error}")
    if failed:
        raise SluiceError("model_failed", "\n".join(failed))
