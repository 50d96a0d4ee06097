"""Types of the Bronze relations from `lakehouse/models/generated/bronze.json`, as Spark types."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .column_type import spark_type
from .errors import SluiceError
from .sql_text import quoted_name

META = (
    "struct<contract:string,version:int,partition:int,sequenceNumber:bigint,offset:string,enqueuedTime:timestamp,"
    "landedAt:timestamp>"
)
"""The part of a line's `meta` that models read. Only the reader uses `verdict`."""


@dataclass(frozen=True)
class EventCheck:
    """A reason why Silver rejects an event; see tools/lakehouse/event-checks.ts."""

    field: str
    """JSON Pointer into the event."""
    reason: str
    when: str
    """SQL over `r.event`, with dates and times as texts. It is true for an event that breaks the check."""


@dataclass(frozen=True)
class BronzeType:
    """One contract with the fields of all its versions."""

    contract: str
    source: str
    event: str
    """Spark type of the event."""
    texts: str = ""
    """The same with dates and times as texts: their checks need the sender's spelling."""
    rule: str = ""
    """Changes with the checks, the type and the models of the contract."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """Types of the record's fields, as in the file."""
    checks: tuple[EventCheck, ...] = ()
    """Checks that an event passes before it is cast, in this order."""


def read_bronze_types(models: Path) -> dict[str, BronzeType]:
    """By relation name: `iot_telemetry`.

    Raises SluiceError `model_invalid` if the file is missing or invalid.
    """
    file = models / "generated" / "bronze.json"
    try:
        raw: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return {
            name: BronzeType(
                contract=entry["contract"],
                source=entry["source"],
                event=nested_type(entry["event"]),
                texts=nested_type(entry["event"], spark_text_type),
                rule=entry.get("rule", ""),
                data=entry["event"]["struct"].get("data", {}).get("struct", {}),
                checks=tuple(EventCheck(**check) for check in entry.get("checks", [])),
            )
            for name, entry in raw.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SluiceError("model_invalid", f"{file}: {error!r}") from error


def spark_text_type(name: str) -> str:
    """As `spark_type`, but `string` for dates and times."""
    return "string" if name in ("date", "timestamp") else spark_type(name)


def nested_type(value: Any, scalar: Callable[[str], str] = spark_type) -> str:
    """`{"struct": {"a": "long"}}` → `` struct<`a`:bigint> ``."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, dict) and set(value) == {"array"}:
        return f"array<{nested_type(value['array'], scalar)}>"
    if isinstance(value, dict) and set(value) == {"struct"}:
        fields = ",".join(f"{quoted_name(name)}:{nested_type(kind, scalar)}" for name, kind in value["struct"].items())
        return f"struct<{fields}>"
    raise SluiceError("model_invalid", f"{value!r} is not a type of a field")
