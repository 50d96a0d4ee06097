"""Types of the Bronze relations, from `lakehouse/generated/bronze.json`, as Spark spells them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .column_type import spark_type
from .errors import SluiceError
from .sql_text import quoted_name

META = (
    "struct<contract:string,version:int,partition:int,sequenceNumber:bigint,offset:string,enqueuedTime:timestamp,"
    "landedAt:timestamp>"
)
"""What a model sees of a line's `meta`; `verdict` is the reader's own business."""


@dataclass(frozen=True)
class BronzeType:
    """One contract, its versions united."""

    contract: str
    source: str
    event: str
    """Spark type of the event."""

    @property
    def line(self) -> str:
        """Spark type of a whole line."""
        return f"struct<meta:{META},event:{self.event}>"


def read_bronze_types(models: Path) -> dict[str, BronzeType]:
    """By relation name: `iot_telemetry`.

    Raises SluiceError `model_invalid` where the file is missing or not understood.
    """
    file = models / "generated" / "bronze.json"
    try:
        raw: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return {
            name: BronzeType(entry["contract"], entry["source"], nested_type(entry["event"]))
            for name, entry in raw.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SluiceError("model_invalid", f"{file}: {error!r}") from error


def nested_type(value: Any) -> str:
    """`{"struct": {"a": "long"}}` → `` struct<`a`:bigint> ``."""
    if isinstance(value, str):
        return spark_type(value)
    if isinstance(value, dict) and set(value) == {"array"}:
        return f"array<{nested_type(value['array'])}>"
    if isinstance(value, dict) and set(value) == {"struct"}:
        fields = ",".join(f"{quoted_name(name)}:{nested_type(kind)}" for name, kind in value["struct"].items())
        return f"struct<{fields}>"
    raise SluiceError("model_invalid", f"{value!r} is no type of a field")
