"""Validates a model's header against lakehouse/model.schema.json.

A Databricks runtime includes no reader of JSON Schema, and a cluster in a closed network cannot install one. This
module implements the keywords of that schema and refuses a schema with another keyword. The DuckDB engine uses the
same messages (model/header-problem.ts); lakehouse/model.cases.json tests both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from .errors import SluiceError
from .places import HEADER_SCHEMA

Path = tuple[str, ...]

_TYPES: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "string": ("text", lambda value: isinstance(value, str)),
    "array": ("list", lambda value: isinstance(value, list)),
    "object": ("mapping", lambda value: isinstance(value, dict)),
    "integer": ("whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
}
"""Name of a type whose schema has no title, and a test for the type."""

_KEYWORDS = frozenset({
    "$schema", "$id", "$defs", "$ref", "title", "description", "type", "enum", "const", "pattern", "minimum", "maximum",
    "minItems", "items", "minProperties", "properties", "propertyNames", "additionalProperties", "required",
    "dependentRequired", "allOf", "if", "then", "else",
})  # fmt: skip


def header_problems(header: Any, schema: Mapping[str, Any] | None = None) -> list[str]:
    """Problems of a header, `<field>: <words>` each; empty for a valid header.

    `schema` is lakehouse/model.schema.json unless another one is given.

    Raises SluiceError `model_invalid` for a keyword of the schema that this reader does not support.
    """
    root = _read_schema() if schema is None else schema
    return sorted({_line(path, words) for path, words in _Check(root, header).problems(root, header, ())})


@cache
def _read_schema() -> Mapping[str, Any]:
    schema: Mapping[str, Any] = json.loads(HEADER_SCHEMA.read_text(encoding="utf-8"))
    return schema


def _line(path: Path, words: str) -> str:
    return ": ".join(part for part in (".".join(path), words) if part)


class _Check:
    """One header against the schema. `problems` returns each with the path to it."""

    def __init__(self, root: Mapping[str, Any], header: Any) -> None:
        self._root = root
        self._header = header

    def problems(self, schema: Any, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
        if schema is False:
            yield path, f"has no effect with materialise: {self._header['materialise']}"
            return
        unknown = set(schema) - _KEYWORDS
        if unknown:
            raise SluiceError("model_invalid", f"{HEADER_SCHEMA}: {', '.join(sorted(unknown))} is not understood")
        if "$ref" in schema:
            yield from self.problems(self._root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, path)
        yield from _problems_of_value(schema, value, path)
        if isinstance(value, list):
            yield from self._problems_of_list(schema, value, path)
        if isinstance(value, dict):
            yield from self._problems_of_mapping(schema, value, path)
        yield from self._problems_of_conditions(schema, value, path)

    def _holds(self, schema: Any, value: Any) -> bool:
        return next(self.problems(schema, value, ()), None) is None

    def _problems_of_list(self, schema: Mapping[str, Any], value: list[Any], path: Path) -> Iterator[tuple[Path, str]]:
        if len(value) < schema.get("minItems", 0):
            yield path, "is empty"
        if "items" in schema:
            for index, item in enumerate(value):
                yield from self.problems(schema["items"], item, (*path, str(index)))

    def _problems_of_mapping(
        self, schema: Mapping[str, Any], value: dict[Any, Any], path: Path
    ) -> Iterator[tuple[Path, str]]:
        if len(value) < schema.get("minProperties", 0):
            yield path, "is empty"
        for name in schema.get("required", ()):
            if name not in value:
                yield (*path, name), "is missing"
        for name, needed in schema.get("dependentRequired", {}).items():
            for other in needed:
                if name in value and other not in value:
                    yield (*path, name), f"has no effect without {other}"
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", {})
        for key, inner in value.items():
            name = str(key)
            if "propertyNames" in schema:
                yield from self.problems(schema["propertyNames"], name, (*path, name))
            if name in known:
                yield from self.problems(known[name], inner, (*path, name))
            elif others is False:
                yield path, f'has the unknown field "{name}"'
            else:
                yield from self.problems(others, inner, (*path, name))

    def _problems_of_conditions(self, schema: Mapping[str, Any], value: Any, path: Path) -> Iterator[tuple[Path, str]]:
        for part in schema.get("allOf", ()):
            yield from self.problems(part, value, path)
        if "if" in schema:
            branch = "then" if self._holds(schema["if"], value) else "else"
            if branch in schema:
                yield from self.problems(schema[branch], value, path)


def _problems_of_value(schema: Mapping[str, Any], value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    title = schema.get("title")
    if "type" in schema:
        called, is_one = _TYPES[schema["type"]]
        if not is_one(value):
            yield path, f"is not a {title or called}"
    if "const" in schema and value != schema["const"]:
        yield path, f"is not {_text(schema['const'])}"
    if "enum" in schema and value not in schema["enum"]:
        yield path, f"{_text(value)} is not one of {', '.join(schema['enum'])}"
    if isinstance(value, str) and "pattern" in schema and not _matches(schema["pattern"], value):
        yield path, f"{_text(value)} is not a {title or 'text of the right form'}"
    if isinstance(value, int) and not isinstance(value, bool):
        if value < schema.get("minimum", value):
            yield path, f"{value} is less than {schema['minimum']}"
        if value > schema.get("maximum", value):
            yield path, f"{value} is more than {schema['maximum']}"


def _matches(pattern: str, value: str) -> bool:
    """As JavaScript reads the pattern: `$` is the end of the text, not the place before a final line break."""
    exact = re.sub(r"\$$", r"\\Z", pattern)
    return re.search(exact, value, re.ASCII) is not None


def _text(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else json.dumps(value, separators=(",", ":"), default=str)
