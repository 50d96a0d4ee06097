"""A model: one file under `lakehouse/models/`, a YAML header in a comment and one SELECT."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from .column_type import spark_type
from .errors import SluiceError
from .header_schema import header_problems
from .sql_text import Relation, relations

Materialise = Literal["append", "merge", "replace", "full", "view"]
Action = Literal["warn", "drop", "fail"]
BatchFormat = Literal["csv", "json", "ndjson"]

REFRESH_COLUMN = "_refresh"
"""Last column of every table: the refresh that wrote the row."""


@dataclass(frozen=True)
class Column:
    """A column as the model declares it; `type` is one of Sluice's names."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Expectation:
    """A rule about rows: `check` must be true, and NULL is not true."""

    name: str
    check: str
    action: Action


@dataclass(frozen=True)
class ContractBronze:
    """Accepted lines of one contract, all versions in one relation."""

    contract: str


@dataclass(frozen=True)
class BatchCheck:
    """A check of a batch file's texts before they are cast; see tools/lakehouse/batch-checks.ts."""

    type: str
    """Type of the columns that it checks."""
    reason: str
    when: str
    """SQL that is true for a text that cannot be cast; `{value}` is the placeholder for the text."""


@dataclass(frozen=True)
class BatchBronze:
    """One file of a batch source's newest run."""

    batch: str
    file: str
    format: BatchFormat
    columns: Mapping[str, str]
    checks: tuple[BatchCheck, ...] = ()


@dataclass(frozen=True)
class Model:
    """The content of a model file."""

    layer: Literal["silver", "gold"]
    group: str
    """The folder inside `lakehouse/models/`: `silver/iot`, `gold/marts/sales`."""
    table: str
    description: str
    materialise: Materialise
    key: tuple[str, ...]
    first_by: tuple[str, ...]
    partition_by: str | None
    affected: str | None
    restrict: Mapping[Relation, str]
    restrict_days: int
    """Relations in `restrict` are also read for this many days before and after the affected ones."""
    event_time: str | None
    """The column `event_time`, which dates the table in the record of a refresh."""
    bronze: ContractBronze | BatchBronze | None
    columns: tuple[Column, ...]
    expectations: tuple[Expectation, ...]
    select: str

    @property
    def name(self) -> str:
        return f"{self.layer}.{self.table}"

    @property
    def bronze_relation(self) -> Relation | None:
        """The only relation of schema `bronze` or `rejected` that the text reads."""
        return next((relation for relation in self.reads if relation.schema in ("bronze", "rejected")), None)

    @property
    def reads_rejected(self) -> bool:
        """Whether it keeps the events that the other models of its contract reject."""
        return any(relation.schema == "rejected" for relation in self.reads)

    @property
    def reads(self) -> frozenset[Relation]:
        """Every relation of the SELECT and of `affected`."""
        return frozenset(relations(self.select)) | frozenset(relations(self.affected or ""))


def parse_model(text: str, path: str) -> Model:
    """Reads a model file.

    `path` is relative to `lakehouse/models/`: `silver/iot/iot_telemetry.sql`.

    Raises SluiceError `model_invalid` with the file for anything unknown: an ignored setting would make a wrong
    table.
    """
    try:
        return _parse(text, path)
    except (SluiceError, yaml.YAMLError) as error:
        reason = error.args[0] if isinstance(error, SluiceError) else str(error)
        raise SluiceError("model_invalid", f"{path}: {reason}") from error


def read_models(folder: Path) -> dict[str, Model]:
    """Every model under `lakehouse/models/`, by name.

    Raises SluiceError `model_invalid` for an invalid file, and for a table name in both layers.
    """
    models: dict[str, Model] = {}
    tables: dict[str, str] = {}
    checks = _batch_checks(folder / "generated" / "batch-checks.json")
    for file in sorted(folder.glob("*/**/*.sql")):
        model = parse_model(file.read_text(encoding="utf-8"), file.relative_to(folder).as_posix())
        if model.table in tables:
            raise SluiceError("model_invalid", f"{model.name} and {tables[model.table]} have the same table name")
        tables[model.table] = model.name
        if isinstance(model.bronze, BatchBronze):
            model = replace(model, bronze=replace(model.bronze, checks=checks))
        models[model.name] = model
    if not models:
        raise SluiceError("model_invalid", f"there are no models under {folder}")
    return models


