"""Reads a model's SQL text token by token, and writes it again for Spark.

Models are written in the SQL that DuckDB and Spark share. Three things in it are not shared, and all three are lexical,
so they are bridged here and nowhere else:

- relations have a schema (`silver.order`, `changed.order`), and Spark's temporary views have none;
- in a literal, DuckDB (and the standard) doubles a quotation mark and leaves a backslash alone, and Spark does neither:
  `'it''s'` is `its` to it, and `'\\d'` is `d`;
- a quoted name stands in double quotes in DuckDB and in backquotes in Spark, where double quotes make a text.

`business_date(instant)` is Sluice's own: the day of an instant in the business time zone. DuckDB has a macro for it, as
it has for the functions of lakehouse/macros.json, whose text is put in here (macros.py).

Comments are copied, and nothing inside a comment, a literal or a quoted name is taken for a relation.
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
    """A table as the text names it."""

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
    """The text for Spark, with each relation replaced by what `view_of` gives for it.

    `time_zone` is the one whose days `business_date` gives.
    """
    return _walk(expand_macros(sql), view_of, time_zone)


def _walk(sql: str, on_relation: Callable[[Relation], str | None], time_zone: str = "UTC") -> str:
    """Writes the text for Spark; a relation is `schema.name` where a query names what it reads."""
    pieces = list(tokens(sql))
    out: list[str] = []
    before, previous = "", ""
    # Per open parenthesis: whether a comma there parts relations (FROM a, b) rather than columns.
    in_from = [False]
    # Per open parenthesis: what comes before the one that closes it.
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
        # The session is in UTC, so the local time that Spark gives has the local day.
        out.append(_start_of_business_date(time_zone) if word == BUSINESS_DATE else _write(piece))
        before, previous = previous, word
        index += 1
    return "".join(out)


BUSINESS_DATE = "BUSINESS_DATE"
"""The function `business_date`, as the walk sees names."""


def _start_of_business_date(time_zone: str) -> str:
    start = "to_date(from_utc_timestamp"
    return start if time_zone == UTC else f"(transform(array({start}"


def _end_of_business_date(time_zone: str) -> str:
    """A zone moves the first and the last hours of the calendar out of it; they count on its first and last day.

    `least` and `greatest` would take NULL for such a bound, so the day passes through an array of one.
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
    """`a IS DISTINCT FROM b` compares; every other FROM that a schema's name follows reads."""
    return previous == "JOIN" or (previous == "FROM" and before != "DISTINCT") or (previous == "," and in_from)


def _relation_at(pieces: list[Token], index: int) -> tuple[Relation, int] | None:
    """The relation that begins here, and where the text goes on. Space may stand around the dot."""
    if pieces[index].kind != "name" or pieces[index].text.lower() not in SCHEMAS:
        return None
    rest = [at for at in range(index + 1, min(index + 5, len(pieces))) if pieces[at].kind != "space"][:2]
    if len(rest) < 2 or pieces[rest[0]].text != "." or pieces[rest[1]].kind != "name":
        return None
    return Relation(pieces[index].text.lower(), pieces[rest[1]].text.lower()), rest[1] + 1


def _has_alias(pieces: list[Token], index: int) -> bool:
    """Whether a relation is given a name; where it is not, its columns go by the table's own."""
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
    """A text as Spark writes it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def quoted_name(name: str) -> str:
    """A name as Spark quotes it."""
    escaped = name.replace("`", "``")
    return f"`{escaped}`"
