"""The result of a model, as the refresh stores it in the lake."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from .lake import Lake
from .plan import refresh_folder
from .row_statistics import RowStatistics

Outcome = Literal["committed", "unchanged", "already", "failed"]


@dataclass(frozen=True)
class ModelResult:
    """One run of one model.

    `committed`: the table has a new version. `unchanged`: nothing new, or no new rows from it. `already`: an earlier
    attempt committed this refresh. `failed`: the table is unchanged.
    """

    model: str
    refresh: int
    outcome: Outcome
    version: int | None
    statistics: RowStatistics | None
    rows_written: int
    rows_removed: int
    started_at: datetime
    ended_at: datetime
    error: str | None
    rebuilt: bool = False
    """Whether this refresh computed every row from all inputs and replaced the table."""
    model_changed_at: datetime | None = None
    """When the model changed, while rows of its older text stay in the table."""

    @property
    def duration_milliseconds(self) -> int:
        return round((self.ended_at - self.started_at).total_seconds() * 1000)

    def to_json(self) -> str:
        """The file's text."""
        statistics = self.statistics
        newest = statistics.newest_event_time if statistics is not None else None
        return json.dumps(
            {
                "model": self.model,
                "refresh": self.refresh,
                "outcome": self.outcome,
                "version": self.version,
                "rowsRead": statistics.read if statistics is not None else 0,
                "rowsWritten": self.rows_written,
                "rowsRemoved": self.rows_removed,
                "rowsDropped": statistics.read - statistics.kept if statistics is not None else 0,
                "newestEventTime": None if newest is None else _to_text(newest.to_datetime()),
                "expectations": [asdict(one) for one in (*statistics.drops, *statistics.others)]
                if statistics is not None
                else [],
                "rebuilt": self.rebuilt,
                "modelChangedAt": None if self.model_changed_at is None else _to_text(self.model_changed_at),
                "startedAt": _to_text(self.started_at),
                "endedAt": _to_text(self.ended_at),
                "durationMilliseconds": self.duration_milliseconds,
                "error": self.error,
            }
        )


def write_result(lake: Lake, result: ModelResult) -> None:
    """Writes `models/<layer>.<table>.json`; a later attempt overwrites an earlier one's."""
    path = f"{refresh_folder(result.refresh)}/models/{result.model}.json"
    lake.files.write(lake.path("gold", path), result.to_json())


def _to_text(time: datetime) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
