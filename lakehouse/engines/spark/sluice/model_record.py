"""Which text of its model made the rows of a table: a property of the table, which both engines read and write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from .errors import SluiceError
from .model import Model

MODEL_PROPERTY = "sluice.model"


@dataclass(frozen=True)
class ModelRecord:
    """The property's content."""

    hash: str
    """Of the newest text that wrote rows; see model_hash.py."""
    since: int
    """The first refresh with this text."""
    older: bool
    """Whether the table may still have rows of an older text."""
    rebuilt: int | None
    """The newest refresh that rebuilt the table. Tables that read it must follow."""

    def to_json(self) -> str:
        """As the DuckDB engine writes it, so that equal records have equal texts."""
        fields = {"hash": self.hash, "since": self.since, "older": self.older, "rebuilt": self.rebuilt}
        return json.dumps(fields, separators=(",", ":"))


def parse_record(text: str | None) -> ModelRecord | None:
    """None for a table without the property, which an older version of Sluice wrote.

    Raises SluiceError `table_invalid` for a property of another form.
    """
    if text is None:
        return None
    try:
        raw = json.loads(text)
        rebuilt = raw["rebuilt"]
        return ModelRecord(
            str(raw["hash"]), int(raw["since"]), bool(raw["older"]), None if rebuilt is None else int(rebuilt)
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SluiceError("table_invalid", f"the table's property {MODEL_PROPERTY}: {error!r}") from error


def after_whole(before: ModelRecord | None, text_hash: str, refresh: int, is_rebuild: bool) -> ModelRecord:
    """The record after a refresh computed every row of a table."""
    is_same = before is not None and before.hash == text_hash and not before.older
    return ModelRecord(
        hash=text_hash,
        since=before.since if before is not None and is_same else refresh,
        older=False,
        rebuilt=refresh if is_rebuild else None if before is None else before.rebuilt,
    )


def after_change(before: ModelRecord | None, text_hash: str, refresh: int, has_rows: bool) -> ModelRecord:
    """The record after a refresh changed some rows of a table. A table without a record counts as made by the present
    text: which text made it is unknown.
    """
    if before is None or not has_rows:
        return after_whole(before, text_hash, refresh, False)
    if before.hash == text_hash:
        return before
    return ModelRecord(text_hash, refresh, True, before.rebuilt)


def model_changed_at(record: ModelRecord | None, model: Model) -> datetime | None:
    """When the model of a table changed, while rows of an older text stay; None if there are none.

    A refresh's number is the time of its start in milliseconds.
    """
    if record is None or not record.older or model.materialise in ("full", "view"):
        return None
    return datetime.fromtimestamp(record.since / 1000, UTC)
