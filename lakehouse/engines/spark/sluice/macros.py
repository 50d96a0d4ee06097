"""The models' own functions, lakehouse/macros.json. Spark 3.5 has no macros, so their text replaces each call."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from .errors import SluiceError
from .places import MACROS
from .sql_tokens import Token, tokens

_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Macro:
    """A function; `{parameter}` in `sql` is the placeholder for an argument."""

    parameters: tuple[str, ...]
    sql: str


def expand_macros(sql: str) -> str:
    """The text with every macro call replaced, first those in the arguments of another.

    Raises SluiceError `model_invalid` for a call with too few or too many arguments.
    """
    return _expand(list(tokens(sql)))


@cache
def read_macros() -> Mapping[str, Macro]:
    """By lower-case name."""
    raw = json.loads(MACROS.read_text(encoding="utf-8"))
    return {name: Macro(tuple(macro["parameters"]), macro["sql"]) for name, macro in raw.items()}


def _expand(pieces: Sequence[Token]) -> str:
    macros = read_macros()
    out: list[str] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        macro = macros.get(piece.text.lower()) if piece.kind == "name" else None
        opening = _next(pieces, index + 1)
        if macro is None or opening is None or pieces[opening].text != "(":
            out.append(piece.text)
            index += 1
            continue
        arguments, index = _arguments(pieces, opening)
        out.append(_call(piece.text, macro, [_expand(argument) for argument in arguments]))
    return "".join(out)


def _next(pieces: Sequence[Token], index: int) -> int | None:
    """The next token that is neither space nor comment."""
    return next((at for at in range(index, len(pieces)) if pieces[at].kind not in ("space", "comment")), None)


def _arguments(pieces: Sequence[Token], opening: int) -> tuple[list[Sequence[Token]], int]:
    """The arguments between the parentheses, and the index where the text continues."""
    arguments: list[Sequence[Token]] = []
    depth, start = 1, opening + 1
    for at in range(opening + 1, len(pieces)):
        sign = pieces[at].text if pieces[at].kind == "sign" else ""
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0 or (depth == 1 and sign == ","):
            arguments.append(pieces[start:at])
            start = at + 1
        if depth == 0:
            return arguments, at + 1
    raise SluiceError("model_invalid", f"{pieces[opening - 1].text} has no closing parenthesis")


def _call(name: str, macro: Macro, arguments: Sequence[str]) -> str:
    if len(arguments) != len(macro.parameters):
        wanted = ", ".join(macro.parameters)
        raise SluiceError("model_invalid", f"{name} takes {wanted}, and has {len(arguments)} arguments here")
    given = dict(zip(macro.parameters, (f"({argument.strip()})" for argument in arguments), strict=True))
    written = _PARAMETER.sub(lambda match: given[match[1]], macro.sql)
    return f"({written})"
