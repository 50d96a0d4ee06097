"""The types that a model's columns may have, as Spark types."""

from __future__ import annotations

import re

from .errors import SluiceError

_SPARK = {
    "string": "string",
    "integer": "int",
    "long": "bigint",
    "double": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}
_DECIMAL = re.compile(r"decimal\((\d{1,2}),\s*(\d{1,2})\)")


def spark_type(name: str) -> str:
    """`long` → `bigint`, `decimal(18,2)` → `decimal(18,2)`.

    Raises SluiceError `model_invalid` for a type that is not one of Sluice's.
    """
    if name in _SPARK:
        return _SPARK[name]
    match = _DECIMAL.fullmatch(name)
    if match and 1 <= int(match[1]) <= 38 and int(match[2]) <= int(match[1]):
        return f"decimal({int(match[1])},{int(match[2])})"
    raise SluiceError("model_invalid", f"{name!r} is not a column type: use {', '.join(_SPARK)} or decimal(p,s)")
