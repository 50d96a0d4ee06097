"""The business time zone of Gold: one time zone for the whole lake."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping

from .errors import SluiceError
from .lake import Lake

SETTING = "BUSINESS_TIME_ZONE"
"""Environment variable with the zone. The Databricks bundle sets it from its variable `business_time_zone`."""
UTC = "UTC"
ZONE_FILE = "_settings/business-time-zone.json"
"""The file in the container `gold` that records the zone. The DuckDB engine reads the same file."""

_AREA = re.compile(r"[A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+")
"""`Area/City` of the IANA database. Abbreviations and offsets are refused: engines read some of them differently."""


def read_time_zone(environment: Mapping[str, str] = os.environ) -> str:
    """The zone of the setting; UTC if it is empty. Spark refuses a name that it does not support.

    Raises SluiceError `arguments_invalid` for a text that is not the name of a zone.
    """
    zone = environment.get(SETTING) or UTC
    if zone != UTC and not _AREA.fullmatch(zone):
        raise SluiceError(
            "arguments_invalid",
            f"{SETTING}: {zone!r} is not a time zone; name UTC, or one of the IANA database such as Europe/Berlin",
        )
    return zone


def agree_on_time_zone(lake: Lake, zone: str) -> None:
    """Ensures that all days of Gold are in one time zone.

    The first refresh records the zone in the lake. A lake that has a calendar and no recorded zone was made before
    zones existed, so its days are UTC: every refresh writes the calendar.

    Raises SluiceError `arguments_invalid` if the lake's days are in another zone.
    """
    path = lake.path("gold", ZONE_FILE)
    note = lake.files.read(path)
    if note is not None:
        noted = _noted(path, note)
    else:
        noted = UTC if lake.files.exists(lake.path("gold", "dim_date")) else zone
    if noted != zone:
        raise SluiceError(
            "arguments_invalid",
            f"{SETTING} is {zone}, and the days of Gold are of {noted}. Set it back, or remove the tables of Gold and"
            f" {path}, and the next refresh rebuilds them",
        )
    if note is None:
        lake.files.write(path, json.dumps({"timeZone": zone}) + "\n")


def _noted(path: str, note: str) -> str:
    try:
        return str(json.loads(note)["timeZone"])
    except (ValueError, KeyError, TypeError) as error:
        raise SluiceError("lake_unreadable", f"{path} names no timeZone") from error
