"""Deletes the data files that no version of a table within the retention needs: VACUUM.

Until then a row that was erased or masked can still be read in an older version. Small files are another matter: they
are written together by the writer itself, so that nobody else commits to a table while a refresh merges into it.
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
    """What was done to the table of a model; `error` where it failed."""

    model: str
    exists: bool
    error: str | None = None


def run_maintenance(arguments: Sequence[str], models: Path = MODELS) -> None:
    """Raises SluiceError `maintenance_failed`, naming the tables, after all others were done."""
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
    """One table after the other; one that fails does not hold up the rest. Views have no files."""
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
