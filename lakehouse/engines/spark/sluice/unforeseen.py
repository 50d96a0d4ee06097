"""Events that pass every check of their contract and on which a model fails.

They are recorded before the first table skips them, so that later tables and later attempts skip the same events. The
DuckDB engine uses the same file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from .errors import SluiceError
from .lake import Lake


@dataclass(frozen=True)
class Unforeseen:
    """One event, with the field names of the file."""

    hubGeneration: str  # noqa: N815
    partition: int
    slot: int
    sequenceNumber: int  # noqa: N815
    enqueuedTime: str | None  # noqa: N815
    landedAt: str | None  # noqa: N815
    contractVersion: int | None  # noqa: N815
    contract: str
    reason: str
    rule: str
    """The rule under which the event was tried. Under another rule it is tried again."""
    event: str

    @property
    def key(self) -> tuple[str, int, int]:
        """Its position in the source's hub."""
        return self.hubGeneration, self.partition, self.sequenceNumber


def read_unforeseen(lake: Lake, relation: str) -> tuple[Unforeseen, ...]:
    """Raises SluiceError `table_invalid` if no engine wrote the file."""
    path = _path(lake, relation)
    text = lake.files.read(path)
    if text is None:
        return ()
    try:
        return tuple(Unforeseen(**entry) for entry in json.loads(text))
    except (ValueError, TypeError) as error:
        raise SluiceError("table_invalid", f"{path}: {error!r}") from error


def record_unforeseen(lake: Lake, relation: str, found: Sequence[Unforeseen]) -> None:
    """Adds to the list of a contract. One task runs all models of a contract, so there is no other writer."""
    entries = {one.key: one for one in (*read_unforeseen(lake, relation), *found)}
    lake.files.write(_path(lake, relation), json.dumps([asdict(one) for one in entries.values()], indent=2))


def _path(lake: Lake, relation: str) -> str:
    return lake.path("gold", f"_rejected/{relation}.json")
