"""Splits the SQL of a model into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .errors import SluiceError

Kind = Literal["space", "comment", "text", "quoted", "name", "number", "sign"]


@dataclass(frozen=True)
class Token:
    """One piece of the text. All pieces joined are the text again."""

    kind: Kind
    text: str


_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>--[^\n]*)
    | (?P<text>'(?:[^']|'')*')
    | (?P<quoted>"(?:[^"]|"")*")
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(sql: str) -> Iterator[Token]:
    """Splits a text without losing a character.

    Raises SluiceError `model_invalid` for a comment, literal or quoted name without an end, and for a backquote,
    which DuckDB does not support.
    """
    at = 0
    while at < len(sql):
        if sql.startswith("/*", at):
            end = _end_of_comment(sql, at)
            yield Token("comment", sql[at:end])
            at = end
            continue
        match = _TOKEN.match(sql, at)
        if match is None or match.lastgroup is None:
            raise _invalid(sql, at, "cannot be read")
        if match.lastgroup == "sign" and match.group() in "'\"":
            raise _invalid(sql, at, "opens a quotation that has no end")
        if match.group() == "`":
            raise _invalid(sql, at, "is not in both dialects: quote a name with double quotes")
        yield Token(match.lastgroup, match.group())  # type: ignore[arg-type]
        at = match.end()


def _end_of_comment(sql: str, start: int) -> int:
    """Comments nest in both dialects."""
    depth = 0
    at = start
    while at < len(sql):
        if sql.startswith("/*", at):
            depth += 1
            at += 2
        elif sql.startswith("*/", at):
            depth -= 1
            at += 2
            if depth == 0:
                return at
        else:
            at += 1
    raise _invalid(sql, start, "opens a comment that has no end")


def _invalid(sql: str, at: int, what: str) -> SluiceError:
    line = sql.count("\n", 0, at) + 1
    return SluiceError("model_invalid", f"line {line} of the SQL: {sql[at : at + 20]!r} {what}")