def _batch_checks(file: Path) -> tuple[BatchCheck, ...]:
    """Empty if the file is missing: models that read no batch file do not need it."""
    if not file.exists():
        return ()
    try:
        loaded = json.loads(file.read_text(encoding="utf-8"))
        return tuple(BatchCheck(kind, **check) for kind, checks in loaded.items() for check in checks)
    except (ValueError, TypeError, AttributeError) as error:
        raise SluiceError("model_invalid", f"{file}: {error!r}") from error


def _parse(text: str, path: str) -> Model:
    header, select = _split(text)
    loaded = yaml.safe_load(header)
    problems = header_problems(loaded)
    if problems:
        raise _invalid("; ".join(problems))
    group, _, file = path.rpartition("/")
    layer = group.partition("/")[0]
    if layer not in ("silver", "gold") or group == layer:
        raise _invalid("a model must be in silver/<group>/ or gold/<group>/")
    columns = tuple(Column(name, column["type"], column["description"]) for name, column in loaded["columns"].items())
    model = Model(
        layer=cast(Literal["silver", "gold"], layer),
        group=group,
        table=file.removesuffix(".sql"),
        description=loaded["description"],
        materialise=loaded["materialise"],
        key=tuple(loaded.get("key", ())),
        first_by=tuple(loaded.get("firstBy", ())),
        partition_by=loaded.get("partitionBy"),
        affected=loaded.get("affected"),
        restrict={_relation(name): column for name, column in loaded.get("restrict", {}).items()},
        restrict_days=loaded.get("restrictDays", 0),
        event_time=_event_time(columns),
        bronze=_bronze(loaded.get("bronze")),
        columns=columns,
        expectations=tuple(Expectation(**expectation) for expectation in loaded.get("expectations", ())),
        select=select.strip(),
    )
    _check(model)
    return model


def _split(text: str) -> tuple[str, str]:
    start = text.lstrip()
    end = start.find("*/")
    if not start.startswith("/*") or end < 0:
        raise _invalid("it must begin with a comment that has YAML")
    return start[2:end], start[end + 2 :]


def _relation(name: str) -> Relation:
    schema, _, table = name.partition(".")
    return Relation(schema, table)


def _event_time(columns: tuple[Column, ...]) -> str | None:
    """The column `event_time`, if it is a timestamp."""
    return next((one.name for one in columns if one.name == "event_time" and one.type == "timestamp"), None)


def _bronze(value: Mapping[str, Any] | None) -> ContractBronze | BatchBronze | None:
    if value is None:
        return None
    if "contract" in value:
        return ContractBronze(value["contract"])
    return BatchBronze(value["batch"], value["file"], value["format"], value["columns"])


def _check(model: Model) -> None:
    """Checks fields against columns and SQL. lakehouse/model.schema.json checks the fields alone."""
    for column in model.columns:
        spark_type(column.type)
    if isinstance(model.bronze, BatchBronze):
        for kind in model.bronze.columns.values():
            spark_type(kind)
    names = [column.name for column in model.columns]
    named = [("key", name) for name in model.key]
    if model.partition_by is not None:
        named.append(("partitionBy", model.partition_by))
    for setting, name in named:
        if name not in names:
            raise _invalid(f"{setting}: '{name}' is not a column of the model")
    bronze = [relation for relation in model.reads if relation.schema in ("bronze", "rejected")]
    if len(bronze) != (0 if model.bronze is None else 1):
        raise _invalid(
            "bronze in the header and bronze.<name> or rejected.<name> in the SQL belong together, one of each"
        )
    if any(relation.schema == "existing" and relation.name != model.table for relation in model.reads):
        raise _invalid("existing.<name> is for the model's own rows")


def _invalid(reason: str) -> SluiceError:
    return SluiceError("model_invalid", reason)
