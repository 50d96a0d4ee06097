"""The command lines of the tasks."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from .errors import SluiceError

MIN_RETENTION_HOURS = 168
"""The minimum that Delta Lake accepts while its retention check is on
(https://docs.delta.io/latest/delta-utility.html).
"""


@dataclass(frozen=True)
class Options:
    """Arguments of a refresh task."""

    select: tuple[str, ...]
    refresh: int
    lake: str
    models: Path
    catalog: str | None


@dataclass(frozen=True)
class MaintenanceOptions:
    """Arguments of the maintenance task."""

    lake: str
    retention_hours: int
    models: Path


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise SluiceError("arguments_invalid", message)


def parse_options(arguments: Sequence[str], models: Path) -> Options:
    """`models` is the default folder of the models.

    Raises SluiceError `arguments_invalid`.
    """
    parser = _Parser(prog="run_models.py", allow_abbrev=False, description="Runs models of one refresh.")
    parser.add_argument(
        "--select", required=True, help="folders or models, comma-separated: silver/iot,gold.fact_order"
    )
    parser.add_argument("--refresh", required=True, help="number of the refresh; its plan is in gold/_refresh/")
    _add_places(parser, models)
    parser.add_argument("--catalog", help="catalog to list the tables in, and to make the views in (default: none)")
    parsed = parser.parse_args(arguments)
    if not parsed.refresh.isdecimal():
        raise SluiceError("arguments_invalid", f"--refresh: {parsed.refresh!r} is not a refresh number")
    select = tuple(entry.strip() for entry in parsed.select.split(",") if entry.strip())
    if not select:
        raise SluiceError("arguments_invalid", "--select selects nothing")
    return Options(select, int(parsed.refresh), parsed.lake, parsed.models, parsed.catalog)


def parse_maintenance_options(arguments: Sequence[str], models: Path) -> MaintenanceOptions:
    """`models` is the default folder of the models.

    Raises SluiceError `arguments_invalid`.
    """
    parser = _Parser(
        prog="maintain_tables.py", allow_abbrev=False, description="Deletes files that tables do not need."
    )
    _add_places(parser, models)
    parser.add_argument(
        "--retention-hours", default="168", help="hours that older versions stay readable (default: %(default)s)"
    )
    parsed = parser.parse_args(arguments)
    hours = parsed.retention_hours
    if not hours.isdecimal() or int(hours) < MIN_RETENTION_HOURS:
        raise SluiceError(
            "arguments_invalid", f"--retention-hours: {hours!r} is not an integer of at least {MIN_RETENTION_HOURS}"
        )
    return MaintenanceOptions(parsed.lake, int(hours), parsed.models)


def _add_places(parser: ArgumentParser, models: Path) -> None:
    parser.add_argument("--lake", required=True, help="folder, or abfss://{container}@<account>.dfs.core.windows.net")
    parser.add_argument("--models", type=Path, default=models, help="folder of the models (default: %(default)s)")
