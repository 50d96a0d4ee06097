"""Refuses a rebuild whose result would lack rows: Bronze begins later than the table."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from pyspark.sql import functions as F

from .errors import SluiceError
from .model import BatchBronze, ContractBronze, Model
from .refresh_run import RefreshRun
from .sql_text import quoted_name

DATES = ("landed_at", "enqueued_time", "event_time")
"""Columns that date a row of a contract's table, the best first."""
_SLOT = re.compile(r"(\d+)\.ndjson\.gz")


def require_bronze(run: RefreshRun, model: Model) -> None:
    """Raises SluiceError `model_failed` with both dates if slots that the table was computed from are deleted."""
    if isinstance(model.bronze, BatchBronze):
        _require_batch(run, model, model.bronze)
    relation = model.bronze_relation
    if not isinstance(model.bronze, ContractBronze) or relation is None:
        return
    source = run.bronze_types[relation.name].source
    for head in run.plan.bronze.get(source, ()):
        partition = run.lake.path("bronze", f"{source}/{head.hub_generation}/p={head.partition:02d}")
        # Folders are named by the first digits of their slots, so the oldest slot is in the first one.
        folder = f"{partition}/{min(run.lake.files.names(partition), default='')}"
        slots = sorted(int(match[1]) for name in run.lake.files.names(folder) if (match := _SLOT.fullmatch(name)))
        if slots and slots[0] == 0:
            continue
        raise SluiceError(
            "model_failed",
            f"{model.name} cannot be rebuilt, because Bronze begins later than the table. Partition {head.partition} of"
            f" {source} begins {_begin_of_bronze(run, folder, slots)}. The table begins {_begin_of_table(run, model)}."
            " Restore the deleted slots (soft delete keeps them for some days), or keep the table as it is: new rows"
            " follow the present model",
        )


def _require_batch(run: RefreshRun, model: Model, bronze: BatchBronze) -> None:
    planned = run.plan.batch.get(bronze.batch)
    if planned is None or bronze.file in run.lake.files.names(run.lake.path("bronze", planned)):
        return
    raise SluiceError(
        "model_failed",
        f"{model.name} cannot be rebuilt, because bronze/{planned}/{bronze.file} was deleted. Run the pipeline of"
        f" {bronze.batch} again, with `--pipelines all`",
    )


def _begin_of_bronze(run: RefreshRun, folder: str, slots: list[int]) -> str:
    if not slots:
        return "after its last slot"
    line = run.spark.read.text(f"{folder}/{slots[0]:012d}.ndjson.gz").first()
    landed_at = None if line is None else json.loads(line[0])["meta"].get("landedAt")
    on = "" if landed_at is None else f" on {_to_minute(datetime.fromisoformat(landed_at))}"
    return f"with slot {slots[0]}{on}"


def _begin_of_table(run: RefreshRun, model: Model) -> str:
    names = [column.name for column in model.columns]
    column = next((name for name in DATES if name in names), None)
    if column is None:
        return "with slot 0"
    oldest = F.min(F.unix_micros(quoted_name(column)))
    found = run.table(model).rows().agg(oldest).first()
    if found is None or found[0] is None:
        return "with slot 0"
    return f"on {_to_minute(datetime.fromtimestamp(found[0] / 1_000_000, UTC))}"


def _to_minute(instant: datetime) -> str:
    """`2026-11-21 08:15 UTC`"""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
