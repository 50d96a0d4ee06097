"""Deletes the data files that no version of a table within the retention needs: VACUUM.

Until then, older versions still have rows that were erased or masked. This task does not combine small files: the
writer does that itself, so that nothing else commits to a table during a refresh.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import SparkSession

from .delta_table import DeltaTable
from .errors import SluiceError
from .lake import Lake
from .model import Model, read_models
from .options import parse_maintenance_options
from .places import MODELS
from .platform import open_files, open_session


@dataclass(frozen=True)
class Maintained:
    """The result for a model's table; `error` if it failed."""

    model: str
    exists: bool
    error: str | None = None


def run_maintenance(arguments: Sequence[str], models: Path = MODELS) -> None:
    """Raises SluiceError `maintenance_failed` with the failed tables, after all others are done."""
    options = parse_maintenance_options(arguments, models)
    spark = open_session()
    lake = Lake(options.lake, open_files(spark))
    failed: list[str] = []
    for table in maintain(spark, lake, read_models(options.models), options.retention_hours):
        print(f"{table.model:<36} {'failed' if table.error else 'done' if table.exists else 'not there yet'}")
        if table.error:
            failed.append(f"{table.model}: {table.error}")
    if failed:
        raise SluiceError("maintenance_failed", "\n".join(failed))


def maintain(
    spark: SparkSession, lake: Lake, models: Mapping[str, Model], retention_hours: int
) -> Iterator[Maintained]:
    """Vacuums one table after the other; a failed one does not stop the rest. Views have no files."""
    for table in _tables(spark, lake, models.values()):
        exists = table.exists()
        try:
            if exists:
                table.vacuum(retention_hours)
        except Exception as error:
            yield Maintained(table.model.name, exists, str(error))
        else:
            yield Maintained(table.model.name, exists)


def _tables(spark: SparkSession, lake: Lake, models: Iterable[Model]) -> Iterator[DeltaTable]:
    return (DeltaTable(spark, lake, model) for model in models if model.materialise != "view")
