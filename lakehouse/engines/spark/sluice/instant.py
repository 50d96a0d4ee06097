"""An instant as Spark counts it, for values that leave Spark and come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Instant:
    """Microseconds since 1970 in UTC."""

    micros: int

    def to_datetime(self) -> datetime:
        """In UTC; years 1 to 9999."""
        return _EPOCH + timedelta(microseconds=self.micros)
