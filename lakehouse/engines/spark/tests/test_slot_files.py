"""Slots by folder: few folders for a long range, and no slot is passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from sluice.errors import SluiceError
from sluice.lake import Lake, LocalFiles
from sluice.slot_files import require_slots, slot_folders, slot_path


def slots(first: int, last: int) -> list[str]:
    return [slot_path("iot", "A", 3, slot) for slot in range(first, last + 1)]


def test_names_a_slot_by_its_number_alone() -> None:
    assert slot_path("iot", "A", 3, 123_456) == "iot/A/p=03/000000123/000000123456.ndjson.gz"


def test_names_a_long_range_by_a_folder_for_each_thousand_slots() -> None:
    folders = slot_folders(slots(998, 270_000))
    assert [folder.path for folder in folders] == [f"iot/A/p=03/{number:09d}" for number in range(271)]
    assert [folder.is_whole for folder in folders] == [False, *[True] * 269, False]
    assert folders[0].names == ("000000000998.ndjson.gz", "000000000999.ndjson.gz")
    assert folders[-1].names == ("000000270000.ndjson.gz",)


def test_names_every_slot_once() -> None:
    wanted = slots(5, 3_210) + [slot_path("iot", "B", 3, slot) for slot in range(7)]
    assert [f"{folder.path}/{name}" for folder in slot_folders(wanted) for name in folder.names] == wanted


def test_refuses_a_range_with_a_missing_slot(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path), LocalFiles())
    for slot in slots(0, 3):
        lake.files.write(lake.path("bronze", slot), "")
    found: set[str] = set()
    require_slots(lake, slots(0, 3), found)
    assert found == set(slots(0, 3))
    with pytest.raises(SluiceError, match=r"000000000/000000000004\.ndjson\.gz is missing"):
        require_slots(lake, slots(0, 4), found)


def test_does_not_look_twice_for_a_slot(tmp_path: Path) -> None:
    require_slots(Lake(str(tmp_path), LocalFiles()), slots(0, 9), set(slots(0, 9)))
