"""A model: one file under `lakehouse/models/`, a YAML header in a comment and one SELECT."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

import yaml

from .column_type import spark_type
from .errors import SluiceError
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
    description: str | None


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
    """What a text of a batch file passes before it is cast; see tools/lakehouse/batch-checks.ts."""

    type: str
    """Of the column that it is for."""
    reason: str
    when: str
    """SQL that is true for a text that cannot be cast; `{value}` stands for it."""


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
    """What a model file says."""

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
    """Relations in `restrict` are read for so many days before and after the affected ones as well."""
    event_time: str | None
    """The column that dates the table in the record of a refresh."""
    bronze: ContractBronze | BatchBronze | None
    columns: tuple[Column, ...]
    expectations: tuple[Expectation, ...]
    select: str

    @property
    def name(self) -> str:
        return f"{self.layer}.{self.table}"

    @property
    def bronze_relation(self) -> Relation | None:
        """The one relation of schema `bronze` or `rejected` that the text reads."""
        return next((relation for relation in self.reads if relation.schema in ("bronze", "rejected")), None)

    @property
    def reads_rejected(self) -> bool:
        """Whether it keeps the events that the other models of its contract cannot take."""
        return any(relation.schema == "rejected" for relation in self.reads)

    @property
    def reads(self) -> frozenset[Relation]:
        """Every relation of the SELECT and of `affected`."""
        return frozenset(relations(self.select)) | frozenset(relations(self.affected or ""))


_FIELDS = frozenset({
    "description", "materialise", "key", "firstBy", "partitionBy", "affected", "restrict", "restrictDays", "stable",
    "eventTime", "bronze", "columns", "expectations",
})  # fmt: skip


def parse_model(text: str, path: str) -> Model:
    """Reads a model file.

    `path` is relative to `lakehouse/models/`: `silver/iot/iot_telemetry.sql`.

    Raises SluiceError `model_invalid`, naming the file, for anything that is not understood: a setting that is ignored
    would be a table that is wrong.
    """
    try:
        return _parse(text, path)
    except (SluiceError, yaml.YAMLError) as error:
        reason = error.args[0] if isinstance(error, SluiceError) else str(error)
        raise SluiceError("model_invalid", f"{path}: {reason}") from error


def read_models(folder: Path) -> dict[str, Model]:
    """Every model under `lakehouse/models/`, by name.

    Raises SluiceError `model_invalid` for a file that is none, and for a table name that two layers share.
    """
    models: dict[str, Model] = {}
    tables: dict[str, str] = {}
    checks = _batch_checks(folder / "generated" / "batch-checks.json")
    for file in sorted(folder.glob("*/**/*.sql")):
        model = parse_model(file.read_text(encoding="utf-8"), file.relative_to(folder).as_posix())
        if model.table in tables:
            raise SluiceError("model_invalid", f"{model.name} and {tables[model.table]} have one table name")
        tables[model.table] = model.name
        if isinstance(model.bronze, BatchBronze):
            model = replace(model, bronze=replace(model.bronze, checks=checks))
        models[model.name] = model
    if not models:
        raise SluiceError("model_invalid", f"there are no models under {folder}")
    return models


def _batch_checks(file: Path) -> tuple[BatchCheck, ...]:
    """None where the file is missing, for models that read no batch file need none."""
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
    if not isinstance(loaded, dict):
        raise _invalid("its header is not a YAML mapping")
    unknown = set(loaded) - _FIELDS
    if unknown:
        raise _invalid(f"its header has unknown settings: {', '.join(sorted(map(str, unknown)))}")

    group, _, file = path.rpartition("/")
    layer = group.partition("/")[0]
    if layer not in ("silver", "gold") or group == layer:
        raise _invalid("a model stands in silver/<group>/ or gold/<group>/")
    materialise = str(loaded.get("materialise"))
    if materialise not in get_args(Materialise):
        raise _invalid(f"materialise must be one of {', '.join(get_args(Materialise))}")

    model = Model(
        layer=cast(Literal["silver", "gold"], layer),
        group=group,
        table=file.removesuffix(".sql"),
        description=str(loaded.get("description", "")),
        materialise=cast(Materialise, materialise),
        key=_names(loaded, "key"),
        first_by=_names(loaded, "firstBy"),
        partition_by=loaded.get("partitionBy"),
        affected=loaded.get("affected"),
        restrict=_restrict(loaded.get("restrict")),
        restrict_days=_restrict_days(loaded),
        event_time=_event_time(loaded),
        bronze=_bronze(loaded.get("bronze")),
        columns=_columns(loaded.get("columns")),
        expectations=_expectations(loaded.get("expectations")),
        select=select.strip().removesuffix(";"),
    )
    _check(model)
    return model


def _split(text: str) -> tuple[str, str]:
    start = text.lstrip()
    end = start.find("*/")
    if not start.startswith("/*") or end < 0:
        raise _invalid("it does not begin with a comment that holds YAML")
    return start[2:end], start[end + 2 :]


def _names(loaded: Mapping[str, Any], setting: str) -> tuple[str, ...]:
    value = loaded.get(setting, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _invalid(f"{setting} must be a list of columns")
    return tuple(value)


def _restrict(value: Any) -> Mapping[Relation, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _invalid("restrict must map relations to columns")
    restricted: dict[Relation, str] = {}
    for name, column in value.items():
        schema, _, table = str(name).partition(".")
        if schema not in ("silver", "gold") or not table:
            raise _invalid(f"restrict: {name} is no table")
        restricted[Relation(schema, table)] = str(column)
    return restricted


def _restrict_days(loaded: Mapping[str, Any]) -> int:
    days = loaded.get("restrictDays", 0)
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= 7:
        raise _invalid("restrictDays must be a whole number of days up to 7")
    if days > 0 and not loaded.get("restrict"):
        raise _invalid("restrictDays means nothing without restrict")
    return days


def _event_time(loaded: Mapping[str, Any]) -> str | None:
    columns = loaded.get("columns")
    default = "event_time" if isinstance(columns, dict) and "event_time" in columns else None
    named = loaded.get("eventTime", default)
    return None if named is None else str(named)


def _bronze(value: Any) -> ContractBronze | BatchBronze | None:
    if value is None:
        return None
    if isinstance(value, dict) and set(value) == {"contract"}:
        return ContractBronze(str(value["contract"]))
    if isinstance(value, dict) and set(value) == {"batch", "file", "format", "columns"}:
        columns = {str(name): str(kind) for name, kind in value["columns"].items()}
        for kind in columns.values():
            spark_type(kind)
        if value["format"] not in get_args(BatchFormat):
            raise _invalid(f"bronze: format must be one of {', '.join(get_args(BatchFormat))}")
        return BatchBronze(str(value["batch"]), str(value["file"]), value["format"], columns)
    raise _invalid("bronze must be {contract} or {batch, file, format, columns}")


def _columns(value: Any) -> tuple[Column, ...]:
    if not isinstance(value, dict) or not value:
        raise _invalid("columns must map names to types")
    columns: list[Column] = []
    for name, detail in value.items():
        described = detail if isinstance(detail, dict) else {"type": detail}
        kind = str(described.get("type"))
        spark_type(kind)
        columns.append(Column(str(name), kind, described.get("description")))
    return tuple(columns)


def _expectations(value: Any) -> tuple[Expectation, ...]:
    expectations: list[Expectation] = []
    for entry in value or []:
        if not isinstance(entry, dict) or set(entry) != {"name", "check", "action"}:
            raise _invalid("an expectation has name, check and action, and nothing else")
        if entry["action"] not in get_args(Action):
            raise _invalid(f"expectation {entry['name']}: action must be one of {', '.join(get_args(Action))}")
        expectations.append(Expectation(str(entry["name"]), str(entry["check"]), entry["action"]))
    return tuple(expectations)


def _check(model: Model) -> None:
    names = [column.name for column in model.columns]
    named = [("key", name) for name in model.key]
    for setting, column in [*named, ("partitionBy", model.partition_by), ("eventTime", model.event_time)]:
        if column is not None and column not in names:
            raise _invalid(f"{setting} names {column}, which is no column")
    if REFRESH_COLUMN in names:
        raise _invalid(f"{REFRESH_COLUMN} is added by the runner and must not be declared")
    bronze = [relation for relation in model.reads if relation.schema in ("bronze", "rejected")]
    if len(bronze) != (0 if model.bronze is None else 1):
        raise _invalid(
            "bronze in the header and bronze.<name> or rejected.<name> in the SQL belong together, one of each"
        )
    if any(relation.schema == "existing" and relation.name != model.table for relation in model.reads):
        raise _invalid("existing.<name> is for the model's own rows")
    if model.materialise in ("append", "merge") and not model.key:
        raise _invalid(f"{model.materialise} needs a key")
    if model.materialise in ("merge", "replace") and not model.affected:
        raise _invalid(f"{model.materialise} needs affected")
    if model.materialise == "replace" and model.partition_by is None:
        raise _invalid("replace needs partitionBy")


def _invalid(reason: str) -> SluiceError:
    return SluiceError("model_invalid", reason)
