"""A hash of everything that decides which rows a model writes. The DuckDB engine computes the same
(engines/duckdb/model/model-hash.ts); lakehouse/model-hash.cases.json proves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any

from .bronze_types import BronzeType
from .graph import resolve_upstreams
from .macros import Macro, read_macros
from .model import BatchBronze, ContractBronze, Model
from .sql_tokens import Token, tokens

DIGITS = 16


def model_hash(
    model: Model,
    models: Mapping[str, Model],
    bronze_types: Mapping[str, BronzeType],
    functions: Mapping[str, Macro] | None = None,
) -> str:
    """A hash of the SQL, the fields of the header that change rows, and the functions and views that the model uses.
    The parts of its contract or batch file that it reads count, too.

    Comments, the amount of white space, and descriptions do not count. Expectations count if they drop rows.
    """
    text = "\n".join(_lines(model, models, bronze_types, read_macros() if functions is None else functions))
    return sha256(text.encode()).hexdigest()[:DIGITS]


def _lines(
    model: Model, models: Mapping[str, Model], types: Mapping[str, BronzeType], functions: Mapping[str, Macro]
) -> list[str]:
    drops = [one.check for one in model.expectations if one.action == "drop"]
    views = (models[name] for name in resolve_upstreams(models)[model.name])
    return [
        f"materialise {model.materialise}",
        f"key {' '.join(model.key)}",
        f"firstBy {' '.join(model.first_by)}",
        f"partitionBy {model.partition_by or ''}",
        f"affected {plain_sql(model.affected or '')}",
        *sorted(f"restrict {relation} {column}" for relation, column in model.restrict.items()),
        f"restrictDays {model.restrict_days}",
        *(f"column {column.name} {column.type}" for column in model.columns),
        *(f"drop {plain_sql(check)}" for check in drops),
        f"select {plain_sql(model.select)}",
        *_function_lines([model.select, model.affected or "", *drops], functions),
        *sorted(
            f"view {view.name} {model_hash(view, models, types, functions)}"
            for view in views
            if view.materialise == "view"
        ),
        *_bronze_lines(model, types),
    ]


def plain_sql(sql: str) -> str:
    """SQL without comments, and with one blank for white space outside strings and quoted names."""
    out: list[str] = []
    for token in tokens(sql):
        if token.kind not in ("space", "comment"):
            out.append(token.text)
        elif out and out[-1] != " ":
            out.append(" ")
    return "".join(out).strip()


def _function_lines(texts: Iterable[str], functions: Mapping[str, Macro]) -> list[str]:
    used = {name for text in texts for name in _calls(list(tokens(text)))}
    return sorted(
        f"function {name} {' '.join(macro.parameters)} {macro.sql}"
        for name, macro in functions.items()
        if name.lower() in used
    )


def _calls(pieces: Sequence[Token]) -> Iterable[str]:
    solid = [piece for piece in pieces if piece.kind not in ("space", "comment")]
    for piece, following in pairwise(solid):
        if piece.kind == "name" and following.text == "(":
            yield piece.text.lower()


def _bronze_lines(model: Model, types: Mapping[str, BronzeType]) -> list[str]:
    bronze = model.bronze
    if isinstance(bronze, BatchBronze):
        kinds = {re.sub(r"\(.*", "", kind) for kind in bronze.columns.values()}
        return [
            f"file {bronze.batch} {bronze.file} {bronze.format}",
            *(f"field {name} {kind}" for name, kind in bronze.columns.items()),
            *(f"check {check.type} {check.reason} {check.when}" for check in bronze.checks if check.type in kinds),
        ]
    if not isinstance(bronze, ContractBronze):
        return []
    relation = model.bronze_relation
    kind = None if relation is None else types.get(relation.name)
    # A table of rejected events tries them again by itself when the checks change.
    if kind is None or model.reads_rejected:
        return [f"contract {bronze.contract}"]
    named = _named_fields(model.select, list(kind.data))
    return [
        f"contract {bronze.contract}",
        *(f"field {name} {_type_text(kind.data[name])}" for name in named),
        *(
            f"check {check.field} {check.reason} {check.when}"
            for check in kind.checks
            if not _is_of_data(check.field) or check.field.split("/")[2] in named
        ),
    ]


def _is_of_data(pointer: str) -> bool:
    return pointer.startswith("/data/")


def _named_fields(select: str, fields: Sequence[str]) -> Sequence[str]:
    """The fields of the record that a SELECT names, as `event.data.<field>`; all if it reads the record otherwise."""
    names = [piece.text for piece in tokens(select) if piece.kind in ("name", "sign")]
    found = {
        name
        for event, dot, data, dot_again, name in zip(names, names[1:], names[2:], names[3:], names[4:], strict=False)
        if (event, dot, data, dot_again) == ("event", ".", "data", ".")
    }
    named = [field for field in fields if field in found]
    return named or fields


def _type_text(kind: Any) -> str:
    if isinstance(kind, str):
        return kind
    if "array" in kind:
        return f"[{_type_text(kind['array'])}]"
    return f"{{{','.join(f'{name}:{_type_text(field)}' for name, field in kind['struct'].items())}}}"
