"""Two plans give a range of slots."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sluice.errors import SluiceError
from sluice.plan import Plan, new_slots, parse_plan, refresh_folder


def plan(refresh: int, *heads: tuple[str, int, int]) -> Plan:
    iot: list[dict[str, Any]] = [
        {"hubGeneration": hub_generation, "partition": partition, "slot": slot}
        for hub_generation, partition, slot in heads
    ]
    raw = {"refresh": refresh, "previous": None, "asOf": "2026-11-21T06:10:00.000Z", "bronze": {"iot": iot}}
    return parse_plan(json.dumps({**raw, "batch": {}}), refresh)


def test_takes_all_slots_for_a_new_table() -> None:
    assert new_slots("iot", None, plan(1, ("A", 3, 1))) == (
        "iot/A/p=03/000000000/000000000000.ndjson.gz",
        "iot/A/p=03/000000000/000000000001.ndjson.gz",
    )


def test_takes_what_lies_between_two_plans() -> None:
    before = plan(1, ("A", 0, 4), ("A", 1, 7))
    after = plan(2, ("A", 0, 4), ("A", 1, 8), ("B", 0, 0))
    assert new_slots("iot", before, after) == (
        "iot/A/p=01/000000000/000000000008.ndjson.gz",
        "iot/B/p=00/000000000/000000000000.ndjson.gz",
    )


@pytest.mark.parametrize("after", [[("A", 0, 3)], []])
def test_refuses_a_later_plan_that_knows_less(after: list[tuple[str, int, int]]) -> None:
    with pytest.raises(SluiceError, match="the newer plan ends before slot 4"):
        new_slots("iot", plan(1, ("A", 0, 4)), plan(2, *after))


def test_has_nothing_of_a_source_without_slots() -> None:
    assert new_slots("ecommerce", None, plan(1)) == ()


def test_refuses_another_refreshs_plan() -> None:
    with pytest.raises(SluiceError, match="has the number 1"):
        parse_plan(json.dumps({"refresh": 1, "previous": None, "asOf": "2026-11-21", "bronze": {}, "batch": {}}), 2)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"refresh": "x"}'])
def test_refuses_a_plan_that_cannot_be_read(text: str) -> None:
    with pytest.raises(SluiceError, match="cannot be read"):
        parse_plan(text, 1)


def test_names_folders_that_sort_as_numbers_do() -> None:
    assert refresh_folder(1763700000000) == "_refresh/001763700000000"
