"""Reads a model's SQL text token by token, and rewrites it for Spark.

Models are written in the SQL that DuckDB and Spark share. Three differences are lexical, and this module bridges
them:

- in a literal, DuckDB (and the standard) doubles a quotation mark and keeps a backslash. Spark does neither: it reads
`'it''s'` as `its` and `'\\d'` as `d`;

`business_date(instant)` is Sluice's own: the day of an instant in the business time zone. DuckDB has a macro for it
and for the functions of lakehouse/macros.json. For Spark, their text is inserted here (macros.py).

Comments are copied. Nothing inside a comment, a literal or a quoted name counts as a relation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .business_time_zone import UTC
from .macros import expand_macros
from .sql_tokens import Token, tokens

SCHEMAS = frozenset({"bronze", "rejected", "silver", "gold", "changed", "existing", "run"})
"""Schemas that a model may read from; see docs/lakehouse.md."""


@dataclass(frozen=True, order=True)
class Relation:
    """A table in the text."""

    schema: str
    name: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


def relations(sql: str) -> tuple[Relation, ...]:
    """Every relation that the text reads, in the order of its first mention."""
    found: dict[Relation, None] = {}

    def note(relation: Relation) -> None:
        found[relation] = None

    _walk(sql, note)
    return tuple(found)


def to_spark(sql: str, view_of: Callable[[Relation], str], time_zone: str = "UTC") -> str:
    """The text for Spark, with each relation replaced by the result of `view_of`.

    `time_zone` is the zone of `business_date`.
    """
    return _walk(expand_macros(sql), view_of, time_zone)


def _walk(sql: str, on_relation: Callable[[Relation], str | None], time_zone: str = "UTC") -> str:
    """Writes the text for Spark. `schema.name` is a relation if a query names its inputs there."""
    pieces = list(tokens(sql))
    out: list[str] = []
    before, previous = "", ""
    # Per open parenthesis: whether a comma in it separates relations (FROM a, b) rather than columns.
    in_from = [False]
    # Per open parenthesis: the text to insert before the closing one.
    closing = [""]
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if piece.kind in ("space", "comment"):
            out.append(piece.text)
            index += 1
            continue
        found = _relation_at(pieces, index) if _expects_relation(before, previous, in_from[-1]) else None
        if found is not None:
            relation, index = found
            alias = "" if _has_alias(pieces, index) else f" AS {quoted_name(relation.name)}"
            out.append(f"{on_relation(relation)}{alias}")
            before, previous = previous, "relation"
            continue
        word = piece.text.upper() if piece.kind == "name" else piece.text
        if word == "(":
            in_from.append(False)
            closing.append(_end_of_business_date(time_zone) if previous == BUSINESS_DATE else "")
        elif word == ")" and len(in_from) > 1:
            in_from.pop()
            out.append(closing.pop())
        elif word == "FROM":
            in_from[-1] = previous != "DISTINCT"
        elif word in _ENDS_FROM:
            in_from[-1] = False
        # The session is in UTC, so the local time that Spark returns has the local day.
        out.append(_start_of_business_date(time_zone) if word == BUSINESS_DATE else _write(piece))
        before, previous = previous, word
        index += 1
    return "".join(out)


BUSINESS_DATE = "BUSINESS_DATE"
"""The function `business_date`, as the token walk reads names."""


def _start_of_business_date(time_zone: str) -> str:
    start = "to_date(from_utc_timestamp"
    return start if time_zone == UTC else f"(transform(array({start}"


def _end_of_business_date(time_zone: str) -> str:
    """A zone moves the first and the last hours of the calendar out of it. They count on its first and last day.

    `least` and `greatest` would replace NULL by such a bound, so the day passes through an array of one element.
    """
    end = f", {literal(time_zone)})"
    if time_zone == UTC:
        return end
    return (
        f"{end})), at -> CASE WHEN at < DATE'0001-01-01' THEN DATE'0001-01-01'"
        " WHEN at > DATE'9999-12-31' THEN DATE'9999-12-31' ELSE at END)[0]"
    )


_ENDS_FROM = frozenset(
    {"WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "SELECT", "WINDOW"}
)
_NO_ALIAS = _ENDS_FROM | {
    "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "SEMI", "ANTI", "NATURAL", "ON", "USING", "LATERAL",
}  # fmt: skip


def _expects_relation(before: str, previous: str, in_from: bool) -> bool:
    """`a IS DISTINCT FROM b` compares; every other FROM before a schema's name reads."""
    return previous == "JOIN" or (previous == "FROM" and before != "DISTINCT") or (previous == "," and in_from)


def _relation_at(pieces: list[Token], index: int) -> tuple[Relation, int] | None:
    """The relation that begins here, and the index where the text continues. The dot may have space around it."""
    if pieces[index].kind != "name" or pieces[index].text.lower() not in SCHEMAS:
        return None
    rest = [at for at in range(index + 1, min(index + 5, len(pieces))) if pieces[at].kind != "space"][:2]
    if len(rest) < 2 or pieces[rest[0]].text != "." or pieces[rest[1]].kind != "name":
        return None
    return Relation(pieces[index].text.lower(), pieces[rest[1]].text.lower()), rest[1] + 1


def _has_alias(pieces: list[Token], index: int) -> bool:
    """Whether a relation has an alias; without one, its columns are named after the table."""
    following = next((piece for piece in pieces[index:] if piece.kind not in ("space", "comment")), None)
    if following is None or following.kind not in ("name", "quoted"):
        return False
    return following.text.upper() not in _NO_ALIAS


def _write(piece: Token) -> str:
    if piece.kind == "text":
        return literal(piece.text[1:-1].replace("''", "'"))
    if piece.kind == "quoted":
        return quoted_name(piece.text[1:-1].replace('""', '"'))
    return piece.text


def literal(text: str) -> str:
    """A text as Spark's literal."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def quoted_name(name: str) -> str:
    """A name with Spark's quotes."""
    escaped = name.replace("`", "``")
    return f"`{escaped}`"
