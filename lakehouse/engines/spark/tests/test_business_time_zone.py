"""A lake has one business time zone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sluice.business_time_zone import ZONE_FILE, agree_on_time_zone, read_time_zone
from sluice.errors import SluiceError
from sluice.lake import Lake, LocalFiles


@pytest.mark.parametrize(
    ("setting", "zone"), [(None, "UTC"), ("", "UTC"), ("UTC", "UTC"), ("Europe/Berlin", "Europe/Berlin")]
)
def test_reads_the_zone(setting: str | None, zone: str) -> None:
    assert read_time_zone({} if setting is None else {"BUSINESS_TIME_ZONE": setting}) == zone


@pytest.mark.parametrize("setting", ["CET", "+02:00", "Europe", "Europe/Berlin'", "europe/berlin"])
def test_refuses_what_is_no_zone_and_names_the_setting(setting: str) -> None:
    with pytest.raises(SluiceError, match=r"^arguments_invalid: BUSINESS_TIME_ZONE: "):
        read_time_zone({"BUSINESS_TIME_ZONE": setting})


def test_holds_later_refreshes_to_the_zone_of_the_first(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path), LocalFiles())
    agree_on_time_zone(lake, "Europe/Berlin")
    agree_on_time_zone(lake, "Europe/Berlin")
    with pytest.raises(SluiceError, match="is UTC, and the days of Gold are of Europe/Berlin"):
        agree_on_time_zone(lake, "UTC")
    assert json.loads((tmp_path / "gold" / ZONE_FILE).read_text()) == {"timeZone": "Europe/Berlin"}


def test_takes_a_lake_from_before_for_one_of_utc(tmp_path: Path) -> None:
    (tmp_path / "gold" / "dim_date").mkdir(parents=True)
    with pytest.raises(SluiceError, match="the days of Gold are of UTC"):
        agree_on_time_zone(Lake(str(tmp_path), LocalFiles()), "Europe/Berlin")


@pytest.mark.parametrize("note", ["no JSON", "{}", "[]", "null"])
def test_refuses_a_note_that_names_no_zone(tmp_path: Path, note: str) -> None:
    lake = Lake(str(tmp_path), LocalFiles())
    lake.files.write(lake.path("gold", ZONE_FILE), note)
    with pytest.raises(SluiceError, match=r"^lake_unreadable: "):
        agree_on_time_zone(lake, "UTC")
